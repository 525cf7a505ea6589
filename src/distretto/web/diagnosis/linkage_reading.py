"""Files of linkages on their way in: looked at as a dry run, before a tie is made."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import polars as pl
from django.core import signing
from django.core.files.storage import default_storage
from django.utils.translation import override

from distretto.analysis.diagnosis.linkages.remarks import LOOPS
from distretto.analysis.diagnosis.linkages.survey import Linkages
from distretto.analysis.register.duplicates import POSSIBLE, match_against
from distretto.analysis.register.folding import folded
from distretto.analysis.register.naming import firm_name
from distretto.errors import MethodError
from distretto.formats.linkages.read import read_linkages
from distretto.formats.linkages.survey_file import SurveyFile
from distretto.notes import Note
from distretto.web.accounts.models import Programme
from distretto.web.diagnosis.models import LinkageActor, Relation, Wave
from distretto.web.register import arriving
from distretto.web.register.models import Organisation
from distretto.web.register.queries import finding
from distretto.web.register.rules.datasets import check_size

FOLDER = "linkage-files"
SALT = "diagnosis.linkages"
# A file is looked at and accepted within a day, or forgotten.
FORGOTTEN_AFTER = 24 * 3600
OFFERED = 5
# What else the built-in kinds are called in files.
ALSO = {
    "trade": Relation.PURCHASE,
    "buying": Relation.PURCHASE,
    "selling": Relation.PURCHASE,
    "advice": Relation.INFORMATION,
    "joint buying": Relation.JOINT_PURCHASE,
    "subcontracting": Relation.SUBCONTRACT,
    "lending": Relation.LENDING,
}


@dataclass(frozen=True)
class KeptFile:
    """An uploaded file between the look and the yes: nothing of it is a record."""

    sha256: str
    file_name: str
    wave_id: str

    @property
    def stored(self) -> str:
        return arriving.kept_name(FOLDER, self.sha256)

    @property
    def token(self) -> str:
        """What stands for it in addresses; nobody else can make one."""
        said = [self.sha256, self.file_name, self.wave_id]
        return signing.dumps(said, salt=SALT)


@dataclass(frozen=True)
class Candidate:
    """A record of the register that a name of a file may mean."""

    pk: UUID
    name: str
    other_names: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All that it is called in the register."""
        return (self.name, *self.other_names)


@dataclass(frozen=True)
class Name:
    """A name of a file: the organisation it is, or those it may be.

    `place` is its number among the names of the file, for the fields of the form.
    """

    place: int
    name: str
    known: Candidate | None
    candidates: tuple[Candidate, ...]

    @property
    def is_exact(self) -> bool:
        """Whether file and register write it alike."""
        if self.known is None:
            return False
        return folded(self.name) in {folded(each) for each in self.known.names}


@dataclass(frozen=True)
class LookedAt:
    """What a file was understood to be: one of its waves, and its names."""

    file: SurveyFile
    linkages: Linkages
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
    def joined(self) -> list[tuple[str, list[str]]]:
        """Records that the file writes in several ways, with these."""
        written: dict[Candidate, list[str]] = {}
        for each in self.names:
            if each.known:
                written.setdefault(each.known, []).append(each.name)
        return [(record.name, n) for record, n in written.items() if len(n) > 1]

    @property
    def notes(self) -> list[Note]:
        """What was seen of the file as a whole, and of ties that lead nowhere."""
        loops = self.linkages.loops
        return [*self.file.notes, *([Note(LOOPS, count=loops)] if loops else [])]

    def of_another_wave(self, wave: Wave) -> str:
        """The wave that the file speaks of, where it is not the one that takes it."""
        told = self.linkages.wave
        return "" if folded(told) == folded(wave.name) else told

    @property
    def uneven(self) -> int:
        """Ties whose strength is no whole number: the site rounds it."""
        strength = self.linkages.ties["strength"].cast(pl.Float64).drop_nulls()
        return int((strength.round() != strength).sum())

    @property
    def relations(self) -> list[dict[str, Any]]:
        """Each kind of linkage with how many ties it has, and which kind it is."""
        ties = self.linkages.ties
        open_ = self.linkages.unanswered
        return [
            {
                "place": place,
                "name": name,
                "ties": ties.filter(relation=name).height,
                "unanswered": open_.filter(relation=name).height,
                "known": relation_of(name),
            }
            for place, name in enumerate(self.linkages.relations)
        ]


def keep_file(arrived: arriving.ArrivingFile, wave: Wave) -> KeptFile:
    """Keep an uploaded file, if it holds linkages.

    Raises
    ------
    MethodError
        It is too large, or no linkages; nothing of it is kept.
    """
    check_size(arrived)
    for folder in (FOLDER, arriving.FOLDER):
        arriving.forget(folder, after=FORGOTTEN_AFTER)
    was_there = default_storage.exists(arriving.kept_name(FOLDER, arrived.sha256))
    kept = KeptFile(arrived.sha256, arrived.name or "linkages", str(wave.pk))
    arriving.keep(arrived, FOLDER)
    try:
        _read(kept)
    except MethodError:
        if not was_there:
            default_storage.delete(kept.stored)
        raise
    return kept


def kept_file(token: str, wave: Wave) -> KeptFile | None:
    """The file that a token stands for, if it is of this wave and still kept."""
    try:
        said = signing.loads(token, salt=SALT, max_age=FORGOTTEN_AFTER)
    except signing.BadSignature:
        return None
    kept = KeptFile(*said)
    is_ours = kept.wave_id == str(wave.pk)
    return kept if is_ours and default_storage.exists(kept.stored) else None


def look_at(kept: KeptFile, wave: Wave, *, of_file: str | None = None) -> LookedAt:
    """What a kept file was understood to be: the dry run.

    Of a file with several waves one is taken: the one that is called like the wave on
    the site, unless `of_file` names another.

    Raises
    ------
    FormatError
        It holds no linkages, or no wave of that name.
    """
    file = _read(kept)
    names = [each.wave for each in file.waves]
    chosen = of_file if of_file in names else wave.name
    same = [each for each in file.waves if folded(each.wave) == folded(chosen)]
    linkages = same[0] if same else file.waves[0]
    listed = linkages.actors["actor"].to_list()
    return LookedAt(file, linkages, tuple(_matched(listed, wave)))


def _read(kept: KeptFile) -> SurveyFile:
    with arriving.under_its_name(kept.stored, kept.file_name) as path:
        return read_linkages(path)


def relation_of(name: str) -> str:
    """The built-in kind that a name of a file means; “” where it is none of them."""
    return _relations().get(folded(name), "")


def _relations() -> dict[str, str]:
    """What files may call the built-in kinds: codes, and names in any language."""
    found = {folded(code): code for code in Relation.values}
    found |= {folded(code.replace("_", " ")): code for code in Relation.values}
    with override("en"):
        found |= {folded(str(each.label)): each.value for each in Relation}
    found |= {folded(str(each.label)): each.value for each in Relation}
    return found | {folded(name): str(code) for name, code in ALSO.items()}


def _matched(names: list[str], wave: Wave) -> Iterable[Name]:
    """Each name with its organisation: those of the wave first, then the register."""
    programme = wave.cluster.programme
    of_wave = LinkageActor.objects.current().filter(wave=wave)
    first = set(of_wave.values_list("organisation", flat=True))
    known = [
        Candidate(pk, name, tuple(filter(None, map(str.strip, other.splitlines()))))
        for pk, name, other in programme.organisations.current().values_list(
            "pk", "name", "other_names"
        )
    ]
    same = _same(names, known, first, folded)
    for more in (
        lambda left, free: _same(left, free, first, _without_form),
        _alike,
    ):
        taken = {each.pk for each in same.values()}
        free = [each for each in known if each.pk not in taken]
        found = more([name for name in names if name not in same], free)
        same |= _once_each(found)
    by_pk = {each.pk: each for each in known}
    for place, name in enumerate(names):
        known_as = same.get(name)
        offered = () if known_as else _offered(programme, name, by_pk)
        yield Name(place, name, known_as, offered)


def _same(
    names: list[str],
    known: list[Candidate],
    first: set[UUID],
    words: Callable[[str], Hashable],
) -> dict[str, Candidate]:
    """Names that just one record bears as far as `words` goes.

    Of several records that of an actor of the wave, if it is one.
    """
    bearers: dict[Hashable, list[Candidate]] = {}
    for each in known:
        for called in {words(name) for name in each.names}:
            bearers.setdefault(called, []).append(each)
    found = {}
    for name in names:
        here = bearers.get(words(name), [])
        listed = [each for each in here if each.pk in first] or here
        if len(listed) == 1:
            found[name] = listed[0]
    return found


def _without_form(name: str) -> Hashable:
    """The words of a name without “Ltd” and its like, and its unit."""
    told = firm_name(name)
    return tuple(sorted(told.words)) or folded(name), told.unit


def _once_each(found: Mapping[str, Candidate]) -> dict[str, Candidate]:
    """Without records that two names may be."""
    counts = Counter(each.pk for each in found.values())
    return {name: each for name, each in found.items() if counts[each.pk] == 1}


def _alike(names: list[str], free: list[Candidate]) -> dict[str, Candidate]:
    """Names that are likely a record's though written otherwise, the likeliest first.

    Names alone say little, so that each of these is shown to be looked at.
    """
    if not names or not free:
        return {}
    pairs = match_against(
        pl.DataFrame({"name": names}),
        pl.DataFrame({"name": [each.name for each in free]}),
    ).pairs
    found: dict[str, Candidate] = {}
    given: set[UUID] = set()
    for row in pairs.filter(pl.col("score") >= POSSIBLE).iter_rows(named=True):
        name, record = names[row["left"]], free[row["right"]]
        if name not in found and record.pk not in given:
            found[name] = record
            given.add(record.pk)
    return found


def _offered(
    programme: Programme, name: str, by_pk: Mapping[UUID, Candidate]
) -> tuple[Candidate, ...]:
    near = finding.hits(programme, Organisation, name, most=OFFERED)
    return tuple(by_pk[pk] for pk in near if pk in by_pk)
