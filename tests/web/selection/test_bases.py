"""Figures of different bases are told apart, and so are the universes of their maps."""

from dataclasses import replace

import pytest
from tests.web.selection.test_candidates import ROWS, cluster_map  # noqa: F401
from tests.web.selection.test_twins import AGAIN, other_map  # noqa: F401

from distretto.formats.charts import funnel as funnel_chart
from distretto.web.selection import figures, round_pictures
from distretto.web.selection.models import Candidate
from distretto.web.selection.policy import rounds as policy
from distretto.web.selection.queries import identification, report
from distretto.web.selection.queries import rounds as queries
from distretto.web.selection.rules import candidates as rules

ELSEWHERE = AGAIN | {"regions": ["E01"], "region_names": ["Esker"]}


@pytest.fixture
def two_bases(round_, cluster_map, other_map, amina):  # noqa: F811
    """A candidate of a map within all industries, one of a map within manufacturing."""
    other_map.settings = other_map.settings | {"base": "manufacturing"}
    other_map.funnel = {"listed": 600}
    other_map.save()
    rules.add_from_map(round_, cluster_map, ROWS[:1], by=amina)
    rules.add_from_map(round_, other_map, [ELSEWHERE], by=amina)
    return round_


@pytest.mark.parametrize(
    ("asked", "mark", "words"),
    [
        (None, "all", "within all industries of the table"),
        ("manufacturing", "manuf.", "within manufacturing alone"),
        (["1311", "1391"], "1311…", "within the industries 1311, 1391 alone"),
        (["1311"], "1311", "within the industries 1311 alone"),
    ],
)
def test_a_base_is_said_as_the_map_was_asked(asked, mark, words):
    base = figures.base_of(figures.base_kept(asked))
    assert (base.mark, base.words) == (mark, words)


def test_only_what_depends_on_the_base_keeps_it(two_bases):
    kept = Candidate.objects.get(regions=["E01"]).figures
    assert kept["lq"][0]["base"] == "manufacturing"
    assert kept["employment"][0]["base"] == ""


def test_a_figure_of_which_nobody_said_the_base_has_no_mark():
    kept = figures.Figure(2.0).kept()
    del kept["base"]  # as figures were kept before
    assert figures.base_in_use({"lq": [kept]}, "lq") == ""
    assert figures.base_of("") is None
    (named,) = figures.named({"lq": [kept]})
    assert named.base is None


def test_lists_mark_each_figure_and_say_what_the_marks_mean(
    two_bases, boris, client_of
):
    client = client_of(boris)
    base = f"/p/lindara/selection/rounds/{two_bases.pk}/"
    for tail in ("candidates/", "identification/"):
        page = client.get(base + tail).content.decode()
        for mark, words in (
            ("all", "all industries of the table"),
            ("manuf.", "manuf"),
        ):
            assert f'title="within {words}' in page
            # Beside its figure, and in the note beneath.
            assert page.count(f"<bdi>{mark}</bdi></abbr>") == 2


def test_the_answer_of_a_test_says_its_base(two_bases, boris, client_of):
    found = Candidate.objects.get(regions=["E01"])
    round_ = policy.round_for(boris, "lindara", two_bases.pk)  # as boris may see it
    _tests, answers = identification.answers_of(round_, [found])
    (said,) = [each for each in answers[found.pk] if each.test.figure == "lq"]
    assert (said.answer, said.value, said.base.mark) == ("yes", 9.02, "manuf.")
    url = f"/p/lindara/selection/rounds/{two_bases.pk}/candidates/{found.pk}/"
    page = client_of(boris).get(url).content.decode()
    assert page.count("within manufacturing alone") >= 2  # the figure, and the answer
    two_bases.programme.my_role = two_bases.programme.roles.get(user=boris)
    written = report.report_of(two_bases, boris)
    (test,) = [each for each in written.tests if "9.02" in str(each.answers)]
    assert "(9.02, within manufacturing alone)" in test.answers[found.name]


def test_the_funnel_states_the_universe_of_each_map(two_bases, boris, client_of):
    funnel = queries.funnel(two_bases)
    assert [(each.map_name, each.count) for each in funnel.universes] == [
        ("First map", 1800),
        ("Manufacturing alone", 600),
    ]
    assert funnel.from_maps == 2
    url = f"/p/lindara/selection/rounds/{two_bases.pk}/"
    page = client_of(boris).get(url).content.decode()
    for name in ("First map", "Manufacturing alone"):
        assert f"Universe: <bdi>{name}</bdi>" in page
    stages = round_pictures.funnel_stages(two_bases, funnel)
    assert [(each.name, each.count) for each in stages[:3]] == [
        ("Universe: First map", 1800),
        ("Universe: Manufacturing alone", 600),
        ("Long list", 2),
    ]


def test_a_universe_set_by_hand_stands_before_those_of_the_maps(two_bases):
    two_bases.universe_count = 2000
    assert [each.count for each in queries.funnel(two_bases).universes] == [
        2000,
        1800,
        600,
    ]


def test_maps_that_looked_at_the_same_state_one_universe(
    round_,
    cluster_map,  # noqa: F811
    other_map,  # noqa: F811
    amina,
):
    rules.add_from_map(round_, cluster_map, ROWS[:1], by=amina)
    assert queries.funnel(round_).universes == ()  # one map
    rules.add_from_map(round_, other_map, [ELSEWHERE], by=amina)
    assert queries.funnel(round_).universes == ()  # two of one base and number


def test_universes_side_by_side_are_each_measured_against_the_long_list():
    """1800 and 600 are both more than twelve times 8: neither is drawn to scale.

    600 follows 1800 and is a third of it; only what comes after both counts.
    """
    universes = [funnel_chart.Stage("A", 1800), funnel_chart.Stage("B", 600)]
    universes = [replace(each, beside=True) for each in universes]
    picture = funnel_chart.funnel([*universes, funnel_chart.Stage("Long list", 8)])
    assert len(picture.notes) == 2
    assert [row["kind"] for row in picture.data["rows"]] == ["cut", "cut", ""]


def test_a_figure_of_another_base_contradicts_nothing():
    used = figures.Figure(17.4, base="all").kept()
    others = [
        figures.Figure(10.7, base="manufacturing").kept(),
        figures.Figure(17.4, base="all", source="Census").kept(),
        figures.Figure(12.0, base="all", source="A trader").kept(),
    ]
    (named,) = figures.named({"lq": [used, *others]})
    assert [str(row.relation) for row in named.rows] == [
        "",
        "of another base",
        "says the same",
        "contradicts it",
    ]
