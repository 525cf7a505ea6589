"""The example's first cluster as files: its firms, their answers, and their linkages.

What the commands of the register and of the diagnosis are tried on. Three firms stand
in the list a second time, written otherwise, as where several hands keep a list.
"""

from bisect import bisect
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from distretto.example.answers import ENUMERATORS, SEED, answers_of, export_rows
from distretto.example.firms import INSTITUTIONS, knitwear_firms
from distretto.example.linkages import OUTSIDE, Actor, Told, linkages
from distretto.formats.files import atomic_write
from distretto.formats.questionnaire.built_in import bottleneck_questionnaire

FIRMS = "marsovia-firms.csv"
ANSWERS = "marsovia-answers.csv"
LINKAGES = "marsovia-linkages.csv"
ACTORS = "marsovia-actors.csv"
ASKED = 64
BEGAN_ON = date(2026, 2, 2)


def write_cluster(folder: Path) -> list[Path]:
    """Write these files into a folder that is there; the paths written."""
    told = linkages(_actors())
    tables = {
        FIRMS: firm_list(),
        ANSWERS: answers(),
        LINKAGES: ties(told),
        ACTORS: actors(told),
    }
    for name, table in tables.items():
        with atomic_write(folder / name) as path:
            table.write_csv(path)
    return [folder / name for name in tables]


def firm_list() -> pl.DataFrame:
    """The firms as an association would list them, one row each, and three twice."""
    rows = [
        {
            "code": _code(place),
            "name": firm.name,
            "address": firm.address,
            "phone": firm.phone,
            "industry": "1430",
            "class": _size_class(firm.employees),
            "employees": firm.employees,
            "women": firm.women,
            "founded": firm.founded,
            "latitude": firm.latitude,
            "longitude": firm.longitude,
        }
        for place, firm in enumerate(knitwear_firms())
    ]
    again = [
        {
            **row,
            "code": _code(len(rows) + place),
            "name": f"{row['name']} (Pvt) Ltd.".upper(),
        }
        for place, row in enumerate(rows[10:40:10])
    ]
    return pl.DataFrame(rows + again)


def _code(place: int) -> str:
    return f"M{place + 1:03d}"


def _size_class(employees: int) -> str:
    """The classes of the method: to 4, to 19, to 99 persons, and above."""
    return ("micro", "small", "medium", "large")[bisect((4, 19, 99), employees - 1)]


def answers() -> pl.DataFrame:
    """A baseline survey of some of the firms, as Kobo exports it."""
    chance = np.random.default_rng(SEED)
    form = bottleneck_questionnaire()
    interviews = []
    for number, firm in enumerate(knitwear_firms()[:ASKED]):
        told = answers_of(firm, _code(number), form, chance)
        day = (BEGAN_ON + timedelta(days=number // 3)).isoformat()
        told |= {
            "interview_date": day,
            "enumerator": ENUMERATORS[number % len(ENUMERATORS)],
        }
        minutes = float(np.clip(chance.normal(62, 12), 25, 110))
        interviews.append((f"marsovia-{number:03d}", told, day, minutes))
    rows = export_rows(interviews)
    heads = dict.fromkeys(name for row in rows for name in row)
    return pl.DataFrame(
        [{head: _cell(row.get(head)) for head in heads} for row in rows],
        schema=dict.fromkeys(heads, pl.String),
    )


def _cell(value: object) -> str | None:
    if isinstance(value, float):
        return f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"
    return None if value is None else str(value)


def ties(told: Told) -> pl.DataFrame:
    """Who is tied to whom now, and with whom they would like to be."""
    return pl.DataFrame(
        [
            {
                "from": tie.source,
                "to": tie.target,
                "relation": tie.relation,
                "strength": tie.strength,
                "formal": {True: "yes", False: "no", None: None}[tie.is_formal],
                "wave": tie.wave,
            }
            for tie in told.ties
        ]
    )


def actors(told: Told) -> pl.DataFrame:
    """All who were asked or named, with where they are and whether they answered."""
    spots = {each.name: each for each in knitwear_firms()}
    return pl.DataFrame(
        [
            {
                "name": each.key,
                "kind": _kind(each),
                "group": each.stage,
                "surveyed": "yes" if each.key in told.answered else "no",
                "latitude": spots[each.key].latitude if each.is_firm else None,
                "longitude": spots[each.key].longitude if each.is_firm else None,
            }
            for each in [*_actors(), *(Actor(name, False) for name in OUTSIDE)]
        ]
    )


def _kind(actor: Actor) -> str:
    if actor.key in OUTSIDE:
        return "outside"
    return "firm" if actor.is_firm else "institution"


def _actors() -> list[Actor]:
    firms = [Actor(each.name, True, "", each.chain_stage) for each in knitwear_firms()]
    return firms + [Actor(name, False) for name, _kind in INSTITUTIONS]
