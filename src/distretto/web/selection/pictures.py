"""Pictures of cluster maps: drawn once for each map, language and kind of reader.

Even the definition of a map with a few hundred shapes takes longer than a page may. So
what is kept is the finished picture with its table, under the names of the files that
it was made from; and a page that comes before its pictures asks for them afterwards.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.core.cache import caches
from django.urls import reverse

from distretto.formats.charts import bubbles as bubble_chart
from distretto.formats.charts.cluster_sheet import (
    clusters_sheet,
    industry_sheet,
    rows,
)
from distretto.formats.charts.clusters import About
from distretto.formats.charts.maps import Sheet, region_map
from distretto.formats.charts.picture import Picture
from distretto.web.accounts.models import Role
from distretto.web.accounts.policy import may_in
from distretto.web.register import policy as register_policy
from distretto.web.register import queries as register
from distretto.web.register.models import Dataset
from distretto.web.selection.models import ClusterMap
from distretto.web.selection.policy import secrecy
from distretto.web.selection.queries.map_shapes import shapes_under
from distretto.web.selection.queries.maps import Measured
from distretto.web.ui.pictures import Shown, page_language, shown
from distretto.web.ui.templatetags.ui import explain

OUTLINED = 12
EDITION = 6  # raise it when a picture is made differently


@dataclass(frozen=True)
class Asked:
    """A picture that is asked for: what it shows, of which map, for whom."""

    kind: str
    role: Role
    result: Measured | ClusterMap
    dataset: Dataset
    industry: str = ""

    def kept(self) -> Shown | None:
        """The picture, if it has been drawn already."""
        found: Shown | None = caches["pictures"].get(self._key())
        return found

    def drawn(self) -> Shown | None:
        """The picture, drawn if it must be; None where there is nothing to show."""
        found = self.kept()
        if found is None and self.is_there():
            found = shown(lambda width: _MAKERS[self.kind](self, width))
            caches["pictures"].set(self._key(), found)
        return found

    def is_there(self) -> bool:
        """Whether there is anything to draw."""
        if self.kind == "bubbles":
            return bool(self.result.cluster_count)
        return shapes_under(self.result, self.role.programme) is not None

    def may_add_places(self) -> bool:
        """Whether who asks may do something about a map without places."""
        return may_in(self.role.programme, "edit", register_policy.MAY)

    def _key(self) -> str:
        made_from = [
            EDITION,
            self.kind,
            self.industry,
            self.result.clusters_file,
            getattr(self.result, "pk", None),
            self.dataset.source,
            page_language().code,
            secrecy.seen_by(self.role, self.dataset),
            register.fingerprint_of_shapes(self.role.programme),
        ]
        return hashlib.sha256(repr(made_from).encode()).hexdigest()


def draw_ahead(saved: ClusterMap, role: Role) -> None:
    """Draw the pictures of a map that has just been saved, for whoever opens it."""
    for kind in ("map", "bubbles"):
        Asked(kind, role, saved, saved.dataset).drawn()


def _map(asked: Asked, width: int) -> Picture:
    seen = _seen(asked)
    sheet = clusters_sheet(
        seen.found,
        register.shapes_of(asked.role.programme),
        top=OUTLINED,
        about=_about(asked),
        links=_links(asked),
        language=page_language(),
    )
    return _drawn(asked, _noted(sheet, seen), width)


def _industry(asked: Asked, width: int) -> Picture:
    seen = _seen(asked)
    sheet = industry_sheet(
        seen.found,
        register.shapes_of(asked.role.programme),
        asked.industry,
        about=_about(asked),
        language=page_language(),
    )
    return _drawn(asked, _noted(sheet, seen), width)


def _seen(asked: Asked) -> secrecy.SeenMap:
    return secrecy.seen_map(asked.role, asked.result, asked.dataset)


def _noted(sheet: Sheet, seen: secrecy.SeenMap) -> Sheet:
    """The sheet with the sentence that says what is masked, if anything is."""
    if seen.note is None:
        return sheet
    return replace(sheet, notes=(*sheet.notes, str(explain(seen.note))))


def _bubbles(asked: Asked, width: int) -> Picture:
    return bubble_chart.bubbles(
        rows(_seen(asked).found),
        about=_about(asked),
        links=_links(asked),
        language=page_language(),
        width=width,
    )


_MAKERS: dict[str, Callable[[Asked, int], Picture]] = {
    "map": _map,
    "industry": _industry,
    "bubbles": _bubbles,
}
KINDS = frozenset(_MAKERS)


def _drawn(asked: Asked, sheet: Sheet, width: int) -> Picture:
    return region_map(
        sheet,
        title=sheet.column.name,
        source=asked.dataset.source,
        year=asked.result.settings.get("year"),
        language=page_language(),
        width=width,
    )


def _about(asked: Asked) -> About:
    return About.of(asked.result.settings, asked.dataset.source)


def _links(asked: Asked) -> dict[int, str]:
    """The page of each cluster, where the map is saved."""
    saved = asked.result
    if not isinstance(saved, ClusterMap):
        return {}
    slug = asked.role.programme.slug
    return {
        rank: reverse("selection:map-cluster", args=[slug, saved.pk, rank])
        for rank in range(1, saved.cluster_count + 1)
    }
