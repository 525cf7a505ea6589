"""Pictures of a round: the funnel, and how firmly the choice stands."""

from typing import Any

from distretto.web.selection.models import Round
from distretto.web.selection.queries.ranking import Result
from distretto.web.selection.queries.rounds import Funnel


def funnel(numbers: Funnel) -> Any:
    return None


def robustness(round_: Round, result: Result) -> Any:
    return None
