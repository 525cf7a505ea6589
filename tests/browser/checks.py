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


# Words of another script that end in a sign: the sign jumps to their other end where
# nothing sets the words apart from the line.
_TURNED = r"""() => {
  const latin = /^[A-Za-z0-9“"(].*[A-Za-z]{3,} .*[.?!)”,:]$/s;
  const arabic = /[\u0590-\u08ff]/;
  const apart = "script, style, option, textarea, svg, template, bdi";
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const turned = [];
  while (texts.nextNode()) {
    const said = texts.currentNode.textContent.trim();
    const holder = texts.currentNode.parentElement;
    if (!latin.test(said) || arabic.test(said) || holder.closest(apart)) continue;
    if (getComputedStyle(holder).direction === "rtl") turned.push(said.slice(0, 80));
  }
  return turned;
}"""


def no_sentence_turned(page: Any) -> None:
    """Names and sentences in Latin letters keep their signs in a page to the left."""
    turned = page.evaluate(_TURNED)
    assert not turned, f"{page.url}: put into <bdi> or dir=auto: {turned[:5]}"
