"""The words of a sociogram: beneath its title, at its foot, and for who listens."""

from collections import Counter
from collections.abc import Iterator

from distretto.analysis.diagnosis.linkages.interval import LEAST_COVERAGE
from distretto.errors import gettext_noop, ngettext_noop
from distretto.formats.charts.language import Language
from distretto.formats.sociogram.filters import Filters
from distretto.formats.sociogram.shown import Shown

ACTORS = ngettext_noop("%(count)s actor", "%(count)s actors")
TIES = ngettext_noop("%(count)s tie", "%(count)s ties")
WISHES = ngettext_noop("%(count)s tie wished for", "%(count)s ties wished for")
DIRECTED = ngettext_noop(
    "%(count)s tie with direction", "%(count)s ties with direction"
)
CHANGES = gettext_noop("by pairs: %(new)s new, %(lost)s lost")
LACKING = gettext_noop(
    "by pairs: %(new)s not there yet; %(lost)s there, not wished for"
)
COVERAGE = gettext_noop("coverage %(share)s")
NO_COVERAGE = gettext_noop("coverage unknown")
FROM_TO = gettext_noop("from %(before)s to %(after)s")
AGAINST = gettext_noop("%(after)s, against %(before)s")
DESCRIPTION = gettext_noop("Sociogram. %(counts)s. %(alone)s")
MOST = gettext_noop("Of most ties: %(most)s.")
ALONE = gettext_noop("Surveyed, without any tie in the cluster: %(alone)s.")
UNHEARD = gettext_noop("Not surveyed, and named by nobody: %(unheard)s.")
ARROW = gettext_noop("Arrows point to whom was named")
NUMBERED = gettext_noop("Names are withheld: actors have numbers")
WITHHELD = gettext_noop("Names are withheld")
UNNAMED = gettext_noop("Names where there is room, those of most ties first")
SOURCE = gettext_noop("Source: %(source)s")
THIN = gettext_noop(
    "Fewer than %(least)s were surveyed: this shows the ties of a few, not of the whole"
)


def description_of(
    held: Shown, language: Language, filters: Filters, *, is_anonymous: bool
) -> str:
    """What there is to see, in a sentence or two."""
    counts = ", ".join([*filters.beside, _counts(held, language)])
    told = {"counts": counts, "alone": _alone(held, language)}
    sentences = [language.say(DESCRIPTION) % told]
    if not is_anonymous:
        near = held.actors.filter("is_near")
        most = near.sort("degree", descending=True, maintain_order=True).head(3)
        named = ", ".join(
            f"{language.own(name)} ({language.number(count)})"
            for name, count in most.select("actor", "degree").iter_rows()
        )
        sentences.append(language.say(MOST) % {"most": named})
    return " ".join(sentences)


def _alone(held: Shown, language: Language) -> str:
    """Who stands alone, and of whom that is not known: two different things."""
    near = held.actors.filter("is_near")
    alone, unheard = (int(near[name].sum()) for name in ("is_isolate", "is_unheard"))
    number = language.number(alone) if held.is_roster else language.unknown
    told = [language.say(ALONE) % {"alone": number}]
    if unheard:
        told.append(language.say(UNHEARD) % {"unheard": language.number(unheard)})
    return " ".join(told)


def _counts(held: Shown, language: Language) -> str:
    """How many actors and ties there are, and how many of them came and went."""
    actors = held.actors.filter("is_near").height
    ties = WISHES if held.is_wish else DIRECTED if held.is_directed else TIES
    told = []
    for forms, count in ((ACTORS, actors), (ties, held.ties)):
        said = language.say_counted(*forms, count)
        told.append(said % {"count": language.number(count)})
    if len(held.waves) == 2:
        counts = Counter(held.status.tolist())
        changed = language.say(LACKING if held.is_wish else CHANGES) % {
            "new": language.number(counts["new"]),
            "lost": language.number(counts["lost"]),
        }
        told[-1] += f" ({changed})"
    return ", ".join(told)


def subtitle_of(held: Shown, language: Language, filters: Filters, date: str) -> str:
    """n, coverage, wave and date: without them a picture is worth little."""
    if held.is_coverage_known and held.counted:
        share = language.percent(held.surveyed / held.counted, 0)
        coverage = language.say(COVERAGE) % {"share": share}
    else:
        coverage = language.say(NO_COVERAGE)
    when = held.waves[0]
    if len(held.waves) == 2:
        ends = {"before": held.waves[0], "after": held.waves[1]}
        when = language.say(AGAINST if held.is_wish else FROM_TO) % ends
    parts = (*filters.beside, _counts(held, language), coverage, when, date)
    return language.join([part for part in parts if part])


def foot_of(
    held: Shown,
    language: Language,
    filters: Filters,
    *,
    source: str,
    is_anonymous: bool,
    is_labelled: bool,
) -> str:
    """Where it is from, and how it is to be read."""
    told = [*_foot(held, language, source, is_anonymous, is_labelled)]
    if filters.beneath:
        told.append(filters.beneath)
    return " ".join(f"{sentence}." for sentence in told)


def _foot(
    held: Shown, language: Language, source: str, is_anonymous: bool, is_labelled: bool
) -> Iterator[str]:
    say = language.say
    if source:
        yield say(SOURCE) % {"source": language.own(source)}
    if is_anonymous:
        yield say(NUMBERED if is_labelled else WITHHELD)
    elif is_labelled:
        yield say(UNNAMED)
    if held.is_directed:
        yield say(ARROW)
    if held.is_thin:
        yield say(THIN) % {"least": language.percent(LEAST_COVERAGE, 0)}
