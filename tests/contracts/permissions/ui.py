"""Who may reach the switches and the style page."""

ROWS = [
    {
        "url": "ui:language",
        "kind": "public",
        "method": "post",
        "data": {"language": "fr"},
        "status": 302,
    },
    {
        "url": "ui:theme",
        "kind": "public",
        "method": "post",
        "data": {"theme": "dark"},
        "status": 302,
    },
    {"url": "ui:pictures-css", "kind": "public"},
    {"url": "ui:components", "kind": "own"},
    {"url": "ui:refuse", "kind": "own", "method": "post", "status": 302},
]
