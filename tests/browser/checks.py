"""What every page must pass in a real browser."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe

# The bar: WCAG 2.2 A and AA, and what axe calls best practice.
VARIANTS = [
    {"width": width, "theme": theme, "language": language}
    for width in (1280, 360)
    for theme in ("light", "dark")
    for language in ("en", "ar")
]


def variant_name(variant: dict[str, Any]) -> str:
    return "-".join(str(part) for part in variant.values())


def assert_accessible(page: Any) -> None:
    """No violation that axe finds; else each with its rule and its element."""
    found = Axe().run(page).response["violations"]
    sentences = [
        f"{each['id']}: {each['help']}\n    {node['html'][:200]}"
        for each in found
        for node in each["nodes"]
    ]
    assert not sentences, f"{page.url}\n" + "\n".join(sentences)


def no_horizontal_scroll(page: Any) -> None:
    """The page itself never scrolls sideways; wide tables do so inside themselves."""
    wider = page.evaluate(
        "() => document.documentElement.scrollWidth"
        " - document.documentElement.clientWidth"
    )
    assert wider <= 0, f"{page.url} is {wider} px wider than the window"
