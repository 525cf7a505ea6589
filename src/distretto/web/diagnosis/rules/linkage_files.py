"""Linkages of a file or of the survey's answers are taken in, as one deed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from distretto.analysis.register.folding import folded
from distretto.errors import RuleError, gettext_noop
from distretto.web.diagnosis.models import Linkage, LinkageActor, Wave
from distretto.web.diagnosis.rules.linkages import kind_in
from distretto.web.history.rules import change_all, create_all, deed
from distretto.web.register.kinds import FIRM
from distretto.web.register.models import Organisation
from distretto.web.register.rules.members import join_all
from distretto.web.register.rules.organisations import add_organisation

Kind = LinkageActor.Kind


@dataclass(frozen=True)
class Told:
    """One tie as a file tells it, its ends by the names of the file."""

    source: str
    target: str
    relation: str
    strength: int | None = None
    is_formal: bool | None = None
    is_unanswered: bool = False
    # The response that names it, of ties from the survey.
    response: UUID | None = None


@dataclass(frozen=True)
class Meant:
    """Who a name is: a record, or somebody new of a kind of the register."""

    organisation: UUID | None = None
    new_kind: str = ""


@dataclass(frozen=True)
class Intake:
    """What is taken in.

    Attributes
    ----------
    meant : dict of name to Meant
        Names that are not in it are left out, and their ties with them.
    kinds : dict of name to kind of actor
        Where the file says so.
    surveyed : dict of name to whether it answered
    is_roster : bool
        Whether the file lists who belongs to the cluster; else those who are no members
        of it are outside.
    is_whole : bool
        Whether ties of the wave that are not told are taken back.
    is_answered : bool
        Whether ties that answers named before and name no longer are taken back; ties
        that came otherwise stay.
    """

    ties: Sequence[Told]
    meant: Mapping[str, Meant]
    kinds: Mapping[str, str] = field(default_factory=dict)
    surveyed: Mapping[str, bool] = field(default_factory=dict)
    is_roster: bool = False
    is_whole: bool = False
    is_answered: bool = False


@dataclass
class Taken:
    """How many of each were made, changed or taken back."""

    new: int = 0
    changed: int = 0
    same: int = 0
    retired: int = 0
    left_out: int = 0
    entered: int = 0
    actors: int = 0
    # Told under two spellings of one name, and one tie now.
    joined: int = 0
    # Of respondents, but neither named by their answers nor taken from them before.
    unnamed: int = 0


def accept_linkage_file(wave: Wave, intake: Intake, *, by: Any, about: str) -> Taken:
    """Take in the linkages of a file that was looked at.

    Names that are given as the same record are one actor, and their ties are joined.

    Raises
    ------
    RuleError
        None of its names is to be taken in.
    """
    if not intake.meant:
        raise RuleError(
            "nobody_taken_in",
            gettext_noop(
                "All names are left out, so that there is nothing to take in."
            ),
        )
    return _accepted(wave, intake, "linkage.file_accepted", by=by, about=about)


def accept_answered_linkages(wave: Wave, intake: Intake, *, by: Any) -> Taken:
    """Take in the linkages that respondents of the wave's survey named."""
    return _accepted(wave, intake, "linkage.survey_accepted", by=by, about=wave.name)


def _accepted(wave: Wave, intake: Intake, did: str, *, by: Any, about: str) -> Taken:
    taken = Taken()
    with deed(did, by=by, programme=wave.cluster.programme, about=about):
        Wave.objects.select_for_update().get(pk=wave.pk)
        of_name = _organisations(wave, intake, taken, by)
        _enter_actors(wave, intake, of_name, taken)
        _enter_ties(wave, intake, of_name, taken)
    return taken


def _organisations(
    wave: Wave, intake: Intake, taken: Taken, by: Any
) -> dict[str, Organisation]:
    programme = wave.cluster.programme
    wanted = [each.organisation for each in intake.meant.values() if each.organisation]
    known = {
        each.pk: each
        for start in range(0, len(wanted), 500)
        for each in programme.organisations.current().filter(
            pk__in=wanted[start : start + 500]
        )
    }
    found: dict[str, Organisation] = {}
    entered: dict[tuple[str, str], Organisation] = {}
    of_cluster = []
    for name, each in intake.meant.items():
        if each.organisation in known:
            found[name] = known[each.organisation]
        elif each.new_kind:
            called = name[:200]
            # One name in two spellings is entered once.
            words = folded(called) or called, each.new_kind
            if words not in entered:
                facts = {"name": called, "kind": each.new_kind}
                entered[words] = add_organisation(facts, programme=programme, by=by)
                if intake.kinds.get(name) == Kind.FIRM:
                    of_cluster.append(entered[words])
            found[name] = entered[words]
    # The next wave tells its firms from those outside by who is a member.
    join_all(of_cluster, wave.cluster, joined_on=None)
    taken.entered = len(entered)
    return found


def _by_record(
    of_name: Mapping[str, Organisation],
) -> list[tuple[list[str], Organisation]]:
    """Each record once, with all names that mean it."""
    names: dict[UUID, list[str]] = {}
    for name, organisation in of_name.items():
        names.setdefault(organisation.pk, []).append(name)
    return [(each, of_name[each[0]]) for each in names.values()]


def _either(told: Iterable[bool | None]) -> bool | None:
    """Yes where one says so, else no where one says so, else unknown."""
    known = [each for each in told if each is not None]
    return any(known) if known else None


def _enter_actors(
    wave: Wave, intake: Intake, of_name: Mapping[str, Organisation], taken: Taken
) -> None:
    there = {
        each.organisation_id: each
        for each in LinkageActor.objects.current().filter(wave=wave)
    }
    usual = kind_in(wave, of_name.values())
    new: list[LinkageActor] = []
    changed: dict[bool, list[LinkageActor]] = {True: [], False: []}
    for names, organisation in _by_record(of_name):
        surveyed = _either(intake.surveyed.get(name) for name in names)
        actor = there.get(organisation.pk)
        if actor is None:
            inside = Kind.FIRM if organisation.kind == FIRM else Kind.INSTITUTION
            here = inside if intake.is_roster else usual[organisation.pk]
            told = (intake.kinds[name] for name in names if intake.kinds.get(name))
            new.append(
                LinkageActor(
                    wave=wave,
                    organisation=organisation,
                    kind=next(told, here),
                    surveyed=surveyed,
                )
            )
        elif surveyed is not None and actor.surveyed is not surveyed:
            changed[surveyed].append(actor)
    create_all(new)
    for surveyed, actors in changed.items():
        if actors:
            change_all(actors, surveyed=surveyed)
    taken.actors = len(new)


Key = tuple[UUID, UUID, str]


def _joined(
    intake: Intake, of_name: Mapping[str, Organisation], taken: Taken
) -> dict[Key, Told]:
    """Each tie once, by records and not by names; those of nobody are left out."""
    found: dict[Key, Told] = {}
    for told in intake.ties:
        source, target = of_name.get(told.source), of_name.get(told.target)
        if source is None or target is None or source == target:
            taken.left_out += 1
            continue
        key = (source.pk, target.pk, told.relation)
        if key in found:
            taken.joined += 1
            told = _one_of(found[key], told)
        found[key] = told
    return found


def _one_of(one: Told, other: Told) -> Told:
    """Of two ties of the same pair the stronger; a conflict where one says so."""
    if one.is_unanswered or other.is_unanswered:
        return other if one.is_unanswered else one
    known = [each.strength for each in (one, other) if each.strength is not None]
    strongest = max(known, default=None)
    return replace(
        one,
        strength=min(known) if known and min(known) < 0 else strongest,
        is_formal=_either((one.is_formal, other.is_formal)),
    )


def _enter_ties(
    wave: Wave, intake: Intake, of_name: Mapping[str, Organisation], taken: Taken
) -> None:
    there: dict[Key, Linkage] = {
        (each.source_id, each.target_id, each.relation): each
        for each in Linkage.objects.current().filter(wave=wave)
    }
    new: dict[Key, Linkage] = {}
    alike: dict[tuple[Any, ...], list[Linkage]] = {}
    kept: set[Key] = set()
    for key, told in _joined(intake, of_name, taken).items():
        values = (
            told.strength,
            told.is_formal,
            told.is_unanswered,
            _origin(there.get(key), told),
        )
        kept.add(key)
        if key not in there:
            new[key] = _made(wave, key, values)
        elif _values(there[key]) == values:
            taken.same += 1
        else:
            alike.setdefault(values, []).append(there[key])
    create_all(list(new.values()))
    for values, linkages in alike.items():
        change_all(linkages, **dict(zip(VALUES, values, strict=True)))
    taken.new = len(new)
    taken.changed = sum(len(each) for each in alike.values())
    untold = [there[key] for key in there.keys() - kept]
    if intake.is_whole:
        taken.retired = _retire(wave, untold)
    elif intake.is_answered:
        _settle_unnamed(wave, intake, of_name, untold, taken)


def _origin(there: Linkage | None, told: Told) -> UUID | None:
    """The response that a tie came from; of one that was there otherwise still none."""
    if there is None or (there.response_id and told.response):
        return told.response
    came_from: UUID | None = there.response_id
    return came_from


def _settle_unnamed(
    wave: Wave,
    intake: Intake,
    of_name: Mapping[str, Organisation],
    untold: Sequence[Linkage],
    taken: Taken,
) -> None:
    """Take back what only answers said and say no longer; count what else stays."""
    taken.retired = _retire(wave, [each for each in untold if each.response_id])
    asked = {of_name[name].pk for name in intake.surveyed if name in of_name}
    taken.unnamed = sum(
        each.source_id in asked for each in untold if not each.response_id
    )


VALUES = ("strength", "is_formal", "is_unanswered", "response_id")


def _values(linkage: Linkage) -> tuple[Any, ...]:
    return tuple(getattr(linkage, name) for name in VALUES)


def _made(wave: Wave, key: Key, values: tuple[Any, ...]) -> Linkage:
    source, target, relation = key
    return Linkage(
        wave=wave,
        source_id=source,
        target_id=target,
        relation=relation[:60],
        **dict(zip(VALUES, values, strict=True)),
    )


def _retire(wave: Wave, linkages: list[Linkage]) -> int:
    if linkages:
        linkages[0].retire()
        change_all(linkages, retired_at=linkages[0].retired_at)
    return len(linkages)
