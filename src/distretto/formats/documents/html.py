"""Pages of HTML that stand alone: every text escaped, nothing from elsewhere."""

import base64
import hashlib
from collections.abc import Callable, Sequence
from html import escape
from importlib.resources import files

from distretto.errors import gettext_noop
from distretto.formats.charts import render, theme
from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Bounded, Cell, Column, Picture, Table, word

LONG = 120  # characters of a text that is given room, where a table may be scrolled
TABLE_BEHIND = gettext_noop("The figures behind the picture")


def document(title: str, parts: Sequence[str], language: Language) -> str:
    """A whole page. Its policy forbids every address and every script but its own."""
    style = _asset("page.css") + theme.css()
    script = _asset("sort.js")
    allowed = "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_digest(style)}'",
            f"script-src '{_digest(script)}'",
        )
    )
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{escape(language.code)}" dir="{language.direction}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{allowed}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            element("title", title),
            f"<style>{style}</style>",
            "</head>",
            "<body>",
            "<main>",
            element("h1", title),
            *parts,
            "</main>",
            f'<script type="module">{script}</script>',
            "</body>",
            "</html>",
            "",
        ]
    )


def _asset(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def element(tag: str, text: str, *, css: str = "") -> str:
    """One element with a text."""
    name = f' class="{escape(css)}"' if css else ""
    return f"<{tag}{name}>{escape(text)}</{tag}>"


def beneath(text: str) -> list[str]:
    """The line beneath a heading; none where there is nothing to say."""
    return [element("p", text, css="quiet")] if text else []


def picture(make: Callable[[int], Picture]) -> str:
    """A picture at two widths with its caption and the table behind it."""
    shown = make(render.WIDE)
    return "".join(
        [
            "<figure>",
            element("h2", shown.title),
            f'<div class="picture">{render.responsive(make)}</div>',
            element("figcaption", shown.caption),
            f"<details>{element('summary', shown.language.say(TABLE_BEHIND))}",
            table(shown.table, shown.language),
            "</details></figure>",
        ]
    )


def table(
    data: Table,
    language: Language,
    *,
    marks: Sequence[str] = (),
    sortable: bool = False,
) -> str:
    """A table; `marks` name its rows, so that links can lead to them."""
    head = "".join(_head(column, sortable) for column in data.columns)
    rows = []
    for place, row in enumerate(data.rows):
        name = f' id="{escape(marks[place])}"' if marks else ""
        cells = (_cell(*pair, language, sortable) for pair in data.cells(row))
        rows.append(f"<tr{name}>{''.join(cells)}</tr>")
    return (
        f'<div class="scroll" tabindex="0"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _head(column: Column, sortable: bool) -> str:
    name = escape(column.name)
    text = f'<button type="button">{name}</button>' if sortable else name
    return f'<th scope="col"{_number(column)}>{text}</th>'


def _number(column: Column) -> str:
    return "" if column.kind == "text" else ' class="number"'


def _cell(column: Column, cell: Cell, language: Language, sortable: bool) -> str:
    raw = "" if cell is None else escape(str(cell))
    value = f' data-value="{raw}"' if sortable else ""
    text = escape(word(column, cell, language))
    if isinstance(cell, Bounded) and cell.beneath:
        number, _, beneath = text.partition("\n")
        text = f'{number}<br><span class="quiet">{beneath}</span>'
    if cell is None and column.kind != "text":
        text = f'<span class="unknown">{text}</span>'
    is_long = column.kind == "text" and len(text) > LONG
    css = ' class="long"' if is_long else _number(column)
    return f"<td{css}{value}>{text}</td>"


def facts(pairs: Sequence[Sequence[str]], *, css: str = "") -> str:
    """Pairs of a name and what is said of it."""
    said = (element("dt", name) + element("dd", text, css=css) for name, text in pairs)
    return f"<dl>{''.join(said)}</dl>"


def items(texts: Sequence[str]) -> str:
    """A list."""
    return f"<ul>{''.join(element('li', text) for text in texts)}</ul>"
