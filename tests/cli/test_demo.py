"""`distretto demo` writes files that the other commands take."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from distretto.cli import main


def run(*arguments: object) -> Any:
    result = CliRunner().invoke(main, [str(each) for each in arguments])
    assert result.exit_code == 0, result.output
    return result


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("demo") / "lindara"
    run("demo", where)
    return where


def test_the_map_of_the_example_puts_its_clusters_first(folder: Path) -> None:
    """Knitwear, handloom, and footwear across a border: the story of the example."""
    answer = run(
        *("selection", "map", folder / "lindara-employment.csv"),
        *("--boundaries", folder / "lindara-districts.geojson", "--top", 3, "--json"),
    )
    found = json.loads(answer.stdout)["clusters"]
    assert [(each["industry"], each["regions"]) for each in found] == [
        ("1430", ["L13"]),
        ("1312", ["L20"]),
        ("1520", ["L18", "L24"]),
    ]


def test_the_firms_that_stand_twice_in_the_list_are_found(folder: Path) -> None:
    """Rows 11, 21 and 31 are written again, in capitals, at the end of the list."""
    answer = run("register", "duplicates", folder / "marsovia-firms.csv", "--json")
    pairs = json.loads(answer.stdout)["pairs"]
    found = {tuple(sorted((each["row"], each["other_row"]))) for each in pairs}
    assert found == {(12, 122), (22, 123), (32, 124)}


def test_the_survey_and_the_linkages_of_the_example_are_read(folder: Path) -> None:
    """64 firms answered; 120 firms and ten institutions are asked or named."""
    answers = folder / "marsovia-answers.csv"
    found = json.loads(run("diagnosis", "answers", answers, "--json").stdout)
    assert found["settings"]["responses"] == 64
    assert not found["unplaced"] and not found["problems"]
    linkages = run(
        *("diagnosis", "linkages", folder / "marsovia-linkages.csv", "--wave", "now"),
        *("--actors", folder / "marsovia-actors.csv", "--json"),
    )
    [wave] = json.loads(linkages.stdout)["waves"]
    assert wave["whole"][0]["actors"] == 130


def test_the_ranking_of_the_example_is_the_committee_s(folder: Path) -> None:
    """75.58 and 72.83: 25 x (mean over assessors of the weighted scores - 1).

    Knitwear: weights 12 9 9 12 10 8 12 5 8 8 7 over 100 times the mean scores
    4 11/3 3 14/3 13/3 4 13/3 11/3 14/3 4 10/3 give 4.02333; 25 x 3.02333 = 75.58.
    """
    answer = run("selection", "rank", folder / "lindara-scores.xlsx", "--json")
    scores = {
        each["candidate"]: each["methods"]["weighted-sum"]["score"]
        for each in json.loads(answer.stdout)["candidates"]
        if each.get("veto") is None
    }
    assert scores["Marsovia knitwear"] == pytest.approx(75.5833, abs=1e-3)
    assert scores["Tarkesh handloom"] == pytest.approx(72.8333, abs=1e-3)
    assert "Xanthea tanneries" not in scores
