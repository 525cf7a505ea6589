"""Files of linkages on their way in: looked at as a dry run, before a tie is made."""

from dataclasses import dataclass
from typing import Any

import polars as pl
from django.core import signing
from django.core.files.storage import default_storage
from django.utils.translation import override

from distretto.analysis.diagnosis.linkages.remarks import LOOPS
from distretto.analysis.diagnosis.linkages.survey import Linkages
from distretto.analysis.register.folding import folded
from distretto.errors import MethodError
from distretto.formats.linkages.read import read_linkages
from distretto.formats.linkages.survey_file import SurveyFile
from distretto.notes import Note
from distretto.web.diagnosis.linkage_names import Names, matched
from distretto.web.diagnosis.models import Relation, Wave
from distretto.web.register import arriving
from distretto.web.register.rules.datasets import check_size

FOLDER = "linkage-files"
SALT = "diagnosis.linkages"
# A file is looked at and accepted within a day, or forgotten.
FORGOTTEN_AFTER = 24 * 3600
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
class LookedAt:
    """What a file was understood to be: one of its waves, and whom it names."""

    file: SurveyFile
    linkages: Linkages
    named: Names

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
    return LookedAt(file, linkages, matched(listed, wave))


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
