"""What the tables of a study say when they are added up, in sentences."""

from collections.abc import Iterator

import polars as pl

from distretto.analysis.diagnosis.cost_structure import MARGIN
from distretto.analysis.diagnosis.institutional_matrix import GAP, WEAK
from distretto.errors import gettext_noop, ngettext_noop
from distretto.formats.charts.language import Language
from distretto.web.diagnosis.models import ChainStage
from distretto.web.diagnosis.study_measures import StudyMeasures
from distretto.web.diagnosis.study_tables import BENCHMARK, BEST, MEDIAN, part_name

# A difference that nobody would ask about: rounding.
_LITTLE = 0.005
FIRM_NAMES = {"median": MEDIAN, "best": BEST, "benchmark": BENCHMARK}

COSTS_OFF = gettext_noop(
    "“%(stage)s”, %(firm)s: the parts make %(whole)s, but the price is %(price)s. "
    "%(difference)s are not accounted for."
)
COSTS_OPEN = ngettext_noop(
    "“%(stage)s”, %(firm)s: %(count)s part is unknown, and so is the whole.",
    "“%(stage)s”, %(firm)s: %(count)s parts are unknown, and so is the whole.",
)
SAVING = gettext_noop(
    "“%(stage)s”: the median firm pays %(amount)s more for %(part)s than the best one."
)
A_GAP = gettext_noop("Nobody offers “%(service)s”.")
A_GAP_NEEDED = gettext_noop(
    "Nobody offers “%(service)s”, which %(share)s of the firms would pay for."
)
A_WEAK_ONE = gettext_noop(
    "“%(service)s” is offered, but firms rate it %(quality)s of 5 at best."
)
AN_OVERLAP = gettext_noop(
    "%(institutions)s offer “%(service)s” to the same: %(group)s."
)
UNSERVED = gettext_noop(
    "“%(service)s”: at least %(share)s of the firms would pay for it and do not use it."
)
UNKNOWN_YET_USED = gettext_noop(
    "“%(service)s”: %(used)s of the firms use it, but %(known)s know of it. One of the "
    "two is wrong."
)
_SHARE_WORTH_SAYING = 0.1


def cost_checks(
    found: StudyMeasures, stage: ChainStage, language: Language
) -> list[str]:
    """Whether the parts make the price, and where the median firm could save most."""
    structure = found.costs_of(stage)
    if not structure.parts.height:
        return []
    said = []
    for row in structure.wholes.iter_rows(named=True):
        told = {"stage": stage.name, "firm": language.say(FIRM_NAMES[row["firm"]])}
        if row["unknown"] and row["told"] is not None:
            count = language.number(row["unknown"])
            sentence = language.say_counted(*COSTS_OPEN, row["unknown"])
            said.append(sentence % {**told, "count": count})
        elif row["difference"] and abs(row["difference"]) > _LITTLE * row["price"]:
            amounts = {
                key: language.figure(row[key])
                for key in ("whole", "price", "difference")
            }
            said.append(language.say(COSTS_OFF) % {**told, **amounts})
    return [*said, *_saving(found, stage, language)]


def _saving(
    found: StudyMeasures, stage: ChainStage, language: Language
) -> Iterator[str]:
    """The part by which the median firm is farthest above the best one."""
    rows = found.costs_of(stage).parts.filter(
        (pl.col("part") != MARGIN) & (pl.col("above_best") > 0)
    )
    if rows.height:
        row = rows.sort("above_best", descending=True).row(0, named=True)
        yield language.say(SAVING) % {
            "stage": stage.name,
            "part": part_name(row["part"]),
            "amount": language.figure(row["above_best"]),
        }


def matrix_checks(found: StudyMeasures, language: Language) -> list[str]:
    """Gaps and overlaps of the institutional matrix."""
    return [*_gaps(found, language), *_overlaps(found, language)]


def _gaps(found: StudyMeasures, language: Language) -> Iterator[str]:
    services = {str(each.pk): each for each in found.rows.services}
    for row in found.matrix.services.iter_rows(named=True):
        service = services[row["service"]]
        if row["verdict"] == GAP:
            willing = service.willing_share
            sentence = A_GAP if willing is None else A_GAP_NEEDED
            share = language.percent(None if willing is None else float(willing), 0)
            yield language.say(sentence) % {"service": service.name, "share": share}
        elif row["verdict"] == WEAK:
            quality = language.number(row["best_quality"])
            told = {"service": service.name, "quality": quality}
            yield language.say(A_WEAK_ONE) % told


def _overlaps(found: StudyMeasures, language: Language) -> Iterator[str]:
    services = {str(each.pk): each.name for each in found.rows.services}
    names = {str(e.institution_id): e.institution.name for e in found.rows.provisions}
    for row in found.matrix.overlaps.iter_rows(named=True):
        yield language.say(AN_OVERLAP) % {
            "institutions": ", ".join(names[each] for each in row["institutions"]),
            "service": services[row["service"]],
            "group": row["target_group"],
        }


def service_checks(found: StudyMeasures, language: Language) -> list[str]:
    """Services that many would pay for and do not use, and shares that cannot be."""
    names = {str(each.pk): each.name for each in found.rows.services}
    return [
        *_used_unknown(found, language),
        *(
            language.say(UNSERVED)
            % {
                "service": names[row["service"]],
                "share": language.percent(row["unserved_least"], 0),
            }
            for row in found.matrix.services.iter_rows(named=True)
            if (row["unserved_least"] or 0) >= _SHARE_WORTH_SAYING
        ),
    ]


def _used_unknown(found: StudyMeasures, language: Language) -> Iterator[str]:
    for each in found.rows.services:
        used, known = each.using_share, each.aware_share
        if used is not None and known is not None and used > known:
            yield language.say(UNKNOWN_YET_USED) % {
                "service": each.name,
                "used": language.percent(float(used), 0),
                "known": language.percent(float(known), 0),
            }
