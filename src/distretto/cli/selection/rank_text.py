"""A ranking for people to read on a terminal."""

from typing import Any

from distretto.cli.text_table import Column, text_table
from distretto.formats.ranking_report import TITLES, RankingReport

DECIMALS = {"weighted-sum": 1, "topsis": 3, "promethee": 3}
UNKNOWN = "–"


def rank_text(report: RankingReport, *, width: int) -> str:
    """The ranking, the vetoes, how firm the choice is, and single weights."""
    whole = report.to_dict()
    parts = [
        _ranking(whole, report, width),
        _vetoes(whole),
        _firmness(whole, report),
        _single_weights(whole, width),
        _disagreements(whole),
    ]
    return "\n\n".join(part for part in parts if part)


def _ranking(whole: dict[str, Any], report: RankingReport, width: int) -> str:
    methods = list(report.rankings)
    columns = [Column("rank", right=True), Column("candidate", widest=60)]
    columns += [Column(TITLES[method], right=True) for method in methods]
    columns.append(Column(f"in top {report.settings['top']}", right=True))
    rows = [_row(each, methods) for each in whole["candidates"] if each["veto"] is None]
    if not rows:
        return "Nobody is ranked: all candidates are ruled out."
    table = text_table(rows, columns, width)
    notes = []
    if any(" … " in cell for row in rows for cell in row[2:]):
        notes.append(
            "[low … high]: the range while scores, or the voices of some assessors, "
            "are missing; --json and --csv give it for every method."
        )
    if len(methods) > 1:
        notes.append("In brackets: the rank by that method.")
    if any("=" in cell for row in rows for cell in (row[0], *row[2:])):
        notes.append("=: tied.")
    return "\n".join([table, *notes])


def _row(each: dict[str, Any], methods: list[str]) -> list[str]:
    first = each["methods"][methods[0]]
    cells = [_rank(first), each["candidate"]]
    for method in methods:
        ranked = each["methods"][method]
        text = _score(ranked, DECIMALS[method], with_range=method == methods[0])
        cells.append(text if method == methods[0] else f"{text} ({_rank(ranked)})")
    tested = each["robustness"]
    return [*cells, f"{100 * tested['in_top_share']:.0f} %"]


def _rank(ranked: dict[str, Any]) -> str:
    return f"{ranked['rank']}{'=' if ranked['is_tied'] else ''}"


def _score(ranked: dict[str, Any], decimals: int, with_range: bool) -> str:
    if ranked["score"] is None:
        return UNKNOWN
    low, high = ranked["score_low"], ranked["score_high"]
    text = f"{ranked['score']:.{decimals}f}"
    if not with_range or high - low < 0.5 * 10**-decimals:
        return text
    return f"{text} [{low:.{decimals}f} … {high:.{decimals}f}]"


def _vetoes(whole: dict[str, Any]) -> str:
    lines = [
        f"  {each['candidate']}: {each['veto']}"
        for each in whole["candidates"]
        if each["veto"] is not None
    ]
    return "\n".join(["Ruled out by a veto:", *lines]) if lines else ""


def _firmness(whole: dict[str, Any], report: RankingReport) -> str:
    tested = whole["robustness"]
    if tested is None:
        return ""
    top, vary = tested["top"], report.settings["vary"]
    moved = {
        "relative": f"each weight moved by up to {100 * (vary or 0):g} %",
        "dirichlet": "weights drawn around those agreed",
        "any": "any weights at all",
    }[tested["way"]]
    choice = "the winner is" if top == 1 else f"the first {top} are"
    return _tied(whole) + (
        f"With {moved} ({tested['draws']:,} draws, {TITLES[tested['method']]}), "
        f"{choice} different in {100 * tested['top_changed_share']:.1f} % of the draws."
    )


def _tied(whole: dict[str, Any]) -> str:
    """Who ties at the edge of the choice, before what moves it is told."""
    tied = [
        f"“{each['candidate']}”"
        for each in whole["candidates"]
        if each["robustness"] and each["robustness"]["is_at_edge"]
    ]
    if not tied:
        return ""
    return (
        f"{', '.join(tied)} tie at the edge of the choice: the scores do not choose "
        "between them. Which of them comes in is not counted as a change.\n"
    )


def _single_weights(whole: dict[str, Any], width: int) -> str:
    if not whole["overturning"]:
        return ""
    columns = [
        Column("criterion", widest=40),
        Column("weight", right=True),
        Column("choice changes at", right=True),
        Column("out", widest=30),
        Column("in", widest=30),
    ]
    rows = [
        [
            each["criterion"],
            f"{100 * each['weight']:.1f} %",
            "no weight"
            if each["overturning_weight"] is None
            else f"{100 * each['overturning_weight']:.1f} %",
            each["leaves"] or "",
            each["enters"] or "",
        ]
        for each in whole["overturning"]
    ]
    title = "One weight at a time, the others keeping their proportions:"
    return f"{title}\n{text_table(rows, columns, width)}"


def _disagreements(whole: dict[str, Any]) -> str:
    lines = [
        f"  {each['candidate']}, {each['criterion']}: {each['assessor']} gave "
        f"{each['score']:g}, the mean is {each['mean']:.1f}"
        for each in whole["disagreements"]
    ]
    return "\n".join(["Assessors far apart:", *lines]) if lines else ""
