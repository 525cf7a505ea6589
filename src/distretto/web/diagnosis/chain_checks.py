"""What the value chain says when it is added up, and what could not be checked."""

from collections.abc import Iterable, Iterator
from typing import Any

from distretto.analysis.diagnosis.value_chain import GETS, LESS, MORE, OPEN
from distretto.errors import gettext_noop
from distretto.formats.charts.language import Language
from distretto.web.diagnosis.numbers import number
from distretto.web.diagnosis.study_measures import StudyMeasures

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
JOINT_OF_SEVERAL = gettext_noop(
    "“%(stage)s” pays %(price)s, but its goods come at %(lowest)s to %(highest)s: "
    "transport, losses or a trader between them, or one of the prices is wrong."
)
CHANNEL_PRICE = gettext_noop(
    "“%(stage)s” gets %(price)s, but its flow to “%(next)s” is priced at %(lowest)s: "
    "one of the two prices is wrong."
)
CHANNEL_PRICES = gettext_noop(
    "“%(stage)s” gets %(price)s, but its flows are priced at %(lowest)s to "
    "%(highest)s: one of the prices is wrong."
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
NO_COSTS = gettext_noop(
    "Not checked, for no costs are entered: whether input, costs and margin make the "
    "price of %(stages)s."
)
NO_PRICES = gettext_noop(
    "Not checked, for a price is unknown: whether what one stage gets is what the next "
    "one pays, at %(stages)s."
)
NO_WAY_IN = gettext_noop(
    "Not checked, for no flow of goods leads there: the price paid at %(stages)s."
)
NO_WAY_OUT = gettext_noop(
    "Not checked, for no flow of goods leaves there: the channels of %(stages)s."
)
NO_FLOWS = gettext_noop(
    "Not checked, for no flow of goods is entered: the shares of channels."
)


def chain_checks(found: StudyMeasures, language: Language) -> list[str]:
    """Whether prices and channels add up: what differs is named, and what is open."""
    if not found.rows.stages:
        return []
    differing = [
        *_prices(found, language),
        *_joints(found, language),
        *_channels(found, language),
    ]
    is_well = not differing and _is_anything_checked(found)
    return [
        *differing,
        *([language.say(ALL_WELL)] if is_well else []),
        *_open(found, language),
    ]


def _names(found: StudyMeasures) -> dict[str, str]:
    return {str(each.pk): each.name for each in found.rows.stages}


def _prices(found: StudyMeasures, language: Language) -> Iterator[str]:
    names = _names(found)
    below = [each for each in found.rows.stages if found.is_below_input(each)]
    for each in below:
        price = language.figure(number(each.price_in))
        yield language.say(BELOW_INPUT) % {"stage": each.name, "price": price}
    with_costs = _with_costs(found) - {str(each.pk) for each in below}
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


def _with_costs(found: StudyMeasures) -> set[str]:
    return {str(each.stage_id) for each in found.rows.costs}


def _joints(found: StudyMeasures, language: Language) -> Iterator[str]:
    names = _names(found)
    for row in found.joints.iter_rows(named=True):
        if row["adds_up"] is False:
            yield _joint(row, names, language)


def _joint(row: dict[str, Any], names: dict[str, str], language: Language) -> str:
    first, is_one = names[row["others"][0]], len(row["others"]) == 1
    amounts = {
        key: language.figure(row[key])
        for key in ("price", "lowest", "highest", "difference")
    }
    told = {"stage": names[row["stage"]], "next": first, **amounts}
    if row["end"] == GETS:
        is_one_price = is_one and row["lowest"] == row["highest"]
        return language.say(CHANNEL_PRICE if is_one_price else CHANNEL_PRICES) % told
    if is_one and row["lowest"] == row["highest"]:
        return language.say(JOINT) % {**told, "stage": first, "next": told["stage"]}
    return language.say(JOINT_OF_SEVERAL) % told


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


def _is_anything_checked(found: StudyMeasures) -> bool:
    sums = found.build_up.stages["adds_up"], found.joints["adds_up"]
    return bool(found.channels) or any(each.count() for each in sums)


def _open(found: StudyMeasures, language: Language) -> Iterator[str]:
    """What nobody could check, and for want of what."""
    stages = _names(found)
    unknown = found.joints.filter(found.joints["adds_up"].is_null())["stage"].to_list()
    ranks = [each.order for each in found.rows.stages]
    firsts = {str(e.pk) for e in found.rows.stages if e.order == min(ranks)}
    lasts = {str(e.pk) for e in found.rows.stages if e.order == max(ranks)}
    yield from _of(NO_COSTS, set(stages) - _with_costs(found), stages, language)
    yield from _of(NO_PRICES, unknown, stages, language)
    if not found.channels:
        if len(stages) > 1:
            yield language.say(NO_FLOWS)
        return
    reached = {str(each.target_stage_id) for each in found.goods}
    yield from _of(NO_WAY_IN, set(stages) - reached - firsts, stages, language)
    without = set(stages) - set(found.channels) - lasts
    yield from _of(NO_WAY_OUT, without, stages, language)


def _of(
    sentence: str, keys: Iterable[str], names: dict[str, str], language: Language
) -> Iterator[str]:
    """A sentence on these stages, in the order of the chain; none on nobody."""
    named = [f"“{name}”" for key, name in names.items() if key in set(keys)]
    if named:
        yield language.say(sentence) % {"stages": ", ".join(named)}
