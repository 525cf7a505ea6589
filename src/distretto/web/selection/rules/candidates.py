"""Candidates: added, nominated, given figures, moved along the funnel."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from distretto.errors import RuleError, gettext_noop
from distretto.formats.signs import sign_of
from distretto.formats.titles import cut, short_title
from distretto.web.history.rules import deed
from distretto.web.selection.figures import (
    FROM_MAP,
    WITHIN_BASE,
    Figure,
    base_kept,
)
from distretto.web.selection.models import Candidate, ClusterMap, Round
from distretto.web.selection.rules.gates import holding_open, keep, say_why
from distretto.web.selection.twins import overlapping

ROOM_FOR_REGIONS = 60  # characters in the name of a candidate from a map
NAMED_REGIONS = 3  # in the name of a candidate from a map; the others are counted


@dataclass(frozen=True)
class Added:
    """What became of rows of a map: new candidates, and those that were there."""

    new: tuple[Candidate, ...] = ()
    there: tuple[tuple[Mapping[str, Any], Candidate], ...] = ()


def add_from_map(
    round_: Round,
    cluster_map: ClusterMap,
    rows: Iterable[Mapping[str, Any]],
    *,
    by: Any,
) -> Added:
    """Put rows of a cluster map on the long list, each figure with its provenance.

    A row whose industry and regions are candidates from this map already is passed
    over, so that a second choice from one map adds only what is new. A row of the same
    industry that shares a region with a candidate of another origin is the same
    cluster, measured otherwise: it is named, and does not become a second candidate.
    """
    with (
        holding_open(round_) as round_,
        deed(
            "candidates.added",
            by=by,
            programme=round_.programme_id,
            about=f"{round_}: {cluster_map}",
        ),
    ):
        _take_universe(round_, cluster_map)
        taken = _names_in(round_)
        listed = list(round_.candidates.current())
        known = _identities(round_, cluster_map)
        new, there = [], []
        for row in rows:
            if _identity(row) in known:
                continue
            if twin := overlapping(listed, row, _classification(cluster_map)):
                there.append((row, twin))
            else:
                new.append(_from_row(round_, cluster_map, row, taken))
        return Added(tuple(new), tuple(there))


def add_map_figures(
    round_: Round,
    cluster_map: ClusterMap,
    rows: Iterable[Mapping[str, Any]],
    *,
    by: Any,
) -> list[Candidate]:
    """Add figures of a map to the candidates that its rows are, beside their own."""
    with (
        holding_open(round_) as round_,
        deed(
            "figures.added",
            by=by,
            programme=round_.programme_id,
            about=f"{round_}: {cluster_map}",
        ),
    ):
        listed = list(round_.candidates.current().select_for_update())
        found = [
            (row, overlapping(listed, row, _classification(cluster_map)))
            for row in rows
        ]
        return [
            _with_figures(twin, _figures_of(row, cluster_map))
            for row, twin in found
            if twin
        ]


def _with_figures(
    candidate: Candidate, figures: Mapping[str, list[dict[str, Any]]]
) -> Candidate:
    kept = dict(candidate.figures)
    for key, added in figures.items():
        there = kept.get(key, [])
        kept[key] = [*there, *(each for each in added if each not in there)]
    candidate.figures = kept
    return keep(candidate)  # type: ignore[return-value]


def _classification(cluster_map: ClusterMap) -> str:
    return str(cluster_map.settings.get("classification") or "")


def _take_universe(round_: Round, cluster_map: ClusterMap) -> None:
    """The combinations that the first map looked at are the round's universe."""
    listed = cluster_map.funnel.get("listed")
    if round_.universe_count is None and listed is not None:
        round_.universe_count = listed
        keep(round_)


def _names_in(round_: Round) -> set[str]:
    return set(round_.candidates.current().values_list("name", flat=True))


Identity = tuple[str, tuple[str, ...]]


def _identities(round_: Round, cluster_map: ClusterMap) -> set[Identity]:
    there = round_.candidates.current().filter(cluster_map=cluster_map)
    return {
        (" ".join(industries), tuple(regions))
        for industries, regions in there.values_list("industries", "regions")
    }


def _identity(row: Mapping[str, Any]) -> Identity:
    return str(row["industry"]), tuple(map(str, row["regions"]))


def _from_row(
    round_: Round, cluster_map: ClusterMap, row: Mapping[str, Any], taken: set[str]
) -> Candidate:
    name = _free_name(_name_of(row), row, taken)
    taken.add(name)
    candidate = Candidate(
        round=round_,
        cluster_map=cluster_map,
        name=name,
        products=str(row.get("industry_name") or "")[:300],
        classification=_classification(cluster_map),
        industries=[str(row["industry"])],
        regions=[str(region) for region in row["regions"]],
        figures=_figures_of(row, cluster_map),
    )
    candidate.full_clean(exclude=["round", "cluster_map"])
    candidate.save()
    return candidate


def _name_of(row: Mapping[str, Any]) -> str:
    """Industry and regions, short enough for lists; the whole title is its products."""
    regions = [str(name) for name in row.get("region_names") or row["regions"]]
    more = len(regions) - NAMED_REGIONS
    listed = cut(", ".join(regions[:NAMED_REGIONS]), ROOM_FOR_REGIONS)
    industry = short_title(str(row.get("industry_name") or row["industry"]))
    return f"{industry}: {listed}" + (f" +{more}" if more > 0 else "")


def _free_name(name: str, row: Mapping[str, Any], taken: set[str]) -> str:
    if name not in taken:
        return name
    coded = f"{name[:150]} ({row['industry']}, {row['regions'][0]})"
    number = 2
    while coded in taken:
        coded, number = f"{name[:150]} ({row['industry']}, {number})", number + 1
    return coded


def _figures_of(
    row: Mapping[str, Any], cluster_map: ClusterMap
) -> dict[str, list[dict[str, Any]]]:
    dataset = cluster_map.dataset
    where = dataset.source or dataset.name
    base = base_kept(cluster_map.settings.get("base"))
    return {
        key: [
            Figure(
                value=row[key],
                year=cluster_map.settings.get("year") or dataset.year,
                source=f"{where} ({cluster_map.name})",
                method="calculated",
                sign=sign_of(row, key),
                base=base if key in WITHIN_BASE else "",
                map_id=str(cluster_map.pk),
            ).kept()
        ]
        for key in FROM_MAP
        if row.get(key) is not None
    }


def nominate(
    round_: Round, *, by: Any, reason: str = "", figures: Any = None, **fields: Any
) -> Candidate:
    """Put a candidate on the long list by hand; late ones need a reason."""
    with holding_open(round_) as round_:
        if round_.has_reached(Round.Stage.SHORT_LIST):
            reason = say_why(reason)
        with deed(
            "candidate.nominated",
            by=by,
            programme=round_.programme_id,
            about=fields["name"],
            reason=reason,
        ):
            candidate = Candidate(round=round_, figures=figures or {}, **fields)
            return keep(candidate)  # type: ignore[return-value]


def change_candidate(candidate: Candidate, *, by: Any, **fields: Any) -> Candidate:
    """Correct what is said of a candidate."""
    with _about("candidate.changed", candidate, by):
        candidate = _held(candidate)
        for name, value in fields.items():
            setattr(candidate, name, value)
        return keep(candidate)  # type: ignore[return-value]


def add_figure(candidate: Candidate, key: str, figure: Figure, *, by: Any) -> Candidate:
    """Add a figure; one that contradicts another stands beside it, not in its place."""
    with _about("figure.added", candidate, by):
        candidate = _held(candidate)
        kept = [*candidate.figures.get(key, []), figure.kept()]
        candidate.figures = candidate.figures | {key: kept}
        return keep(candidate)  # type: ignore[return-value]


def use_figure(
    candidate: Candidate, key: str, place: int, *, by: Any, reason: str
) -> Candidate:
    """Take another of the contradicting figures as the one in use."""
    with _settling("figure.preferred", candidate, by, reason):
        candidate = _held(candidate)
        kept = list(candidate.figures.get(key, []))
        chosen = _figure_at(kept, place)
        rest = [figure for figure in kept if figure is not chosen]
        candidate.figures = candidate.figures | {key: [chosen, *rest]}
        return keep(candidate)  # type: ignore[return-value]


def remove_figure(
    candidate: Candidate, key: str, place: int, *, by: Any, reason: str
) -> Candidate:
    """Take a figure away that is wrong; the version before keeps it."""
    with _settling("figure.removed", candidate, by, reason):
        candidate = _held(candidate)
        kept = list(candidate.figures.get(key, []))
        kept.remove(_figure_at(kept, place))
        others = {name: each for name, each in candidate.figures.items() if name != key}
        candidate.figures = others | ({key: kept} if kept else {})
        return keep(candidate)  # type: ignore[return-value]


def _figure_at(kept: list[dict[str, Any]], place: int) -> dict[str, Any]:
    if not 0 <= place < len(kept):
        raise RuleError(
            "no_such_figure",
            gettext_noop("This figure is not there any more. Load the page again."),
        )
    return kept[place]


def shortlist(
    candidates: Sequence[Candidate], *, by: Any, reason: str = ""
) -> list[Candidate]:
    """Move candidates from the long list to the short list, one or many at once."""
    with holding_open(_round_of(candidates)) as round_:
        if late := round_.is_scoring_closed:
            reason = say_why(reason)
        return _move(
            "candidates.shortlisted",
            candidates,
            by=by,
            reason=reason,
            changes={"stage": Round.Stage.SCORED if late else Round.Stage.SHORT_LIST},
            check=_check_on_long_list,
        )


def leave(candidates: Sequence[Candidate], *, by: Any, reason: str) -> list[Candidate]:
    """Let candidates leave the funnel where they stand, with the reason."""
    return _move(
        "candidates.left",
        candidates,
        by=by,
        reason=say_why(reason),
        changes={"left_because": say_why(reason)},
        check=_check_still_in,
        leaves=True,
    )


def take_back(
    candidates: Sequence[Candidate], *, by: Any, reason: str = ""
) -> list[Candidate]:
    """Take candidates back: those that left return, others go back to the long list."""
    return _move(
        "candidates.returned",
        candidates,
        by=by,
        reason=reason,
        changes={},
        check=_check_before_decision,
        returns=True,
    )


def _move(
    did: str,
    candidates: Sequence[Candidate],
    *,
    by: Any,
    reason: str,
    changes: dict[str, Any],
    check: Any,
    leaves: bool = False,
    returns: bool = False,
) -> list[Candidate]:
    round_ = _round_of(candidates)
    about = str(candidates[0]) if len(candidates) == 1 else f"{round_}"
    with (
        holding_open(round_),
        deed(did, by=by, programme=round_.programme_id, about=about, reason=reason),
    ):
        moved = _held_all(candidates)
        for candidate in moved:
            check(candidate)
            for name, value in changes.items():
                setattr(candidate, name, value)
            if leaves:
                candidate.left_at = candidate.stage
                _drop_draft_choices(candidate)
            if returns:
                _bring_back(candidate)
            candidate.full_clean(exclude=["round", "cluster_map", "cluster"])
            candidate.save()
        return moved


def _drop_draft_choices(candidate: Candidate) -> None:
    """Who leaves before the decision is no longer decided upon."""
    for choice in candidate.choices.current():
        choice.retired_at = timezone.now()
        choice.save()


def _bring_back(candidate: Candidate) -> None:
    if not candidate.has_left and candidate.stage == Round.Stage.SHORT_LIST:
        candidate.stage = Round.Stage.LONG_LIST
    candidate.left_at = candidate.left_because = ""


def _round_of(candidates: Sequence[Candidate]) -> Round:
    if not candidates:
        raise RuleError(
            "nothing_chosen", gettext_noop("Choose at least one candidate first.")
        )
    return candidates[0].round


def _check_on_long_list(candidate: Candidate) -> None:
    _check_still_in(candidate)
    if candidate.stage != Round.Stage.LONG_LIST:
        raise RuleError(
            "not_on_long_list",
            gettext_noop("“%(candidate)s” is on the short list already."),
            candidate=candidate.name,
        )


def _check_still_in(candidate: Candidate) -> None:
    if candidate.has_left:
        raise RuleError(
            "has_left",
            gettext_noop(
                "“%(candidate)s” has left the round: %(reason)s Take it back first."
            ),
            candidate=candidate.name,
            reason=candidate.left_because,
        )


def _check_before_decision(candidate: Candidate) -> None:
    if not candidate.has_left and candidate.stage != Round.Stage.SHORT_LIST:
        raise RuleError(
            "not_left",
            gettext_noop("“%(candidate)s” has not left: it is in the round."),
            candidate=candidate.name,
        )


@contextmanager
def _settling(did: str, candidate: Candidate, by: Any, reason: str) -> Iterator[None]:
    """A deed about the figures that tests go by: only while nothing is decided."""
    with (
        holding_open(candidate.round),
        _about(did, candidate, by, say_why(reason)),
    ):
        yield


def _about(did: str, candidate: Candidate, by: Any, reason: str = "") -> Any:
    programme = candidate.round.programme_id
    return deed(did, by=by, programme=programme, about=candidate, reason=reason)


def _held(candidate: Candidate) -> Candidate:
    return _held_all([candidate])[0]


def _held_all(candidates: Sequence[Candidate]) -> list[Candidate]:
    held = Candidate.objects.select_for_update(of=("self",)).select_related("round")
    return list(held.filter(pk__in=[each.pk for each in candidates]))
