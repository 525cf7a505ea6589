"""What the tables of a study say when they are added up, in sentences."""

from collections.abc import Iterator

import polars as pl

from distretto.analysis.diagnosis.cost_structure import MARGIN
from distretto.analysis.diagnosis.institutional_matrix import GAP, WEAK
from distretto.analysis.diagnosis.value_chain import LESS, MORE, OPEN
from distretto.errors import gettext_noop, ngettext_noop
from distretto.formats.charts.language import Language
from distretto.web.diagnosis.models import ChainStage
from distretto.web.diagnosis.numbers import number
from distretto.web.diagnosis.study_measures import StudyMeasures
from distretto.web.diagnosis.study_tables import BENCHMARK, BEST, MEDIAN, part_name

# A difference of the joints that nobody would ask about: rounding.
_LITTLE = 0.005
FIRM_NAMES = {"median": MEDIAN, "best": BEST, "benchmark": BENCHMARK}

ALL_WELL = gettext_noop("Prices and shares add up, as far as they are known.")
PRICE_OFF = gettext_noop(
    "“%(stage)s”: input, costs and margin make %(parts)s, but the price is %(price)s. "
    "%(difference)s are not accounted for."
)
A_LOSS = gettext_noop(
    "“%(stage)s” sells for %(difference)s less than it pays for its input: a loss on "
    "each unit, or one of its prices is wrong."
)
PRICE_OPEN = gettext_noop(
    "“%(stage)s”: whether its price adds up cannot be said, because its input, costs "
    "or margin are not all known."
)
BELOW_INPUT = gettext_noop(
    "“%(stage)s”: its costs make less than the %(price)s it pays for its input. Raw "
    "material includes the input."
)
JOINT = gettext_noop(
    "From “%(stage)s” to “%(next)s” the price changes by %(difference)s: transport, "
    "losses or a trader between them, or one of the two prices is wrong."
)
CHANNELS_LESS = gettext_noop(
    "“%(stage)s”: its channels take %(told)s of what leaves it; %(difference)s are "
    "missing."
)
CHANNELS_MORE = gettext_noop(
    "“%(stage)s”: its channels take %(told)s of what leaves it; that is %(difference)s "
    "too much."
)
CHANNELS_OPEN = gettext_noop(
    "“%(stage)s”: the shares of some channels are unknown; together they have "
    "%(difference)s."
)
CHANNELS_UNKNOWN = gettext_noop(
    "“%(stage)s”: the share of none of its channels is known."
)
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
_SHARE_WORTH_SAYING = 0.1


def chain_checks(found: StudyMeasures, language: Language) -> list[str]:
    """Whether prices and channels add up; what differs is named."""
    if not found.rows.stages:
        return []
    said = [
        *_prices(found, language),
        *_joints(found, language),
        *_channels(found, language),
    ]
    return said or [language.say(ALL_WELL)]


def _names(found: StudyMeasures) -> dict[str, str]:
    return {str(each.pk): each.name for each in found.rows.stages}


def _prices(found: StudyMeasures, language: Language) -> Iterator[str]:
    names = _names(found)
    below = [each for each in found.rows.stages if found.is_below_input(each)]
    for each in below:
        price = language.figure(number(each.price_in))
        yield language.say(BELOW_INPUT) % {"stage": each.name, "price": price}
    with_costs = {str(each.stage_id) for each in found.rows.costs}
    with_costs -= {str(each.pk) for each in below}
    for row in found.build_up.stages.iter_rows(named=True):
        stage = names[row["stage"]]
        if (row["value_added"] or 0) < 0:
            lost = language.figure(-row["value_added"])
            yield language.say(A_LOSS) % {"stage": stage, "difference": lost}
        if row["adds_up"] is None:
            if row["stage"] in with_costs:
                yield language.say(PRICE_OPEN) % {"stage": stage}
        elif not row["adds_up"]:
            parts = row["price_out"] - row["difference"]
            yield language.say(PRICE_OFF) % {
                "stage": stage,
                "parts": language.figure(parts),
                "price": language.figure(row["price_out"]),
                "difference": language.figure(row["difference"]),
            }


def _joints(found: StudyMeasures, language: Language) -> Iterator[str]:
    """Between stages of different ranks: those of one rank stand beside each other."""
    names = _names(found)
    ranks = {str(each.pk): each.order for each in found.rows.stages}
    is_line = len(set(ranks.values())) == len(ranks)
    final = found.build_up.final_price or 0
    for row in found.build_up.joints.iter_rows(named=True):
        off = row["difference"]
        if is_line and off is not None and abs(off) > _LITTLE * final:
            yield language.say(JOINT) % {
                "stage": names[row["stage"]],
                "next": names[row["next"]],
                "difference": language.figure(off),
            }


def _channels(found: StudyMeasures, language: Language) -> Iterator[str]:
    names = _names(found)
    sentences = {LESS: CHANNELS_LESS, MORE: CHANNELS_MORE, OPEN: CHANNELS_OPEN}
    for key, row in found.channels.items():
        sentence = sentences.get(row["verdict"])
        if row["told"] is None:
            yield language.say(CHANNELS_UNKNOWN) % {"stage": names[key]}
        elif sentence:
            yield language.say(sentence) % {
                "stage": names[key],
                "told": language.percent(row["told"], 0),
                "difference": language.percent(abs(row["difference"]), 0),
            }


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
    """Services that many firms would pay for and do not use."""
    names = {str(each.pk): each.name for each in found.rows.services}
    return [
        language.say(UNSERVED)
        % {
            "service": names[row["service"]],
            "share": language.percent(row["unserved_least"], 0),
        }
        for row in found.matrix.services.iter_rows(named=True)
        if (row["unserved_least"] or 0) >= _SHARE_WORTH_SAYING
    ]
