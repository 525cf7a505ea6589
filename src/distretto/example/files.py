"""The worked example as files: what a newcomer tries the commands on."""

import json
from pathlib import Path

import polars as pl

from distretto.example.cluster_files import write_cluster
from distretto.example.districts import districts_geojson
from distretto.example.employment import employment
from distretto.example.selection_round import SelectionRound, selection_round
from distretto.formats.files import atomic_write

EMPLOYMENT = "lindara-employment.csv"
DISTRICTS = "lindara-districts.geojson"
SCORES = "lindara-scores.xlsx"


def write_example(folder: Path) -> list[Path]:
    """Write the country and its first cluster into a folder; the paths written."""
    folder.mkdir(parents=True, exist_ok=True)
    with atomic_write(folder / EMPLOYMENT) as path:
        employment().write_csv(path)
    with atomic_write(folder / DISTRICTS) as path:
        path.write_text(json.dumps(districts_geojson()), encoding="utf-8")
    with atomic_write(folder / SCORES) as path:
        scores_sheet(selection_round()).write_excel(path, worksheet="Scores")
    country = [folder / name for name in (EMPLOYMENT, DISTRICTS, SCORES)]
    return country + write_cluster(folder)


def scores_sheet(story: SelectionRound) -> pl.DataFrame:
    """The round's scores as people make such a sheet: one row per vote.

    Rows “heading” and “weight” come first; a vetoed candidate carries its ground.
    """
    criteria = story.criteria
    rows = [
        {"candidate": "heading", **{c.name: c.heading for c in criteria}},
        {"candidate": "weight", **{c.name: str(c.weight) for c in criteria}},
    ]
    told = {candidate.key: candidate for candidate in story.candidates}
    people = {person.key: person.name for person in story.people}
    for (candidate, assessor), scores in story.scores.items():
        votes = {
            c.name: "" if (score := scores[c.key]) is None else f"{score:g}"
            for c in criteria
        }
        rows.append(
            {
                "candidate": told[candidate].name,
                "assessor": people[assessor],
                "veto": told[candidate].veto,
                **votes,
            }
        )
    names = [c.name for c in criteria]
    columns = ["candidate", "assessor", *names, "veto"]
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String))
