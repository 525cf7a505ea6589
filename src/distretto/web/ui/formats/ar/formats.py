"""Arabic as in the Maghreb, as the pictures write it: 12.340,5; 23 نوفمبر 2026."""

NUMBER_GROUPING = 3
THOUSAND_SEPARATOR = "."
DECIMAL_SEPARATOR = ","
# Django has none of these with the time; the English ones put the month first.
DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y، H:i"
SHORT_DATE_FORMAT = "j M Y"
SHORT_DATETIME_FORMAT = "j M Y، H:i"
FIRST_DAY_OF_WEEK = 1
