"""What the firms of the knitwear cluster answer. Invented, from a seed.

Shaped like a documented knitwear cluster before its programme: skills, access to
markets, cooperation, institutions and productivity are where it hurts most. Each firm
has a severity for each indicator; its answer is the value that the method judges so.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from distretto.analysis.diagnosis.bottlenecks.indicators import Indicator
from distretto.example.firms import ExampleFirm
from distretto.formats.questionnaire import Questionnaire

SEED = 2001
ENUMERATORS = ("Ana Torrel", "Bruno Keste", "Carla Imani")
# How severe each category is for a firm of usual size, and more for a small one.
USUAL = {
    "SKI": 2.8, "MKT": 2.7, "COO": 2.6, "INS": 2.5, "PRO": 2.4, "SRV": 2.3,
    "CRE": 1.9, "TEC": 2.1, "CUT": 2.0, "ENV": 1.6, "INF": 1.5, "SPE": 1.8, "LAB": 1.4,
}  # fmt: skip
# Owners see loudly what others do to them, and hardly what they do themselves.
SEEN_MORE = {"CRE": 0.9, "INF": 0.7, "CUT": 0.6, "COO": -0.8, "SKI": -0.5, "LAB": -0.9}
STAGES = {
    "Making of the main product": "making",
    "Finishing": "finishing",
    "Processing": "processing",
    "Inputs and raw material": "inputs",
}
OWNERS = {"women": "woman", "men": "man", "both": "joint"}
# What some answers are compared with: percent a year that banks ask of large firms, and
# how many times the prices of three years ago people pay for things in general.
BENCHMARKS = {"CRE3": 12.0, "CUT2": 1.15}
_SILENT_SHARE = 0.07
KEPT = {"workers"}
# What a firm says the same each time it is asked.
REMEMBERED = {"started", "workers", "women", "full_time"}

Answers = dict[str, Any]


def answers_of(
    firm: ExampleFirm, code: str, form: Questionnaire, chance: np.random.Generator
) -> Answers:
    """A whole interview of one firm."""
    severity = _severities(firm, chance)
    told = _known(firm, code, chance)
    for indicator in form.indicators:
        _answer(indicator, severity[indicator.category], told, form, chance)
    _fit(told, firm)
    _seen(told, severity, form, chance)
    silent = [
        name
        for name in sorted(_judged(form))
        if name in told and chance.random() < _SILENT_SHARE
    ]
    return {name: value for name, value in told.items() if name not in {*silent} - KEPT}


def again(
    answers: Mapping[str, Any], form: Questionnaire, chance: np.random.Generator
) -> Answers:
    """The same firm asked a second time: most answers are the same."""
    told = dict(answers)
    for name, value in answers.items():
        question = form.by_code[name]
        if not isinstance(value, float) or name in REMEMBERED:
            continue
        if chance.random() < 0.15:
            told[name] = _within(value * float(chance.uniform(0.7, 1.3)), name, form)
        elif question.kind == "count" and chance.random() < 0.05:
            told[name] = _within(value + 1, name, form)
    return told


def _judged(form: Questionnaire) -> set[str]:
    return {code for each in form.indicators for code in each.questions}


def _severities(firm: ExampleFirm, chance: np.random.Generator) -> Mapping[str, float]:
    small = 0.5 if firm.employees < 5 else 0.2 if firm.employees < 20 else -0.5
    own = float(chance.normal(0, 0.35))
    return {
        category: float(np.clip(usual + small + own + chance.normal(0, 0.5), 0, 4))
        for category, usual in USUAL.items()
    }


def _known(firm: ExampleFirm, code: str, chance: np.random.Generator) -> Answers:
    workers = float(firm.employees)
    sales = round(workers * float(chance.lognormal(9.2, 0.35)))
    materials = round(sales * float(chance.uniform(0.45, 0.6)))
    energy = round(sales * float(chance.uniform(0.02, 0.05)))
    wages = round(sales * float(chance.uniform(0.15, 0.25)))
    services = round(sales * float(chance.uniform(0.01, 0.04)))
    output = round(workers * float(chance.uniform(90, 220)))
    return {
        "consent": "yes",
        "register_code": code,
        "firm_name": firm.name,
        "place": "Marsovia",
        "chain_stage": STAGES[firm.chain_stage],
        "started": float(firm.founded),
        "owner_sex": OWNERS[firm.owner],
        "main_product": "Pullovers",
        "product_unit": "pieces",
        "workers": workers,
        "women": float(firm.women),
        "full_time": max(1.0, round(workers * float(chance.uniform(0.75, 1.0)), 1)),
        "PRO2_output": float(output),
        "sales": float(sales),
        "materials": float(materials),
        "energy": float(energy),
        "wages": float(wages),
        "bought_services": float(services),
        "profit": float(sales - materials - energy - wages - services),
        "TEC4_sales": float(sales * 2.8),
        "CRE4_loan": 5000.0,
        "CUT2_before": 10.0,
        "SPE1_stages": 6.0,
        "SPE2_same": "yes",
        "LAB8_men": 20.0,
        "MKT7_price": float(chance.integers(-2, 4)),
    }


def _answer(
    each: Indicator,
    severity: float,
    told: Answers,
    form: Questionnaire,
    chance: np.random.Generator,
) -> None:
    """The answer that gives about this severity, to questions that are still open."""
    aimed = float(np.clip(severity + chance.normal(0, 0.7), 0, 4))
    if each.severities:
        question = next(iter(each.terms))
        nearest = sorted(each.severities.items(), key=lambda s: abs(s[1] - aimed))
        told.setdefault(question, nearest[0][0])
        return
    value = float(np.interp(aimed, range(5), each.anchors))
    if each.counted:
        _choose(each, max(0, round(value)), told, form, chance)
    elif each.mean_of:
        for question in each.mean_of:
            told.setdefault(question, str(int(np.clip(round(value), 1, 5))))
    else:
        _solve(each, value, told, form)


def _choose(
    each: Indicator,
    count: int,
    told: Answers,
    form: Questionnaire,
    chance: np.random.Generator,
) -> None:
    offered = [
        choice.name
        for choice in form.offered(form.by_code[each.counted])
        if choice.name != "none"
    ]
    order = [offered[place] for place in chance.permutation(len(offered))]
    told.setdefault(each.counted, " ".join(order[:count]) or "none")
    if each.lacking:
        told.setdefault(each.lacking, "none")


def _solve(each: Indicator, value: float, told: Answers, form: Questionnaire) -> None:
    """Set the first open question so that the indicator has the value."""
    over = sum(factor * told.get(code, 1.0) for code, factor in each.over.items())
    wanted = value * (over if each.over else 1.0) / each.times
    if each.relative_to == "median" and each.code.startswith("ENV"):
        wanted *= 2.0 if each.code == "ENV1" else 0.02  # kWh and m³ for a pullover
    if each.relative_to == "benchmark":
        wanted *= BENCHMARKS.get(each.code, 1.0)
    if each.code == "PRO2":
        wanted, value = 0.0, max(value, 0.2)
        days = told["PRO2_output"] / (8 * value)
        told.setdefault("PRO2_days", _within(days, "PRO2_days", form))
    for code, factor in each.terms.items():
        if code in told:
            wanted -= factor * told[code]
        else:
            told[code] = _within(wanted / factor, code, form)
            wanted = 0.0


def _within(value: float, code: str, form: Questionnaire) -> Any:
    question = form.by_code[code]
    if question.kind == "likert":
        return str(int(np.clip(round(value), 1, 5)))
    low = -np.inf if question.low is None else question.low
    high = np.inf if question.high is None else question.high
    digits = 0 if question.kind == "count" else 1
    return float(np.clip(round(value, digits), low, high))


def _fit(told: Answers, firm: ExampleFirm) -> None:
    """Answers that must add up do: the channels of sale, and children at work."""
    trader = float(told.get("MKT2_trader", 50.0))
    export = 10.0 if firm.exports and trader <= 90 else 0.0
    told["MKT2_trader"], told["MKT2_export"] = trader, export
    told["MKT2_retailer"] = round(100.0 - trader - export, 1)
    told["MKT2_direct"] = told["MKT2_online"] = 0.0
    told["MKT3"] = max(float(told.get("MKT3", 0.0)), export)
    told["LAB7_children"] = told["LAB7_hazardous"] = 0.0
    told["SPE1_in_house"] = min(told.get("SPE1_in_house", 6.0), told["SPE1_stages"])


def _seen(
    told: Answers,
    severity: Mapping[str, float],
    form: Questionnaire,
    chance: np.random.Generator,
) -> None:
    said = {
        category: float(
            np.clip(severity[category] + SEEN_MORE.get(category, 0.0)
                    + chance.normal(0, 0.6), 0, 4)
        )
        for category in form.seen
    }  # fmt: skip
    for category, question in form.seen.items():
        told[question] = str(round(said[category]))
    loudest = sorted(said, key=lambda category: -said[category])
    told |= dict(zip(form.biggest, loudest, strict=False))
    told["reliable"] = str(int(chance.integers(2, 5)))


def export_rows(
    interviews: Sequence[tuple[str, Answers, str, float]],
) -> list[dict[str, Any]]:
    """Interviews as Kobo exports them: key, answers, day, minutes."""
    rows = []
    for number, (key, answers, day, minutes) in enumerate(interviews):
        hour = 9 + number % 7
        end = f"{hour + int(minutes // 60):02d}:{int(minutes % 60):02d}"
        rows.append(
            {
                **answers,
                "start": f"{day}T{hour:02d}:00:00.000+00:00",
                "end": f"{day}T{end}:00.000+00:00",
                "_uuid": key,
                "_submission_time": f"{day}T{hour + 1:02d}:30:00",
                "__version__": "1",
            }
        )
    return rows
