"""When two candidates are one cluster: found by maps with another base or dataset."""

from collections.abc import Iterable, Mapping
from typing import Any

from distretto.web.selection.models import Candidate, Choice, Round


def overlapping(
    there: Iterable[Candidate], row: Mapping[str, Any], classification: str
) -> Candidate | None:
    """The candidate of the same industry that shares a region with a row of a map.

    Codes of two classifications are not compared; where one is not said, they are.
    """
    industry, regions = str(row["industry"]), {str(each) for each in row["regions"]}
    for candidate in there:
        if (
            _are_comparable(classification, candidate.classification)
            and industry in candidate.industries
            and regions & set(candidate.regions)
        ):
            return candidate
    return None


def _are_comparable(one: str, other: str) -> bool:
    """Whether codes may be compared: of one classification, or nobody said which."""
    return not one or not other or one == other


def chosen_twin(candidate: Candidate) -> Candidate | None:
    """The chosen candidate with this one's industries, and its regions or more of them.

    Whoever is told that they were not chosen must not find their cluster among those
    that were.
    """
    if not (candidate.industries and candidate.regions):
        return None
    return next(
        (each for each in chosen(candidate.round) if _is_same(candidate, each)), None
    )


def twins_of_chosen(round_: Round, left: Iterable[Candidate]) -> list[Candidate]:
    """Those that left although their cluster was chosen under another name."""
    picked = chosen(round_)
    return [each for each in left if any(_is_same(each, one) for one in picked)]


def chosen(round_: Round) -> list[Candidate]:
    """Who is chosen by the decision of a round."""
    choices = Choice.objects.current().filter(
        decision__round=round_, decision__retired_at=None, is_chosen=True
    )
    return list(round_.candidates.current().filter(pk__in=choices.values("candidate")))


def _is_same(one: Candidate, other: Candidate) -> bool:
    here, there = set(one.regions), set(other.regions)
    return (
        bool(here and there and one.industries)
        and _are_comparable(one.classification, other.classification)
        and set(one.industries) == set(other.industries)
        and (here <= there or there <= here)
    )
