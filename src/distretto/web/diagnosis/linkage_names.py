"""Names of actors on their way in: which record of the register each is, or may be."""

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

import polars as pl

from distretto.analysis.register.duplicates import match_against
from distretto.analysis.register.folding import folded
from distretto.analysis.register.naming import firm_name
from distretto.web.accounts.models import Programme
from distretto.web.diagnosis.models import LinkageActor, Wave
from distretto.web.register.models import Organisation
from distretto.web.register.queries import finding

OFFERED = 5
# How alike names are that may be one, and of those what comes first. Their score tells
# less: without addresses and numbers it hangs on what else is in the register.
NEAR_NAMES = ("same", "close")
SAME_NAME = NEAR_NAMES[0]


@dataclass(frozen=True)
class Candidate:
    """A record of the register that a name may mean."""

    pk: UUID
    name: str
    other_names: tuple[str, ...] = ()
    where: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """All that it is called in the register."""
        return (self.name, *self.other_names)


@dataclass(frozen=True)
class Name:
    """A name as it came: who it is, and those it may be, the likeliest first."""

    name: str
    known: Candidate | None
    candidates: tuple[Candidate, ...] = ()

    @property
    def key(self) -> str:
        """What a form calls it: the same whatever other names come."""
        return sha256(self.name.encode()).hexdigest()[:16]

    @property
    def is_exact(self) -> bool:
        """Whether it is written as in the register."""
        if self.known is None:
            return False
        return words_of(self.name) in {words_of(each) for each in self.known.names}

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Those it may be, by key; where two are called alike with where they are."""
        called = [words_of(each.name) for each in self.candidates]
        return [
            (str(each.pk), _told_apart(each) if called.count(words) > 1 else each.name)
            for each, words in zip(self.candidates, called, strict=True)
        ]


@dataclass(frozen=True)
class Names:
    """All names of a file or of answers, each once."""

    names: tuple[Name, ...]

    @property
    def unmatched(self) -> list[Name]:
        """Names that no record bears: somebody must say who is meant."""
        return [each for each in self.names if each.known is None]

    @property
    def guessed(self) -> list[Name]:
        """Names that are matched though they are written otherwise: to be looked at."""
        return [each for each in self.names if each.known and not each.is_exact]

    @property
    def stamp(self) -> str:
        """Changes with the names, and with who they are or may be."""
        told = [[each.name, *dict(each.choices)] for each in self.names]
        return sha256(json.dumps(told).encode()).hexdigest()[:16]

    @property
    def joined(self) -> list[tuple[str, list[str]]]:
        """Records that are written in several ways, with these."""
        written: dict[Candidate, list[str]] = {}
        for each in self.names:
            if each.known:
                written.setdefault(each.known, []).append(each.name)
        return [(record.name, n) for record, n in written.items() if len(n) > 1]


def words_of(name: str) -> str:
    """What two spellings of one name share; signs alone are a name as they stand."""
    return folded(name) or name


def matched(names: Sequence[str], wave: Wave) -> Names:
    """Each name with its organisation: those of the wave first, then the register.

    A record may have several spellings. Of names that are not written as in the
    register each is to be looked at, with others that it may be.
    """
    programme = wave.cluster.programme
    known = _candidates(programme)
    likely = _likely(names, known)
    of_wave = LinkageActor.objects.current().filter(wave=wave)
    first = set(of_wave.values_list("organisation", flat=True))
    by_pk = {each.pk: each for each in known}
    found = []
    for name in names:
        bearers = likely.get(name, ())
        one = Name(name, _only(bearers, first))
        if not one.is_exact:
            offered = _offered(programme, one, bearers, by_pk)
            one = Name(name, one.known, offered)
        found.append(one)
    return Names(tuple(found))


def _candidates(programme: Programme) -> list[Candidate]:
    there = programme.organisations.current().values_list(
        "pk", "name", "other_names", "address", "place__name"
    )
    return [
        Candidate(pk, name, _lines(other), address or place or "")
        for pk, name, other, address, place in there
    ]


def _lines(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, text.splitlines())))


def _told_apart(candidate: Candidate) -> str:
    return ", ".join(filter(None, (candidate.name, candidate.where)))


def _likely(
    names: Sequence[str], known: Sequence[Candidate]
) -> dict[str, Sequence[Candidate]]:
    """The likeliest records of each name: those that bear it, else those called alike.

    A legal form makes no other firm, but another branch is one.
    """
    found: dict[str, Sequence[Candidate]] = {}
    for words in (words_of, _without_form):
        bearers = _bearers(known, words)
        for name in names:
            if name not in found and words(name) in bearers:
                found[name] = bearers[words(name)]
    return found | _alike([name for name in names if name not in found], known)


def _bearers(
    known: Sequence[Candidate], words: Callable[[str], Hashable]
) -> dict[Hashable, list[Candidate]]:
    """Records by all that they are called, as far as `words` goes."""
    found: dict[Hashable, list[Candidate]] = {}
    for each in known:
        for called in {words(name) for name in each.names}:
            found.setdefault(called, []).append(each)
    return found


def _without_form(name: str) -> Hashable:
    """The words of a name without “Ltd” and its like, and its unit."""
    told = firm_name(name)
    return tuple(sorted(told.words)) or name, told.unit


def _only(bearers: Sequence[Candidate], first: set[UUID]) -> Candidate | None:
    """The one that is meant: of several the one that is an actor of the wave."""
    listed = [each for each in bearers if each.pk in first] or bearers
    return listed[0] if len(listed) == 1 else None


def _alike(
    names: Sequence[str], known: Sequence[Candidate]
) -> dict[str, Sequence[Candidate]]:
    """The likeliest records of names that are written otherwise.

    Names alone say little, so that each of these is shown to be looked at.
    """
    if not names or not known:
        return {}
    pairs = match_against(
        pl.DataFrame({"name": names}),
        pl.DataFrame({"name": [each.name for each in known]}),
        least=0.0,
    ).pairs
    best: dict[str, tuple[bool, float]] = {}
    found: dict[str, list[Candidate]] = {}
    for row in _closest(pairs).iter_rows(named=True):
        name = names[row["left"]]
        how = row["name"] == SAME_NAME, row["score"]
        if best.setdefault(name, how) == how:
            found.setdefault(name, []).append(known[row["right"]])
    return dict(found)


def _closest(pairs: pl.DataFrame) -> pl.DataFrame:
    """Pairs of names that may be one, the likeliest first; no other unit of a firm."""
    near = pl.col("name").is_in(NEAR_NAMES) & (pl.col("against").list.len() == 0)
    return pairs.filter(near).sort(
        pl.col("name") == SAME_NAME, "score", descending=True, maintain_order=True
    )


def _offered(
    programme: Programme,
    name: Name,
    bearers: Sequence[Candidate],
    by_pk: Mapping[UUID, Candidate],
) -> tuple[Candidate, ...]:
    """Whom a name may mean: who is preset, then the likeliest, then those called so."""
    near = finding.hits(programme, Organisation, name.name, most=OFFERED)
    preset = [name.known] if name.known else []
    listed = [*preset, *bearers, *(by_pk[pk] for pk in near if pk in by_pk)]
    return tuple(dict.fromkeys(listed))[: max(OFFERED, len(bearers))]
