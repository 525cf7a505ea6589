"""How everything looks: base page, components, charts, error pages. Knows no domain."""
