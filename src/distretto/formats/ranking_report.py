"""All that a ranking of a sheet of scores gave, as one record."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from distretto.analysis.selection.overturning import Overturn
from distretto.analysis.selection.ranking_result import Ranking
from distretto.analysis.selection.robustness import Robustness
from distretto.formats.score_sheet import ScoreSheet

TITLES = {
    "weighted-sum": "Weighted sum",
    "topsis": "TOPSIS",
    "promethee": "PROMETHEE II",
}


@dataclass(frozen=True)
class RankingReport:
    """All that a ranking of a sheet of scores gave.

    Attributes
    ----------
    settings : dict
        What was asked: file, sheet, scale, top and so on.
    sheet : ScoreSheet
    rankings : dict of method to Ranking
        The first method orders the candidates, and is the one tested.
    robustness : Robustness or None
        None where no candidate is left to rank.
    overturning : tuple of Overturn
        Empty where the method is not linear in the weights.
    """

    settings: Mapping[str, Any]
    sheet: ScoreSheet
    rankings: Mapping[str, Ranking]
    robustness: Robustness | None
    overturning: tuple[Overturn, ...]

    @property
    def first(self) -> Ranking:
        """The ranking that orders the candidates."""
        return next(iter(self.rankings.values()))

    def order(self) -> list[int]:
        """The places of the candidates, best first, vetoed ones last."""
        return [int(place) for place in np.argsort(self.first.rank, kind="stable")]

    def to_dict(self) -> dict[str, Any]:
        """Everything, exact; unknown is None."""
        return {
            "settings": dict(self.settings),
            "criteria": self._criteria(),
            "candidates": [self._candidate(place) for place in self.order()],
            "robustness": self._robustness(),
            "overturning": [asdict(each) for each in self.overturning],
            "disagreements": self.disagreements(),
            "notes": [str(note) for note in self.sheet.notes],
        }

    def _criteria(self) -> list[dict[str, Any]]:
        sheet = self.sheet
        return [
            {
                "criterion": name,
                "heading": heading or None,
                "weight": weight,
                "direction": direction,
            }
            for name, heading, weight, direction in zip(
                sheet.criteria,
                sheet.headings,
                sheet.weights,
                sheet.directions,
                strict=True,
            )
        ]

    def _candidate(self, place: int) -> dict[str, Any]:
        name, tested = self.sheet.candidates[place], self.robustness
        scores = self.sheet.scores[place]
        return {
            "candidate": name,
            "veto": self.sheet.vetoes.get(name),
            "missing": int(self.first.missing[place]),
            "partial": int(self.first.partial[place]),
            "scores": {
                criterion: _number(score)
                for criterion, score in zip(self.sheet.criteria, scores, strict=True)
            },
            "methods": {
                method: _ranked(ranking, place)
                for method, ranking in self.rankings.items()
            },
            "robustness": _tested(tested, place) if tested else None,
        }

    def _robustness(self) -> dict[str, Any] | None:
        tested = self.robustness
        if tested is None:
            return None
        names = ("method", "way", "draws", "seed", "top")
        shares = ("top_changed_share", "winner_changed_share")
        return {name: getattr(tested, name) for name in (*names, *shares)}

    def disagreements(self) -> list[dict[str, Any]]:
        """Scores that lie far from the median of the other assessors'."""
        summary = self.sheet.by_assessor
        return [
            {
                "candidate": self.sheet.candidates[row],
                "criterion": self.sheet.criteria[column],
                "assessor": self.sheet.assessors[who],
                "score": float(summary.votes[who, row, column]),
                "mean": float(summary.mean[row, column]),
                "sd": _number(summary.sd[row, column]),
            }
            for who, row, column in np.argwhere(summary.is_outlier)
        ]


def _ranked(ranking: Ranking, place: int) -> dict[str, Any]:
    return {
        "rank": _whole(ranking.rank[place]),
        "score": _number(ranking.score[place]),
        "score_low": _number(ranking.score_low[place]),
        "score_high": _number(ranking.score_high[place]),
        "rank_best": _whole(ranking.rank_best[place]),
        "rank_worst": _whole(ranking.rank_worst[place]),
        "is_tied": bool(ranking.is_tied[place]),
    }


def _tested(tested: Robustness, place: int) -> dict[str, Any] | None:
    if math.isnan(tested.mean_rank[place]):
        return None
    return {
        "is_in_top": bool(tested.is_in_top[place]),
        "is_at_edge": bool(tested.is_at_edge[place]),
        "in_top_share": float(tested.in_top_share[place]),
        "mean_rank": float(tested.mean_rank[place]),
        "rank_best": _whole(tested.rank_best[place]),
        "rank_worst": _whole(tested.rank_worst[place]),
        "rank_share": [float(share) for share in tested.rank_share[place]],
    }


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _whole(value: float) -> int | None:
    return None if math.isnan(value) else int(value)


def flat_rows(report: RankingReport) -> list[dict[str, Any]]:
    """One flat row for each candidate, best first."""
    rows = []
    for each in report.to_dict()["candidates"]:
        row = {key: each[key] for key in ("candidate", "veto", "missing", "partial")}
        for method, ranked in each["methods"].items():
            prefix = method.replace("-", "_")
            row |= {f"{prefix}_{name}": value for name, value in ranked.items()}
        tested = each["robustness"] or {}
        for name in ("in_top_share", "mean_rank", "rank_best", "rank_worst"):
            row[f"robustness_{name}"] = tested.get(name)
        rows.append(row)
    return rows
