"""The sociogram: nobody moves, nothing is told that should not be, all can be read."""

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import polars as pl
import pytest

from distretto.analysis.diagnosis.linkages.measures import measure_linkages
from distretto.analysis.diagnosis.linkages.survey import survey_of_linkages
from distretto.errors import InputError
from distretto.formats.charts import theme
from distretto.formats.charts.language import Language
from distretto.formats.charts.lettering import text_width
from distretto.formats.linkages.read import read_linkages
from distretto.formats.sociogram.naming import is_crossed, placed_labels
from distretto.formats.sociogram.page import Sizes
from distretto.formats.sociogram.picture import sociogram
from distretto.formats.sociogram.render import page_svg, write_sociogram
from distretto.formats.sociogram.shown import Choice

ACTORS = pl.DataFrame(
    {
        "actor": ["Amber & Co", "Birch <Ltd>", "Cedar", "Dune", "Bank", "Team", "Fair"],
        "kind": ["firm"] * 4 + ["institution", "team", "outside"],
        "group": ["north", "south", "north", "south", None, None, None],
        "surveyed": [True, True, True, False, True, True, False],
        "latitude": [10.0, 10.1, 10.0, 10.2, 10.1, None, 10.3],
        "longitude": [20.0, 20.0, 20.3, 20.1, 20.2, None, 20.3],
    }
)


def wave(name, *pairs):
    rows = [(ACTORS["actor"][i], ACTORS["actor"][j], k, s) for i, j, k, s in pairs]
    schema = ["from", "to", "relation", "strength"]
    ties = pl.DataFrame(rows, schema=schema, orient="row")
    return survey_of_linkages(ties, ACTORS, wave=name)


BEFORE = wave("2024", (0, 1, "buys", 1), (1, 2, "buys", 2), (0, 4, "lends", 3))
AFTER = wave(
    "2026",
    (0, 1, "buys", 1),
    (2, 3, "buys", 3),
    (0, 4, "lends", 3),
    (5, 0, "lends", 1),
    (3, 6, "buys", 2),
    (1, 3, "buys", -1),
)
WAVES = (BEFORE, AFTER)


def marks(drawing):
    """Where each actor stands, by the words of its mark."""
    found = {}
    for mark in ElementTree.fromstring(drawing).iter():
        title = mark.find("{*}title")
        if title is None or mark.tag.endswith("svg"):
            continue
        told = mark.attrib
        if "cx" in told:
            place = float(told["cx"]), float(told["cy"])
        elif "x" in told:
            size = float(told["width"]) / 2
            place = float(told["x"]) + size, float(told["y"]) + size
        else:
            continue  # diamonds and triangles
        found[title.text.split(" · ")[0]] = np.round(place, 0)
    return found


def segments(drawing, colour):
    """How many ties are drawn in a colour."""
    paths = re.findall(r'<path d="([^"]*)"[^>]*stroke="([^"]*)" stroke-width', drawing)
    return sum(d.count("M") for d, stroke in paths if stroke == colour and "L" in d)


@pytest.mark.parametrize(
    "asked",
    [
        {"wave": "2024"},
        {"compare": ("2024", "2026")},
        {"choice": Choice(relation="lends")},
        {"choice": Choice(weakest=2)},
        {"choice": Choice(among=("firm", "institution"))},
    ],
)
def test_nobody_moves_whatever_is_shown(asked):
    usual = marks(sociogram(WAVES).drawing)
    now = marks(sociogram(WAVES, **asked).drawing)
    assert set(now) <= set(usual) and len(now) >= 5
    assert all((np.abs(usual[name] - now[name]) <= 1).all() for name in now)


def test_equal_asking_gives_equal_drawings():
    assert sociogram(WAVES).drawing == sociogram(WAVES).drawing


def test_new_ties_are_green_and_lost_ones_dashed():
    """ab and a-bank are kept, cd and team-a new, bc lost; bd is a conflict.

    d and the fair did not answer in 2024: whether they were tied nobody knows.
    """
    found = sociogram(WAVES, compare=("2024", "2026"))
    assert segments(found.drawing, theme.KINDS[9]) == 2
    assert segments(found.drawing, theme.KINDS[1]) == 1
    lost = re.search(rf'stroke="{theme.KINDS[1]}"[^>]*stroke-dasharray', found.drawing)
    assert lost
    assert "5 ties (by pairs: 2 new, 1 lost)" in found.description
    for words in ("New tie", "Lost tie", "Tie known in one of the waves only"):
        assert f">{words}<" in found.drawing


def test_kapferers_change_is_drawn_tie_by_tie(shared_data):
    """120 new, 55 lost, 103 kept: as NumPy counts them in the tests of the measures."""
    held = [
        read_linkages(
            shared_data / "networks" / f"Kapferer_TailorShop__SociationalT{k}.csv"
        ).waves[0]
        for k in (1, 2)
    ]
    found = sociogram(held, compare=("T1", "T2"))
    assert segments(found.drawing, theme.KINDS[9]) == 120
    assert segments(found.drawing, theme.KINDS[1]) == 55
    assert segments(found.drawing, theme.MUTED) == 103
    assert len(marks(found.drawing)) == 39


def test_a_conflict_is_no_tie():
    found = sociogram(WAVES)
    row = next(row for row in found.table.rows if row[0] == "Birch <Ltd>")
    told = dict(zip([c.key for c in found.table.columns], row, strict=True))
    assert told["degree"] == 1 and told["partners"] == "Amber & Co"
    assert told["hostile"] == "Dune"


def test_the_table_tells_what_the_picture_shows():
    found = sociogram(WAVES, compare=("2024", "2026"))
    keys = [column.key for column in found.table.columns]
    rows = {row[0]: dict(zip(keys, row, strict=True)) for row in found.table.rows}
    assert len(rows) == 7
    assert rows["Cedar"]["partners"] == "Dune"
    assert rows["Cedar"]["lost_partners"] == "Birch <Ltd>"
    assert [rows["Dune"][key] for key in ("degree", "new", "lost")] == [2, 1, 0]


def test_numbers_for_names_tell_no_name_anywhere():
    found = sociogram(WAVES, anonymous=True, choice=Choice(focus="Dune"))
    told = found.drawing + found.description + found.title + str(found.table.rows)
    for name in ACTORS["actor"]:
        assert name.split()[0] not in told.replace("Project team", "")
    assert "Names are withheld" in found.drawing
    with pytest.raises(InputError, match="A map would tell"):
        sociogram(WAVES, anonymous=True, geographic=True)


def test_n_coverage_wave_date_and_source_stand_in_the_picture():
    found = sociogram(WAVES, title="Shoes", source="Survey", date="1 May 2026")
    # Five of the six within the cluster answered: the fair is outside.
    line = "7 actors, 5 ties · coverage 83\N{NO-BREAK SPACE}% · 2026 · 1 May 2026"
    assert line in found.drawing
    assert ">Shoes<" in found.drawing and "Source: Survey." in found.drawing
    nobody = survey_of_linkages(AFTER.ties, ACTORS.drop("surveyed"), wave="2026")
    assert "coverage unknown" in sociogram([nobody]).drawing


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        # Three of the four firms answered; two ties are among firms.
        (
            Choice(among=("firm",)),
            "firms alone · 4 actors, 2 ties · coverage 75",
        ),
        # Cedar - Dune and Amber - Bank are of strength 3.
        (
            Choice(weakest=3),
            "strong ties alone · 7 actors, 2 ties · coverage 83",
        ),
        # The fair is outside: the coverage is that of the project team, who answered.
        (
            Choice(among=("team", "outside")),
            "only: Project team, Outside the cluster · 2 actors, 0 ties · coverage 100",
        ),
        # Dune has not answered; Cedar and, in conflict with it, Birch have; the fair
        # is outside.
        (Choice(focus="Dune"), "coverage 67"),
    ],
)
def test_what_is_left_out_is_told_with_the_coverage_of_what_is_shown(choice, told):
    found = sociogram(WAVES, choice=choice)
    assert told in found.drawing
    assert not choice.weakest or "strong ties alone" in found.description


def test_conflicts_with_numbers_are_drawn_where_they_are_asked_for_alone():
    numbered, asked, named = (
        sociogram(WAVES, **how)
        for how in ({"anonymous": True}, {"anonymous": True, "conflicts": True}, {})
    )
    assert ">Conflict<" not in numbered.drawing
    assert "Conflicts are left out." in numbered.drawing
    assert "hostile" not in [column.key for column in numbered.table.columns]
    for found in (asked, named):
        assert ">Conflict<" in found.drawing and "left out" not in found.drawing


def test_one_actor_with_its_partners():
    found = sociogram(WAVES, choice=Choice(focus="Amber & Co"))
    assert {row[0] for row in found.table.rows} == {
        *("Amber & Co", "Birch <Ltd>", "Bank", "Team"),
    }
    assert segments(found.drawing, theme.MUTED) == 3
    assert ">Cedar<" not in found.drawing  # a faint dot without a name
    with pytest.raises(InputError, match="no actor “Bank”"):
        sociogram(WAVES, choice=Choice(focus="Bank", among=("firm",)))
    with pytest.raises(InputError, match="no actor “Zebra”"):
        sociogram(WAVES, choice=Choice(focus="Zebra"))


def test_institutions_stand_at_one_side_and_the_outside_at_the_other():
    places = sociogram(WAVES).places.of()
    firms = [places[name][0] for name in ACTORS["actor"][:4]]
    assert min(places["Bank"][0], places["Team"][0]) > max(firms)
    assert places["Fair"][0] < min(firms)
    turned = sociogram(WAVES, language=Language("ar")).places.of()
    assert turned["Bank"][0] < min(turned[name][0] for name in ACTORS["actor"][:4])


def test_a_map_keeps_the_directions():
    """Birch is north of Amber, Cedar east of it; the team has no place."""
    places = sociogram(WAVES, geographic=True).places.of()
    assert places["Birch <Ltd>"][1] < places["Amber & Co"][1]
    assert places["Cedar"][0] > places["Amber & Co"][0]
    assert places["Team"][1] == max(y for _, y in places.values())
    bare = survey_of_linkages(AFTER.ties, ACTORS.drop("latitude"))
    with pytest.raises(InputError, match="latitude and a longitude"):
        sociogram([bare], geographic=True)


def test_a_map_has_outlines_a_scale_and_says_who_has_no_place():
    """The actors are at 10 to 10.3 N: 33.4 km, on 499 pixels less two margins of 34
    and 60 for the row beneath. At 11.1 pixels a km a quarter of 960 is 21.6 km."""
    ring = [[20, 10], [20.3, 10], [20.3, 10.3], [20, 10.3], [20, 10]]
    outline = {"type": "Polygon", "coordinates": [ring]}
    found = sociogram(WAVES, geographic=True, outlines=[outline])
    places = found.places
    assert ">20 km<" in found.drawing and ">Place unknown<" in found.drawing
    projection = places.projection
    # 0.1 degrees of latitude are 11.1 km.
    south, north = projection.laid(np.array([[20, 10], [20, 10.1]]))[:, 1]
    assert (south - north) / projection.pixels_per_km == pytest.approx(11.12, abs=0.01)
    across, down = projection.laid(np.array([[20.0, 10.0]]))[0]
    amber = places.of()["Amber & Co"]
    assert amber == pytest.approx((across, down), abs=1)
    assert places.of()["Team"][1] > places.placeless_from
    bare = sociogram(WAVES, geographic=True)
    assert len(bare.drawing) < len(found.drawing)
    by_ties = sociogram(WAVES).drawing
    assert "km<" not in by_ties and "Place unknown" not in by_ties


def test_who_came_and_who_left_are_marked():
    later = survey_of_linkages(
        AFTER.ties.filter(pl.col("from") != "Team"),
        pl.concat(
            [
                ACTORS.filter(pl.col("actor") != "Team"),
                ACTORS.head(1).with_columns(actor=pl.lit("Elm")),
            ]
        ),
        wave="2026",
    )
    found = sociogram([BEFORE, later], compare=("2024", "2026"))
    assert ">New actor<" in found.drawing and ">Actor who left<" in found.drawing
    assert len(found.table.rows) == 8


def test_every_colour_is_one_of_the_theme_with_its_class():
    drawing = sociogram(WAVES, compare=("2024", "2026")).drawing
    for element in ElementTree.fromstring(drawing).iter():
        classes = element.get("class", "").split()
        for name, letter in (("fill", "f"), ("stroke", "s")):
            colour = element.get(name)
            if colour not in (None, "none"):
                assert f"{letter}-{theme.NAMES[colour]}" in classes
    assert "style" not in drawing and "http" not in drawing.replace(
        "http://www.w3.org/2000/svg", ""
    )


def test_it_is_spoken_for_those_who_do_not_see_it():
    root = ElementTree.fromstring(sociogram(WAVES).drawing)
    assert root.get("role") == "img"
    assert root.find("{*}title").text == "Linkages of the cluster"
    assert root.find("{*}desc").text.startswith("Sociogram. 7 actors, 5 ties.")


def test_links_stay_within_the_site():
    drawing = sociogram(WAVES, links={"Cedar": "/firms/3"}).drawing
    assert '<a href="/firms/3"><circle' in drawing and 'role="group"' in drawing
    with pytest.raises(ValueError, match="only within the site"):
        sociogram(WAVES, links={"Cedar": "https://elsewhere.example/"})


def test_names_from_right_to_left_begin_at_the_right(tmp_path):
    ties = pl.DataFrame({"from": ["شركة النور"], "to": ["بنك لندارا"]})
    found = sociogram([survey_of_linkages(ties)], language=Language("ar"))
    texts = re.findall(r"<text[^>]*>[^<]*شركة النور", page_svg(found))
    assert texts and all('direction="rtl"' in text for text in texts)
    write_sociogram(found, tmp_path / "ar.png", scale=1)
    assert (tmp_path / "ar.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_files(tmp_path, ending):
    path = tmp_path / f"picture.{ending}"
    write_sociogram(sociogram(WAVES), path, scale=1)
    start = {"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF"}[ending]
    assert path.read_bytes().startswith(start)


def radii(drawing):
    return {
        title: float(radius)
        for radius, title in re.findall(r'r="([\d.]+)"[^>]*><title>([^·<]+) ·', drawing)
    }


def test_size_may_say_something_else_than_ties():
    """Of areas in proportion 4 : 1 the radii above the least are as 2 : 1."""
    sizes = Sizes({"Cedar": 40.0, "Dune": 10.0}, "Size: persons employed")
    found = sociogram(WAVES, sizes=sizes)
    assert "Size: persons employed" in found.drawing
    assert "Size: number of ties" not in found.drawing
    seen, (least, most) = radii(found.drawing), found.places.radii
    assert seen["Cedar"] == pytest.approx(most, abs=0.06)
    assert seen["Dune"] - least == pytest.approx((most - least) / 2, abs=0.06)
    assert seen["Amber &amp; Co"] == pytest.approx(least, abs=0.06)  # not known


def test_nothing_stands_beside_the_actors_where_that_is_asked():
    drawn = sociogram(WAVES, labelled=False).drawing
    assert ">Cedar<" not in drawn and "<title>Cedar" in drawn
    assert "Names where there is room" not in drawn


def test_a_firm_of_unknown_group_has_the_colour_of_no_group():
    actors = ACTORS.with_columns(
        group=pl.when(pl.col("actor") != "Dune").then(pl.col("group"))
    )
    one = survey_of_linkages(AFTER.ties, actors, wave="2026")
    drawn = sociogram([one]).drawing
    assert "Group unknown" in drawn
    assert ">Firm<" not in drawn  # its colour would be that of a group


def test_who_has_no_group_looks_otherwise_than_who_has_another():
    """Of eight groups six have a colour; the others are grey, and the unknown pale."""
    names = [f"Firm {number}" for number in range(9)]
    actors = pl.DataFrame(
        {
            "actor": names,
            "kind": ["firm"] * 9,
            "group": [*"abcdefgh", None],
            "surveyed": [True] * 9,
        }
    )
    ties = pl.DataFrame({"from": names[:8], "to": names[1:]})
    drawn = sociogram([survey_of_linkages(ties, actors, wave="2026")]).drawing
    signs = {
        words: re.search(r'fill="(#\w+)" stroke="(#\w+)"', sign).groups()
        for sign, words in re.findall(
            r"<circle([^>]*)></circle><text[^>]*>(Other groups|Group unknown)<", drawn
        )
    }
    assert set(signs) == {"Other groups", "Group unknown"}
    assert signs["Other groups"] != signs["Group unknown"]
    # As in the legend, so in the picture: its actor has the same two colours.
    fill, edge = signs["Group unknown"]
    [mark] = re.findall(r"<circle([^>]*)><title>Firm 8 ", drawn)
    assert f'fill="{fill}" stroke="{edge}"' in mark


def test_peoples_own_columns_may_have_any_name():
    actors = ACTORS.with_columns(place=pl.lit("here"), degree_=pl.lit(1))
    one = survey_of_linkages(AFTER.ties, actors, wave="2026")
    assert len(sociogram([one]).table.rows) == ACTORS.height


def test_a_relation_that_nobody_has_is_refused():
    with pytest.raises(InputError, match="only: “buys”, “lends”"):
        sociogram(WAVES, choice=Choice(relation="sells"))
    with pytest.raises(InputError, match="no wave “2030”"):
        sociogram(WAVES, wave="2030")


@pytest.mark.parametrize("seed", range(3))
def test_labels_cover_neither_each_other_nor_an_actor(seed):
    """300 actors in a small room: every label's rectangle is free."""
    rng = np.random.default_rng(seed)
    n, size = 300, 9.5
    x, y = rng.uniform(10, 950, n), rng.uniform(10, 700, n)
    radius = rng.uniform(3, 9, n)
    names = [f"Workshop {k}" for k in range(n)]
    found = placed_labels(
        names,
        x,
        y,
        radius,
        np.arange(n),
        np.zeros((n, 2)),
        size=size,
        width=960,
        height=710,
    )
    assert len(found) > 60
    boxes = []
    for one, at, base, anchor in found:
        wide = text_width(names[one], size)
        left = at - wide * {"start": 0, "middle": 0.5, "end": 1}[anchor]
        top = base + 0.28 * size - 1.15 * size
        boxes.append((left, top, left + wide, top + 1.15 * size))
    held = np.array(boxes)
    assert (held[:, 0] > 0).all() and (held[:, 2] < 960).all()
    for k, box in enumerate(held):
        others = np.delete(held, k, axis=0)
        meets = (others[:, 0] < box[2] - 1e-6) & (box[0] < others[:, 2] - 1e-6)
        meets &= (others[:, 1] < box[3] - 1e-6) & (box[1] < others[:, 3] - 1e-6)
        assert not meets.any()
        nearest_x, nearest_y = np.clip(x, box[0], box[2]), np.clip(y, box[1], box[3])
        apart = np.hypot(nearest_x - x, nearest_y - y)
        assert (np.delete(apart - radius, found[k][0]) > -1e-6).all()


def test_no_line_goes_through_a_name_that_can_stand_elsewhere():
    """A tie passes right of the middle actor, where its name would stand; the same
    line misses it at the left.
    """
    x, y = np.array([200.0, 215.0, 215.0]), np.array([100.0, 20.0, 180.0])
    asked = {"size": 12.0, "width": 600.0, "height": 200.0}
    where = (["Amber"] * 3, x, y, np.full(3, 4.0), np.array([0]), np.zeros((3, 2)))
    [(_, at, _, anchor)] = placed_labels(*where, **asked)
    assert (anchor, at > 200) == ("start", True)
    lines = np.array([[215.0, 20.0, 215.0, 180.0]])
    [(_, at, _, anchor)] = placed_labels(*where, **asked, lines=lines)
    assert (anchor, at < 200) == ("end", True)


@pytest.mark.parametrize(
    ("line", "crosses"),
    [
        ((0, 5, 20, 5), True),  # through the middle
        ((0, 0, 20, 10), True),
        ((12, 2, 13, 3), True),  # within
        ((0, 11, 20, 11), False),  # above all of it
        ((0, 5, 9, 5), False),  # ends before it
        ((0, 8, 12, 21), False),  # past the corner
    ],
)
def test_lines_through_a_box(line, crosses):
    """The box from (10, 0) to (20, 10)."""
    assert is_crossed((10, 0, 20, 10), np.array([line], float)) == crosses


def test_everybody_is_named_where_few_stand_in_rows():
    """Thirty firms, two ties: those without stand in rows, 111 pixels apart."""
    names = [f"Workshop {k:03d}" for k in range(30)]
    ties = pl.DataFrame({"from": names[:1] * 2, "to": [names[8], names[21]]})
    held = survey_of_linkages(ties, pl.DataFrame({"actor": names}), wave="2026")
    drawing = sociogram([held]).drawing
    assert [name for name in names if f">{name}</text>" not in drawing] == []


def test_the_actors_of_most_ties_are_named_first():
    x = y = np.array([100.0, 104.0])
    asked = {"size": 12.0, "width": 600.0, "height": 200.0}
    names, radius, ties = ["a" * 30, "b" * 30], np.array([3.0, 3.0]), np.zeros((2, 2))
    for order in ([0, 1], [1, 0]):
        found = placed_labels(names, x, y, radius, np.array(order), ties, **asked)
        assert found[0][0] == order[0]


def test_who_stands_alone_is_counted_as_the_measures_count():
    """Cedar was surveyed and has no tie within the cluster: one. Dune was not surveyed
    and of the team nobody knows; the fair is outside, and in neither number.
    """
    told = ACTORS.with_columns(
        surveyed=pl.Series([True, True, True, False, True, None, None])
    )
    names = ACTORS["actor"]
    ties = pl.DataFrame(
        {"from": [names[0], names[0], names[2]], "to": [names[1], names[4], names[6]]}
    )
    held = survey_of_linkages(ties, told, wave="2026")
    measures = measure_linkages(held, draws=99).whole.row(0, named=True)
    assert (measures["isolates"], measures["unheard"]) == (1, 2)
    found = sociogram([held])
    assert "Surveyed, without any tie in the cluster: 1." in found.description
    assert "Not surveyed, and named by nobody: 2." in found.description


def test_of_whom_nobody_knows_is_drawn_as_not_surveyed():
    """Three of the four firms: unknown is not answered, where others are known."""
    told = ACTORS.with_columns(surveyed=pl.Series([True] + [None] * 6))
    held = survey_of_linkages(
        pl.DataFrame({"from": ["Amber & Co"], "to": ["Cedar"]}), told, wave="2026"
    )
    drawing = ElementTree.fromstring(sociogram([held]).drawing)
    firms = [
        mark.attrib["fill"]
        for mark in drawing.iter("{http://www.w3.org/2000/svg}circle")
        if mark.find("{*}title") is not None
    ]
    assert sorted(fill == theme.PAPER for fill in firms) == [False, True, True, True]
    assert "Fewer than 50\N{NO-BREAK SPACE}% were surveyed" in sociogram([held]).drawing


def test_each_wave_has_its_own_answers():
    """Dune answers in 2026 alone: in 2024 its mark is open, whatever came later."""
    later = replace(AFTER, actors=ACTORS.with_columns(surveyed=pl.lit(True)))
    fills = {}
    for name in ("2024", "2026"):
        drawing = sociogram([BEFORE, later], wave=name).drawing
        [fills[name]] = re.findall(r'fill="(#\w+)"[^>]*><title>Dune', drawing)
    assert fills["2024"] == theme.PAPER != fills["2026"]


@pytest.mark.parametrize("compare", [True, "2024", ("2024",)])
def test_what_names_no_two_waves_is_refused(compare):
    with pytest.raises(InputError) as refusal:
        sociogram(WAVES, compare=compare)
    assert refusal.value.code == "not_two_waves"
    assert "There are: “2024”, “2026”." in str(refusal.value)


def test_the_page_on_two_waves_says_what_python_says(
    shared_data, tmp_path, monkeypatch, capsys
):
    """The last example of the page; its figures are those of the page of the method."""
    page = Path(__file__).resolve().parents[2] / "docs/how-to/draw-linkages.md"
    example = re.findall(r"```python\n(.*?)```", page.read_text(), re.S)[-1]
    for file in (shared_data / "networks").glob("Kapferer_*Sociational*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    monkeypatch.chdir(tmp_path)
    exec(example, {})
    promised = re.findall(r"^# (.*)$", example, re.M)
    assert capsys.readouterr().out.splitlines() == promised and len(promised) == 3
    assert (tmp_path / "change.svg").exists()
