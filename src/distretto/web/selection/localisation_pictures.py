"""Pictures of an industry measured by distances: its curve, and where its plants are.

Drawn once for each result, industry and language; a page that comes before its
pictures asks for them afterwards, as those of cluster maps do.
"""

import hashlib
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.cache import caches
from django.urls import reverse

from distretto.analysis.selection.agglomeration.localised import Localised
from distretto.formats.localisation.page import Maker, curve_of, map_of
from distretto.web.accounts.models import Role
from distretto.web.register import queries as register
from distretto.web.selection.policy.localisation import SeenLocalisation
from distretto.web.selection.queries.localisation import Result
from distretto.web.ui.pictures import Shown, page_language, shown

KINDS = ("curve", "map")
EDITION = 1  # raise it when a picture is made differently


@dataclass(frozen=True)
class Asked:
    """A picture that is asked for: what it shows, of which industry, for whom."""

    kind: str
    role: Role
    result: Result
    seen: SeenLocalisation
    each: Localised
    is_there = True

    @property
    def url(self) -> str:
        """Where the pictures of its industry are drawn, without the kind."""
        args = [self.role.programme.slug, self.result.run.pk]
        where = reverse("selection:localised-pictures", args=args)
        return f"{where}?{urlencode({'industry': self.each.industry})}"

    def kept(self) -> Shown | None:
        """The picture, if it has been drawn already."""
        found: Shown | None = caches["pictures"].get(self._key())
        return found

    def drawn(self) -> Shown:
        """The picture, drawn if it must be."""
        found = self.kept()
        if found is None:
            found = shown(self._maker())
            caches["pictures"].set(self._key(), found)
        return found

    def _maker(self) -> Maker:
        report, language = self.seen.report, page_language()
        if self.kind == "curve":
            return curve_of(report, self.each, language)
        return map_of(
            report,
            self.each,
            borders=register.shapes_of(self.role.programme).shapes,
            source=self.result.dataset.source,
            language=language,
        )

    def _key(self) -> str:
        made_from = [
            EDITION,
            self.kind,
            self.result.file,
            self.each.industry,
            page_language().code,
        ]
        if self.kind == "map":
            programme = self.role.programme
            made_from += [
                self.result.dataset.source,
                register.fingerprint_of_shapes(programme),
            ]
        return hashlib.sha256(repr(made_from).encode()).hexdigest()


def pictures_of(
    result: Result, role: Role, seen: SeenLocalisation, each: Localised
) -> list[Asked]:
    """The pictures of an industry that a role may see."""
    kinds = KINDS if seen.sees_places else KINDS[:1]
    return [Asked(kind, role, result, seen, each) for kind in kinds]
