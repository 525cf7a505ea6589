"""What the cells of a row of a list say of a firm, in the fields of its record."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from distretto.errors import ngettext_noop
from distretto.notes import Note, quoted
from distretto.web.register import kinds
from distretto.web.register.models import FirmList, Organisation, Place

OWNERS = {"female": "women", "male": "men", "both": "both"}


@dataclass(frozen=True)
class Intake:
    """What holds for all rows of a list."""

    firm_list: FirmList
    name: str
    source: str
    year: int | None
    method: str
    replace: bool
    classification: str


class RowFacts:
    """Reads the rows of one list."""

    def __init__(self, intake: Intake) -> None:
        programme = intake.firm_list.programme
        self.intake, self.words = intake, kinds.words_of(programme)
        places = programme.places.current().only("pk", "code")
        self.places: Mapping[str, Place] = {place.code: place for place in places}

    def of(self, row: Mapping[str, Any]) -> dict[str, Any]:
        facts: dict[str, Any] = {
            "name": row["name"] or self._made_name(row),
            "other_names": _other_name(row),
            "address": row["address"] or "",
            "place": self.places.get(row["place_code"] or ""),
            "country": row["country"] or "",
            "latitude": row["latitude"],
            "longitude": row["longitude"],
            "products": row["products"] or "",
            "founded": row["year_founded"],
            "owner": OWNERS.get(row["owner_sex"] or "", ""),
            "exports": row["exporter"],
            "phone": row["phone"] or "",
            # A record has one address; the row as it stood keeps the others.
            "email": (row["email"] or "").split(";")[0].strip(),
            "website": row["website"] or "",
            "tax_number": row["tax_number"] or "",
            **self._industry(row),
            **self._figures(row),
        }
        return {name: _clipped(name, value) for name, value in facts.items()}

    def _made_name(self, row: Mapping[str, Any]) -> str:
        """What a firm is called that a list does not name: what it does, and where."""
        number = row["source_id"] or row["row"]
        told = (row["industry_title"] or row["products"], row["place"])
        parts = [part for part in told if part] or [self.intake.name]
        return " · ".join([*parts, str(number)])

    def _industry(self, row: Mapping[str, Any]) -> dict[str, Any]:
        if not row["industry"]:
            return {}
        return {
            "classification": self.intake.classification,
            "industries": [row["industry"]],
        }

    def _figures(self, row: Mapping[str, Any]) -> dict[str, Any]:
        employees = _whole(row["employees"])
        women = _whole(row["women"])
        if employees is not None and women is not None and women > employees:
            women = None  # told as a problem of the row
        band = row["employees_low"], row["employees_high"]
        size = "" if employees is not None else self.words.class_of_band(*band)
        if employees is None and women is None and not size:
            return {}
        return {
            "employees": employees,
            "women": women,
            "size_class": size,
            "figures_year": self.intake.year,
            "figures_source": self.intake.source,
            "figures_method": self.intake.method,
        }


def _other_name(row: Mapping[str, Any]) -> str:
    legal = row["legal_name"] or ""
    return "" if legal == row["name"] else legal


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _clipped(name: str, value: Any) -> Any:
    """A text no longer than its field; the row as it stood keeps the rest."""
    most = Organisation._meta.get_field(name).max_length  # type: ignore[union-attr]
    return value[:most] if isinstance(value, str) and most else value


def size_findings(frame: pl.DataFrame, words: kinds.Words) -> tuple[int, list[Note]]:
    """How many rows get a size class, and a note of the bands that give none."""
    is_counted = pl.col("employees").is_not_null()
    bands = (
        frame.filter(~is_counted & pl.col("size").is_not_null())
        .group_by("size", "employees_low", "employees_high")
        .len()
        .sort("employees_low", "size", nulls_last=True)
    )
    classless = bands.filter(
        ~pl.Series(
            [bool(words.class_of_band(low, high)) for _, low, high, _ in bands.rows()],
            dtype=pl.Boolean,
        )
    )
    without = int(classless["len"].sum())
    classed = frame.select(is_counted.sum()).item() + bands["len"].sum() - without
    told = quoted(classless["size"].to_list(), BANDS_TOLD)
    return classed, [Note(_NO_CLASS, count=without, bands=told)] if without else []


BANDS_TOLD = 8
_NO_CLASS = ngettext_noop(
    "%(count)s row gets no size class: %(bands)s is not within one size class of the "
    "programme. It is kept with the firm as the list says it. The size classes can be "
    "changed in the settings of the register.",
    "%(count)s rows get no size class: %(bands)s are not within one size class of the "
    "programme. They are kept with the firms as the list says them. The size classes "
    "can be changed in the settings of the register.",
)
