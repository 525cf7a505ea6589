"""All measures together: views, notes, what is unknown."""

import re
from dataclasses import fields
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from distretto.analysis.diagnosis.linkages.change import Change
from distretto.analysis.diagnosis.linkages.measures import (
    has_direction,
    measure_linkages,
)
from distretto.analysis.diagnosis.linkages.survey import survey_of_linkages
from distretto.analysis.diagnosis.linkages.views import views_of
from distretto.errors import InputError

# Three firms in a line, a bank that all use, a project team that ties all of them.
ACTORS = pl.DataFrame(
    {
        "actor": ["f1", "f2", "f3", "bank", "team", "fair"],
        "kind": ["firm", "firm", "firm", "institution", "team", "outside"],
        "group": ["north", "north", "south", "finance", None, None],
        "surveyed": [True, True, True, True, True, False],
    }
)
PAIRS = ["f1 f2", "f2 f3", "f1 bank", "f2 bank", "f3 bank", "f3 fair"]
PAIRS += [f"team {one}" for one in ("f1", "f2", "f3", "bank")]
TIES = pl.DataFrame([p.split() for p in PAIRS], schema=["from", "to"], orient="row")


def test_with_and_without_institutions_and_team():
    """Firms alone: 2 of 3 pairs; with the bank 5 of 6; with the team 9 of 10."""
    found = measure_linkages(survey_of_linkages(TIES, ACTORS))
    rows = {row["view"]: row for row in found.whole.to_dicts()}
    assert list(rows) == ["everybody", "without_team", "firms"]
    assert rows["firms"]["density"] == pytest.approx(2 / 3)
    assert rows["without_team"]["density"] == pytest.approx(5 / 6)
    assert rows["everybody"]["density"] == pytest.approx(9 / 10)
    # One tie of f3 leads out, beside the firms' own four ends.
    assert rows["firms"]["outside_share"] == pytest.approx(1 / 5)
    assert rows["firms"]["cut_actors"] == 1 and rows["everybody"]["cut_actors"] == 0
    mixed = found.mixing.filter(view="firms", attribute="group").row(0, named=True)
    assert (mixed["within"], mixed["across"]) == (1, 1)
    assert found.institutions[""].tied_share == 1.0
    assert found.settings["directed"] == {"": False}


def test_views_are_those_that_differ():
    held = survey_of_linkages(TIES, ACTORS)
    assert list(views_of(held)) == ["everybody", "without_team", "firms"]
    bare = survey_of_linkages(TIES.head(2), ACTORS.head(3))
    assert views_of(bare) == {"firms": ("firm",)}


def test_firms_alone_are_one_view():
    held = survey_of_linkages(pl.DataFrame({"from": ["a"], "to": ["b"]}))
    found = measure_linkages(held)
    assert found.whole["view"].to_list() == ["firms"]
    assert found.whole["isolates"].to_list() == [None]  # nobody listed them
    said = " ".join(str(note) for note in found.notes)
    assert "no list of actors" in said and "Nobody said who was surveyed" in said
    assert "there is no density by strength" in said


def test_reports_without_a_strength_are_counted_as_reports():
    """a and b tell of the same tie, neither how strong; c tells of a strong one."""
    ties = pl.DataFrame(
        {"from": ["a", "b", "c"], "to": ["b", "a", "a"], "strength": [None, None, 3.0]}
    )
    said = " ".join(map(str, measure_linkages(survey_of_linkages(ties)).notes))
    assert "2 reports of a tie do not say how strong it is" in said


def test_a_tie_told_by_both_is_one_pair_and_two_ties_with_direction():
    """ab and ba, ac: 2 of 3 pairs, 3 of 6 with direction; 4/3 partners, 1 tie told."""
    ties = pl.DataFrame({"from": ["a", "b", "a"], "to": ["b", "a", "c"]})
    row = measure_linkages(survey_of_linkages(ties)).whole.row(0, named=True)
    assert (row["ties"], row["directed_ties"]) == (2, 3)
    assert row["density"] == pytest.approx(2 / 3) and row["directed_density"] == 0.5
    assert row["mean_degree"] == pytest.approx(4 / 3)
    assert row["directed_mean_degree"] == 1


def test_relations_one_by_one_and_together():
    ties = TIES.with_columns(relation=pl.Series(["buys", "lends"] * 5))
    found = measure_linkages(survey_of_linkages(ties, ACTORS))
    assert found.whole["relation"].unique(maintain_order=True).to_list() == [
        "",
        "buys",
        "lends",
    ]
    counts = dict(
        found.whole.filter(view="everybody").select("relation", "ties").iter_rows()
    )
    assert counts == {"": 9, "buys": 5, "lends": 4}


def test_low_coverage_is_said_beside_betweenness():
    some = ACTORS.with_columns(surveyed=pl.Series([True] * 3 + [False] * 3))
    found = measure_linkages(survey_of_linkages(TIES.head(2), some))
    assert found.whole["coverage"][0] == pytest.approx(3 / 5)
    said = " ".join(str(note) for note in found.notes)
    assert "Only 60%" in said and "betweenness" in said and "below 70%" in said


def test_a_few_of_a_cluster_are_said_to_be_a_few():
    """Two of five within the cluster were surveyed: 40 %, fewer than half."""
    some = ACTORS.with_columns(surveyed=pl.Series([True, True] + [False] * 4))
    found = measure_linkages(survey_of_linkages(TIES.head(2), some))
    said = " ".join(str(note) for note in found.notes)
    assert "Only 40% of the actors were surveyed, fewer than 50%" in said


def test_who_was_not_surveyed_is_no_isolate():
    """a-b are tied; c was surveyed, d was not, of e nobody knows: one stands alone.

    Two parts are known, {a, b} and {c}; d and e may belong to any.
    """
    told = pl.DataFrame(
        {"actor": list("abcde"), "surveyed": [True, True, True, False, None]}
    )
    ties = pl.DataFrame({"from": ["a"], "to": ["b"]})
    [row] = measure_linkages(survey_of_linkages(ties, told)).whole.to_dicts()
    assert (row["isolates"], row["unheard"], row["components"]) == (1, 2, 2)
    [row] = measure_linkages(survey_of_linkages(ties)).whole.to_dicts()
    assert (row["isolates"], row["unheard"]) == (None, None)


def test_conflicts_and_loops_are_counted_and_told():
    rows = [("f1", "f2", -1.0), ("f1", "f3", 2.0), ("f2", "f2", 1.0)]
    ties = pl.DataFrame(rows, schema=["from", "to", "strength"], orient="row")
    found = measure_linkages(survey_of_linkages(ties, ACTORS))
    row = found.whole.filter(view="firms").row(0, named=True)
    assert (row["ties"], row["conflicts"]) == (1, 1)
    said = " ".join(str(note) for note in found.notes)
    assert "1 tie is a conflict" in said and "1 tie of an actor to itself" in said


def test_direction_is_told_by_what_is_returned():
    """Some but not all ties returned: they have a direction, and roles are known."""
    back = pl.DataFrame({"from": ["f2"], "to": ["f1"]})
    linkages = survey_of_linkages(pl.concat([TIES, back]), ACTORS)
    found = measure_linkages(linkages)
    assert found.settings["directed"] == {"": True}
    firms = found.whole.filter(view="firms").row(0, named=True)
    assert firms["directed_ties"] == 3 and firms["reciprocity"] == pytest.approx(2 / 3)
    roles = found.actors.filter(view="firms").select("actor", "knowledge_role")
    # f3 alone has an outside tie (mean 1/3), one local tie of 2 on average, half of
    # it is 1: it is a weak exchanger.
    assert dict(roles.iter_rows())["f3"] == "weak_exchanger"
    never = measure_linkages(linkages, directed=False)
    assert never.whole["reciprocity"].is_null().all()


def test_a_column_of_external_sources_counts_before_the_ties():
    """f1 has five sources, the mean is 5/3, and gives 1 of its 2 ties: not more."""
    told = ACTORS.with_columns(external_sources=pl.Series([5, 0, 0, None, None, None]))
    found = measure_linkages(survey_of_linkages(TIES, told), directed=True)
    rows = found.actors.filter(view="firms")
    assert dict(rows.select("actor", "outside_ties").iter_rows())["f1"] == 5


def test_equal_seeds_give_equal_figures_and_nothing_changes():
    linkages = survey_of_linkages(TIES, ACTORS)
    before = linkages.actors.clone()
    first, second = (measure_linkages(linkages, seed=4) for _ in range(2))
    assert first.whole.equals(second.whole) and first.actors.equals(second.actors)
    assert linkages.actors.equals(before)


def test_an_attribute_that_nobody_has_is_refused():
    with pytest.raises(InputError, match="has no column “village”"):
        measure_linkages(survey_of_linkages(TIES, ACTORS), by=["village"])


def test_what_a_silent_actor_gives_is_unknown():
    some = ACTORS.with_columns(surveyed=pl.Series([True, True, False] + [True] * 3))
    ties = TIES.filter(pl.col("from") != "f3")
    found = measure_linkages(survey_of_linkages(ties, some), directed=True)
    rows = {row["actor"]: row for row in found.actors.filter(view="firms").to_dicts()}
    assert rows["f3"]["given"] is None and rows["f3"]["received"] == 1
    assert not rows["f3"]["is_isolate"]


def test_no_ties_at_all_are_measured():
    nothing = pl.DataFrame(schema={"from": pl.String, "to": pl.String})
    found = measure_linkages(survey_of_linkages(nothing, ACTORS.head(3)))
    row = found.whole.row(0, named=True)
    assert (row["density"], row["isolates"], row["components"]) == (0, 3, 3)
    assert row["transitivity"] is None and row["core_fit"] is None
    assert np.all(found.actors["betweenness"].to_numpy() == 0)


@pytest.mark.parametrize(
    ("pairs", "is_told"),
    [
        ("f1-f2 f2-f3", False),  # each pair once
        ("f1-f2 f2-f1", False),  # each pair both ways
        ("f1-f2 f2-f1 f2-f3", True),
        ("", False),
    ],
)
def test_ties_have_a_direction_where_some_are_returned(pairs, is_told):
    rows = [tuple(pair.split("-")) for pair in pairs.split()]
    schema = {"from": pl.String, "to": pl.String}
    ties = pl.DataFrame(rows, schema=schema, orient="row")
    assert has_direction(survey_of_linkages(ties, ACTORS)) is is_told


def test_the_reference_names_every_column_and_every_part():
    page = Path(__file__).resolve().parents[4] / "docs/reference/library.md"
    told = set(re.findall(r"`(\w+)`", page.read_text()))
    ties = pl.DataFrame({"from": ["a", "b", "a"], "to": ["b", "a", "c"]})
    parts = {*(part.name for part in fields(Change)), "is_directed"}
    assert parts | set(measure_linkages(survey_of_linkages(ties)).whole.columns) <= told
