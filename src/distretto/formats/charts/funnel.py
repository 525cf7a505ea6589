"""The funnel of a choice: how many are left at each stage, and why others went."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from distretto.errors import gettext_noop
from distretto.formats.charts import theme
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.charts.listing import Layout, bars
from distretto.formats.charts.picture import Column, Picture, Table
from distretto.formats.charts.svg import local_link

TITLE = gettext_noop("From all combinations to the choice")
STAGE = gettext_noop("Stage")
COUNT = gettext_noop("Number")
WHY = gettext_noop("Why others left")
DESCRIPTION = gettext_noop("How many were left at each stage: %(stages)s.")
FIRST = gettext_noop("%(stage)s, which is not drawn to scale, holds %(count)s.")

# A stage more than so many times as large as the next would make the rest vanish.
_TOO_LARGE = 12


@dataclass(frozen=True)
class Stage:
    """A stage, how many reached it (None: not known), and why others left there.

    `beside` marks one of several universes, none of which leads to the next.
    """

    name: str
    count: int | None
    reasons: str = ""
    link: str = ""
    beside: bool = False


def funnel(
    stages: Sequence[Stage], *, language: Language = ENGLISH, width: int = 680
) -> Picture:
    """Bars for the numbers at each stage, from the universe to the choice.

    Where the first stages are so large that the others would vanish, their bars fill
    the width, in a paler colour, and a note says so.
    """
    layout = Layout(width, rtl=language.is_rtl)
    highest, cut = _to_scale(stages)
    rows = layout.named([_row(each, highest, cut, language) for each in stages])
    colours = {"": theme.ACCENT, "cut": theme.STEPS[2]}
    chart = bars(rows, layout, highest=highest, colours=colours, legend=False)
    said = [f"{each.name} {language.number(each.count)}" for each in stages]
    return Picture(
        chart=chart.configure(**theme.config(rtl=layout.rtl)),
        data={"rows": rows},
        table=Table(
            (
                Column("stage", language.say(STAGE)),
                Column("count", language.say(COUNT), "count"),
                Column("reasons", language.say(WHY)),
            ),
            tuple((each.name, each.count, each.reasons) for each in stages),
        ),
        title=language.say(TITLE),
        description=language.say(DESCRIPTION) % {"stages": ", ".join(said)},
        notes=tuple(
            language.say(FIRST)
            % {"stage": each.name, "count": language.number(each.count)}
            for each in cut
        ),
        language=language,
    )


def _to_scale(stages: Sequence[Stage]) -> tuple[float, list[Stage]]:
    """The largest number drawn to scale, and the stages that are larger."""
    known = [each for each in stages if each.count]
    cut: list[Stage] = []
    for place, each in enumerate(known):
        after = next((one for one in known[place + 1 :] if not one.beside), None)
        if after and (each.count or 0) > _TOO_LARGE * (after.count or 0):
            cut.append(each)
        elif not each.beside:
            break
    rest = [each.count or 0 for each in known if each not in cut]
    return float(max(rest, default=1)), cut


def _row(
    each: Stage, highest: float, cut: Sequence[Stage], language: Language
) -> dict[str, Any]:
    number = language.number(each.count)
    return {
        "name": each.name,
        "value": highest if each in cut else each.count,
        "word": number,
        "kind": "cut" if each in cut else "",
        "tip": language.join([f"{each.name}: {number}", each.reasons]),
        "link": local_link(each.link) if each.link else None,
    }
