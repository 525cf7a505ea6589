"""The study on one page, and as a summary that is read aloud in two minutes."""

import re
from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Cell, Column, Table
from distretto.formats.documents import blocks
from distretto.web.diagnosis.models import EndorsedEdition, Finding, Study
from distretto.web.diagnosis.numbers import number
from distretto.web.diagnosis.queries import baseline
from distretto.web.diagnosis.queries import studies as queries
from distretto.web.diagnosis.queries.evidence import without_citations
from distretto.web.diagnosis.same_figures import same_of
from distretto.web.diagnosis.severe_words import most_severe
from distretto.web.diagnosis.survey_parts import categories_of

# Problems, options and concerns of a field that are told.
FIRST = 3
WORDS = 170  # what is read aloud in a minute and more
# The fields of concern of a project snapshot, and the bottlenecks that belong to each.
FIELDS = (
    (_("Technology and quality"), ("TEC", "PRO", "SPE", "ENV")),
    (_("Infrastructure"), ("INF",)),
    (_("Skills and labour"), ("SKI", "LAB")),
    (_("Markets"), ("MKT", "CUT")),
    (_("Finance"), ("CRE",)),
    (_("Cooperation and institutions"), ("COO", "SRV", "INS")),
)
OTHER = _("Other")
# Figures of the profile that a page has room for, as `same_figures` knows them.
TOLD = ("Women employed", "Annual turnover")
CONCERNS = (Finding.Quadrant.WEAKNESS, Finding.Quadrant.THREAT)
_SENTENCE_ENDS = re.compile(r"(?<=[.!?…؟。])[\"”’»)]*\s+")


def decision_on(study: Study) -> EndorsedEdition | None:
    """What the commission decided on the present edition, if it has."""
    found: EndorsedEdition | None = (
        study.editions.current().filter(edition=study.edition).first()
    )
    return found


def standing(study: Study) -> tuple[tuple[str, str], ...]:
    """Edition, status and day, which every document begins with."""
    decision = decision_on(study)
    status = Study.Status.ENDORSED.label if decision else study.get_status_display()
    told = str(status)
    if decision:
        told = gettext("%(status)s on %(day)s") % {
            "status": told,
            "day": date_format(decision.endorsed_on),
        }
    return (
        (gettext("Edition"), f"{study.edition} · {told}"),
        (gettext("Written on"), date_format(timezone.localdate())),
        (gettext("Programme"), programme_told(study)),
    )


def programme_told(study: Study) -> str:
    """The programme, and that it is made up where it is."""
    programme = study.cluster.programme
    if not programme.is_fictitious:
        return str(programme.name)
    told = gettext("%(programme)s; all figures and names are fictitious")
    return told % {"programme": programme.name}


# --- On one page ---------------------------------------------------------------------


def snapshot(study: Study, language: Language) -> list[blocks.Block]:
    """What a project snapshot has: facts, units, concerns by field, proposals."""
    return [
        _facts(study, language),
        *_units(study),
        *_concerns(study),
        *_proposals(study),
    ]


def _facts(study: Study, language: Language) -> blocks.Facts:
    cluster = study.cluster
    places = cluster.places.current().select_related("place")
    return blocks.Facts.of(
        *standing(study),
        (gettext("Place"), ", ".join(link.place.name for link in places)),
        (gettext("Products"), cluster.products),
        *_figures(study, language),
        (gettext("Vision (draft)"), first_sentences(_of_section(study, "vision"), 40)),
    )


def _figures(study: Study, language: Language) -> list[tuple[str, str]]:
    """Firms and jobs of the register, and the used figures of women and turnover."""
    wanted = ("register:firms", "register:employees")
    values = {each.key: each for each in baseline.of_register(study)}
    told = [
        (values[key].indicator, language.number(values[key].value))
        for key in wanted
        if key in values
    ]
    for figure in study.figures.current().filter(is_used=True, of=""):
        same, value = same_of(figure.indicator), number(figure.value)
        if same is not None and same.name in TOLD and value is not None:
            told.append((figure.indicator, f"{language.figure(value)} {figure.unit}"))
    return told


def _units(study: Study) -> Iterator[blocks.Block]:
    """Each type of unit: how many, their jobs and turnover together, their market."""
    types = study.unit_types.current()
    rows = tuple(
        (
            each.name,
            each.count,
            _together(each.count, each.employment),
            _together(each.count, each.turnover),
            each.market,
        )
        for each in types
    )
    if not rows:
        return
    money = {each.currency for each in types if each.currency}
    unit = f" ({money.pop()})" if len(money) == 1 else ""
    columns = (
        Column("type", gettext("Type of unit")),
        Column("count", gettext("Units"), "count"),
        Column("jobs", gettext("Persons employed"), "count"),
        Column("turnover", gettext("Turnover a year") + unit, "count"),
        Column("market", gettext("Market")),
    )
    yield blocks.Listing(
        Table(columns, rows), ("2.4fr", "14mm", "20mm", "30mm", "2.6fr")
    )


def _together(count: int | None, mean: object) -> Cell:
    """A mean times how many; unknown where one of the two is."""
    each = number(mean)  # type: ignore[arg-type]
    return None if count is None or each is None else count * each


def _concerns(study: Study) -> Iterator[blocks.Block]:
    """Weaknesses and threats by field, the problems with the highest priority first."""
    told = [
        (each.problem.bottleneck, each.problem.statement)
        for each in queries.ranked_problems(study)
    ] + [
        (each.bottleneck, each.statement)
        for each in queries.findings_of(study).filter(quadrant__in=CONCERNS)
    ]
    pairs = []
    known = {code for _name, codes in FIELDS for code in codes}
    for name, codes in (*FIELDS, (OTHER, None)):
        said = [
            text
            for code, text in told
            if (code in codes if codes else code not in known)
        ]
        pairs.append((str(name), _joined(list(dict.fromkeys(said))[:FIRST])))
    facts = blocks.Facts.of(*pairs)
    if facts.pairs:
        yield blocks.Heading(gettext("Key concerns"))
        yield facts


def _joined(sentences: list[str]) -> str:
    return " ".join(
        each if each.endswith((".", "!", "?")) else f"{each}." for each in sentences
    )


def _proposals(study: Study) -> Iterator[blocks.Block]:
    """What is proposed, and of which it makes use or which it mends."""
    options = study.options.current().select_related("inside", "outside")[: FIRST + 1]
    rows = tuple(
        (each.statement, _benefit(each.inside), _benefit(each.outside))
        for each in options
    )
    if not rows:
        return
    columns = (
        Column("option", gettext("Proposed")),
        Column("inside", gettext("Strength or weakness")),
        Column("outside", gettext("Opportunity or threat")),
    )
    yield blocks.Heading(gettext("What is proposed, and what is expected of it"))
    yield blocks.Listing(Table(columns, rows))


def _benefit(finding: Finding) -> str:
    """A strength or chance is used, a weakness or threat is mended."""
    is_good = finding.quadrant in (
        Finding.Quadrant.STRENGTH,
        Finding.Quadrant.OPPORTUNITY,
    )
    told = gettext("Uses: %(finding)s") if is_good else gettext("Mends: %(finding)s")
    return told % {"finding": finding.statement}


# --- In two minutes ------------------------------------------------------------------


def summary(study: Study, language: Language) -> list[blocks.Block]:
    """What can be read aloud in two minutes: about 250 words."""
    told: list[blocks.Block] = [
        blocks.Facts.of(
            *standing(study),
            *_figures(study, language),
            *most_severe(categories_of(study), language),
        )
    ]
    text = _of_section(study, "summary")
    told += [blocks.Text(each) for each in first_paragraphs(text, WORDS)]
    options = study.options.current()[:FIRST]
    if options:
        told.append(blocks.Heading(gettext("What the cluster could do")))
        told += [blocks.Text(f"– {each.statement}") for each in options]
    return [*told, *_first_problems(study)]


def _first_problems(study: Study) -> list[blocks.Block]:
    """Those with a place in the order; nobody knows how urgent the others are."""
    ranked = [each for each in queries.ranked_problems(study) if each.rank][:FIRST]
    if not ranked:
        return []
    told = [
        blocks.Text(f"{place}. {each.problem.statement}")
        for place, each in enumerate(ranked, 1)
    ]
    return [blocks.Heading(gettext("First problems")), *told]


def _of_section(study: Study, key: str) -> str:
    """Without codes of evidence: the list of it is in the whole study."""
    found = next(each for each in queries.sections_of(study) if each.kind.key == key)
    return without_citations(found.text)


def first_paragraphs(text: str, words: int) -> list[str]:
    """The lines of a text, cut at the end of a sentence after so many words."""
    told: list[str] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        left = words - len(" ".join(told).split())
        first = first_sentences(line, left)
        if told and len(first.split()) > left:
            break
        told.append(first)
        if first != " ".join(line.split()):
            break
    return told


def first_sentences(text: str, words: int) -> str:
    """As many whole sentences as have so many words; of one that is longer, itself."""
    told: list[str] = []
    for sentence in _SENTENCE_ENDS.split(" ".join(text.split())):
        if told and len(" ".join([*told, sentence]).split()) > words:
            break
        told.append(sentence)
    return " ".join(told)
