"""Documents: templates for Typst, pages of HTML, and what sets them."""
