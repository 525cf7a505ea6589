"""Arabic as in the Maghreb, as the pictures write it: 12.340,5."""

NUMBER_GROUPING = 3
THOUSAND_SEPARATOR = "."
DECIMAL_SEPARATOR = ","
