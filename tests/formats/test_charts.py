"""Charts and maps: what they draw, what they say, and what they never let through."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from distretto.formats.boundaries import read_boundaries
from distretto.formats.charts import (
    bars,
    bubbles,
    funnel,
    growth,
    labels,
    maps,
    outlines,
    projection,
    ranges,
    render,
    robustness,
    svg,
    theme,
    weights,
)
from distretto.formats.charts.classes import Classes, breaks_of
from distretto.formats.charts.clusters import About
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.charts.picture import Column, Picture

SVG = "{http://www.w3.org/2000/svg}"
WIDTHS = [680, 340]
ARABIC = Language(
    "ar", lambda sentence: "سجاد" if sentence == "Employment" else sentence
)
EVIL = '<script>alert(1)</script> & "Ko"'

CLUSTERS = [
    {
        "rank": 1,
        "industry": "3141",
        "industry_name": "Carpet and rug mills",
        "regions": ["a", "b"],
        "region_names": ["Aldomar", "Benzali"],
        "employment": 18662,
        "establishments": 149,
        "lq": 36.9,
        "focus": 0.212,
        "size": 0.733,
    },
    {
        "rank": 2,
        "industry": "1520",
        "industry_name": EVIL,
        "regions": ["c"],
        "region_names": ["Corvane"],
        "employment": None,
        "establishments": 30,
        "lq": 4.0,
        "focus": 0.05,
        "size": 0.1,
    },
    {
        "rank": 3,
        "industry": "9999",
        "regions": ["c"],
        "employment": 70,
        "establishments": 30,
        "lq": None,
        "focus": 0.01,
        "size": 0.1,
    },
]


def square(west: float) -> shapely.Polygon:
    return shapely.box(west, 40, west + 1, 41)


SHEET = maps.Sheet(
    shapes={"a": square(10), "b": square(11), "c": square(12), "d": square(13)},
    names={"a": "Aldomar", "b": "Benzali", "c": EVIL, "d": "Dunmara"},
    values={"a": 0.5, "b": 0.0, "c": None},
    column=Column("share", "Share of jobs", "share"),
    breaks=(0.25,),
    outlines=(maps.Outline(1, "Carpets", ("a", "b"), link="#cluster-1"),),
)

GROWTH = [
    {"code": "a", "name": EVIL, "change": 5.0, "national": 9.0, "regional": -4.0},
    {"code": "b", "name": None, "change": None, "national": None, "regional": None},
]


def region_map(**changes: object) -> Picture:
    return maps.region_map(SHEET, title="Map", source="Census", year=2018, **changes)


def pictures(language: Language, width: int) -> dict[str, Picture]:
    given = {"language": language, "width": width}
    stand = robustness.Stand("Knitwear", 0.97, 1, 2, is_in_top=True, link="#k")
    score = ranges.MethodScore(70.0, 1, 60.0, 80.0, 1, 2)
    out = ranges.MethodScore(None, None)
    return {
        "map": maps.region_map(SHEET, title="Map", **given),
        "bubbles": bubbles.bubbles(CLUSTERS, links={1: "#cluster-1"}, **given),
        "bars": bars.bar_list(CLUSTERS, links={1: "/p/x/?a=1"}, **given),
        "robustness": robustness.robustness([stand], top=2, draws=100, **given),
        "ranges": ranges.score_ranges(
            {"topsis": {"A": score, "B": out}, "promethee": {"A": score, "B": out}},
            **given,
        ),
        "weights": weights.weights(
            [weights.Weighed("Viability", "Market", 1)], **given
        ),
        "growth": growth.growth_bars(GROWTH, ("national", "regional"), **given),
        "funnel": funnel.funnel([funnel.Stage("Long list", 9)], **given),
    }


def paths(picture: Picture) -> dict[str, ElementTree.Element]:
    """The marks of a picture on a page by what they say."""
    root = ElementTree.fromstring(render.svg(picture))
    return {
        title.text or "": mark
        for mark in root.iter()
        if (title := mark.find(f"{SVG}title")) is not None
    }


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", [ENGLISH, ARABIC], ids=["ltr", "rtl"])
def test_every_picture_is_valid_and_safe_for_a_strict_page(language, width):
    for name, picture in pictures(language, width).items():
        picture.chart.to_dict(validate=True)  # raises where Vega-Lite would not read it
        text = render.svg(picture)
        root = ElementTree.fromstring(text)
        assert root.get("aria-label") == picture.description, name
        # Namespaces are names, not addresses; nothing else may look like one.
        assert not re.search(r"https?://(?!www\.w3\.org/)", text), name
        for element in root.iter():
            assert element.tag.removeprefix(SVG) not in ("script", "style", "image")
            assert "style" not in element.attrib, name
            assert not any(key.startswith("on") for key in element.attrib)


def test_every_colour_on_a_page_follows_the_theme():
    for name, picture in pictures(ENGLISH, 680).items():
        for element in ElementTree.fromstring(render.svg(picture)).iter():
            for paint, letter in (("fill", "f"), ("stroke", "s")):
                colour = element.get(paint, "none")
                if colour.startswith("#"):
                    role = theme.NAMES[colour]  # KeyError: a colour of nobody
                    assert f"{letter}-{role}" in element.get("class", ""), name


def test_the_style_sheet_is_written_from_the_colours():
    assert theme.css() == theme.make_css()


def test_there_are_at_least_ten_categories_and_no_colour_has_two_names():
    assert len(set(theme.KINDS)) >= 10
    assert len(theme.NAMES) == len(theme.COLOURS)


def test_unknown_is_hatched_and_zero_has_a_class_of_its_own():
    marks = paths(region_map())
    assert marks["Aldomar: 50.0\xa0%"].get("fill") == theme.STEPS[5]
    assert marks["Benzali: 0.0\xa0%"].get("fill") == theme.STEPS[0]
    # No figure, and no row at all: both are unknown.
    for name in (EVIL, "Dunmara"):
        assert marks[f"{name}: unknown"].get("fill", "").startswith("url(#")


def test_what_little_is_known_of_is_hatched_over_its_class_and_never_looks_like_none():
    sheet = replace(
        SHEET,
        values={"a": 0.5, "b": 0.0, "c": None, "d": 0.0},
        little=frozenset("abc"),
        little_name="little is known",
    )
    picture = maps.region_map(sheet, title="Map")
    root = ElementTree.fromstring(render.svg(picture))
    marks = paths(picture)
    assert marks["Aldomar: 50.0\xa0%"].get("fill") == theme.STEPS[5]
    hatched = marks["Benzali: 0.0\xa0%"].get("fill", "")
    unknown = marks[f"{EVIL}: unknown"].get("fill", "")
    assert hatched.endswith("-little)") and unknown.endswith("-hatch)")
    assert marks["Dunmara: 0.0\xa0%"].get("fill") == theme.STEPS[0]
    # Aldomar is hatched over its colour; what lies beneath is what one points at.
    over = [
        each
        for each in root.iter(f"{SVG}path")
        if each.get("fill") == hatched and each.get("pointer-events") == "none"
    ]
    assert any(each.get("d") == marks["Aldomar: 50.0\xa0%"].get("d") for each in over)
    legend = {each.text for each in root.iter(f"{SVG}text")}
    assert {"none", "little is known", "unknown"} <= legend
    assert "Regions of which little is known: 2." in picture.description
    assert "Regions not known: 1." in picture.description


def test_none_is_not_in_the_legend_where_little_is_known_of_all_that_have_none():
    sheet = replace(SHEET, little=frozenset("b"), little_name="little is known")
    root = ElementTree.fromstring(render.svg(maps.region_map(sheet, title="Map")))
    assert "none" not in {each.text for each in root.iter(f"{SVG}text")}


def test_the_entries_of_a_legend_stand_in_as_many_columns_as_have_room():
    # Letters of 0.56 x 12 pixels and 34 for a symbol: 40.72 and 101.2 pixels wide.
    short, long = "a", "ten of it."
    texts = [short, short, short, long]
    assert labels.columns_within(texts, 4 * 41 + 61) == 4  # in one row
    assert labels.columns_within(texts, 41 + 102) == 2  # the long one below a short
    assert labels.columns_within(texts, 80) == 1
    assert labels.columns_within([], 80) == 1


def test_the_table_behind_the_map_has_the_figures_and_keeps_unknown():
    table = region_map().table
    assert [column.name for column in table.columns] == [
        "Region",
        "Code",
        "Share of jobs",
        "Clusters",
    ]
    assert table.rows == (
        ("Aldomar", "a", 0.5, "1"),
        ("Benzali", "b", 0.0, "1"),
        (EVIL, "c", None, ""),
        ("Dunmara", "d", None, ""),
    )
    assert table.worded()[2][2] == "unknown"


def test_the_map_says_source_year_what_is_unknown_and_what_borders_mean():
    picture = region_map()
    assert "Source: Census, 2018." in picture.caption
    assert "not known, which is not zero" in picture.caption
    assert "legal status" in picture.caption
    assert "Regions not known: 2." in picture.description


def test_a_name_with_markup_in_it_is_a_name():
    for picture in pictures(ENGLISH, 680).values():
        assert "<script" not in render.svg(picture)
    assert f"{EVIL}: unknown" in paths(region_map())
    assert render.png(region_map()).startswith(b"\x89PNG")


def test_drawing_twice_gives_the_same_bytes():
    first, second = region_map(), region_map()
    assert render.spec_hash(first) == render.spec_hash(second)
    assert render.svg(first) == render.svg(second)
    assert render.png(first) == render.png(second)
    assert render.spec_hash(first) != render.spec_hash(region_map(width=340))


def test_ids_are_each_picture_s_own():
    def ids(text: str) -> set[str]:
        return set(re.findall(r'\bid="([^"]+)"', text))

    here, there = (
        render.svg(region_map(), key="one"),
        render.svg(region_map(), key="two"),
    )
    assert ids(here) and not ids(here) & ids(there)
    # Whatever is referred to is there.
    assert set(re.findall(r"url\(#([^)]+)\)", here)) <= ids(here)


def test_links_lead_within_the_site_and_are_left_out_of_print():
    root = ElementTree.fromstring(render.svg(pictures(ENGLISH, 680)["bars"]))
    assert {link.get("href") for link in root.iter(f"{SVG}a")} == {"/p/x/?a=1"}
    assert root.get("role") == "group"  # an image would hide its links
    assert "<a" not in render.print_svg(pictures(ENGLISH, 680)["bars"])


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "https://example.org", "//example.org/x", ""]
)
def test_a_link_out_of_the_site_is_refused(address):
    with pytest.raises(ValueError, match="only within the site"):
        svg.local_link(address)


def test_no_address_is_opened():
    picture = region_map()
    picture.spec["datasets"]["coast"] = []
    picture.spec["layer"][0]["data"] = {"url": "https://example.org/secret.json"}
    with pytest.raises(ValueError, match="not allowed"):
        render.svg(picture)


def test_bubbles_without_a_figure_are_in_the_table_only():
    picture = bubbles.bubbles(CLUSTERS, about=About(2018, "Census"))
    drawn = {each["rank"]: each for each in picture.data["clusters"]}
    assert set(drawn) == {"1", "2"}  # the third has no location quotient
    assert drawn["2"]["mass"] is None  # an open ring, not a bubble of no size
    assert [row[2] for row in picture.table.rows] == [36.9, 4.0, None]
    assert "open ring" in picture.caption
    tip = drawn["1"]["tip"]
    for part in ("36.9", "18,662 jobs", "149 establishments", "Census, 2018"):
        assert part in tip


def test_an_unknown_bar_is_a_word_and_not_a_bar_of_no_length():
    picture = bars.bar_list(CLUSTERS)
    assert [row["value"] for row in picture.data["rows"]] == [18662, None, 70]
    assert picture.data["rows"][1]["word"] == "unknown"
    root = ElementTree.fromstring(render.svg(picture))
    drawn = [mark for mark in root.iter(f"{SVG}path") if len(mark)]  # with a title
    assert len(drawn) == 2


def test_gains_and_losses_stand_on_either_side_and_add_up_to_the_mark():
    """9 to the right of zero, 4 to the left, the mark at 5."""
    picture = growth.growth_bars(GROWTH, ("national", "regional"))
    scale = growth._reach([{"parts": {"national": 9.0, "regional": -4.0}}])
    assert scale == pytest.approx((-4 - 0.26, 9 + 0.26))
    assert picture.table.rows[0][1:] == (5, 9, -4)
    assert picture.table.rows[1][1:] == (None, None, None)
    text = render.svg(picture)
    assert "+5" in text and "unknown" in text
    root = ElementTree.fromstring(text)
    fills = [each.get("fill") for each in root.iter() if each.get("fill")]
    assert {growth.COLOURS["national"], growth.COLOURS["regional"]} <= set(fills)


def test_robustness_is_sorted_and_says_the_ranks():
    stands = [
        robustness.Stand("Pottery", 0.03, 4, 6),
        robustness.Stand("Knitwear", 0.97, 1, 3, is_in_top=True),
    ]
    picture = robustness.robustness(
        stands, top=2, draws=1000, seed=7, changed_share=0.1
    )
    assert picture.table.rows[0] == ("Knitwear", 0.97, 1, 3)
    assert picture.data["rows"][0]["word"] == "97\xa0% · rank 1 to 3"
    assert "not probabilities" in picture.caption and "10\xa0%" in picture.caption


def test_ranges_span_what_missing_scores_allow_and_name_those_ruled_out():
    picture = pictures(ENGLISH, 680)["ranges"]
    first, ruled_out = picture.data["topsis"]
    assert (first["low"], first["score"], first["high"]) == (60.0, 70.0, 80.0)
    assert ruled_out["score"] is None and ruled_out["word"] == "ruled out"
    assert picture.table.rows[1][:3] == ("B", "ruled out", "–")


def test_weights_are_summed_by_heading_and_an_unknown_one_is_not_nothing():
    some = [
        weights.Weighed("Importance", "Jobs", 0.12),
        weights.Weighed("Importance", "Poverty", 0.18),
        weights.Weighed("Viability", "Market", None),
    ]
    picture = weights.weights(some)
    assert (
        "Importance, 30\xa0% in all; Viability, unknown in all" in picture.description
    )
    assert picture.data["rows"][2]["value"] is None


def test_a_universe_that_dwarfs_the_rest_is_drawn_pale_and_said():
    stages = [funnel.Stage("Universe", 1800), funnel.Stage("Long list", 10)]
    picture = funnel.funnel([*stages, funnel.Stage("Chosen", 2)])
    assert [row["value"] for row in picture.data["rows"]] == [10, 10, 2]
    assert [row["word"] for row in picture.data["rows"]] == ["1,800", "10", "2"]
    assert picture.table.rows[0][1] == 1800
    assert "not drawn to scale" in picture.caption


def test_classes_of_values_in_words():
    column = Column("share", "Share", "share")
    classes = Classes((0.1, 0.2), column, ENGLISH)
    words = [classes.label(each) for each in (None, float("nan"), 0, 0.05, 0.1, 0.2)]
    assert words == [
        "unknown",
        "unknown",
        "none",
        "under 10\xa0%",
        "10\xa0% to 20\xa0%",
        "20\xa0% and more",
    ]


def test_breaks_part_the_known_values_above_zero():
    values = [None, 0, *range(1, 101)]
    # Fifths of 1 to 100 by hand: 20.8, 40.6, 60.4, 80.2, to two digits.
    assert breaks_of(values) == (21, 41, 60, 80)
    assert breaks_of([3.0]) == () and breaks_of([]) == ()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", [ENGLISH, ARABIC], ids=["ltr", "rtl"])
def test_a_long_industry_does_not_cut_the_place_off_its_bar(width, language):
    long = "Navigational, Measuring, Electromedical, and Control Instruments"
    rows = [{**CLUSTERS[0], "industry_name": long}, CLUSTERS[2]]
    picture = bars.bar_list(rows, language=language, width=width)
    drawn = picture.data["rows"]
    assert [each["below"] for each in drawn] == ["Aldomar, Benzali", "c"]
    assert drawn[0]["name"].startswith("1. Navigational, Measuring")
    root = ElementTree.fromstring(render.svg(picture))
    lines = [each for each in root.iter(f"{SVG}text") if each.text]
    (place,) = [each for each in lines if each.text == "Aldomar, Benzali"]
    (name,) = [each for each in lines if (each.text or "").startswith("1. Nav")]

    def height(text):
        return float(
            re.search(r"translate\([-\d.]+,([-\d.]+)\)", text.get("transform"))[1]
        )

    assert 11 <= height(place) - height(name) <= 20  # a line below, and not on it


def test_titles_of_bars_are_sentences():
    for measure, word in (("employment", "employment"), ("lq", "location quotient")):
        title = bars.bar_list(CLUSTERS, measure=measure).title
        assert title == f"The first clusters, by {word}"


def test_numbers_of_bubbles_cover_neither_each_other_nor_small_bubbles():
    # Forty of nearly the same quotient and share: two large ones, the others small.
    rows = [
        {
            **CLUSTERS[0],
            "rank": place,
            "lq": 2 + place / 40,
            "focus": 0.05 + (place % 7) / 200,
            "employment": 50_000 if place < 3 else 60,
        }
        for place in range(1, 41)
    ]
    picture = bubbles.bubbles(rows)
    points = [each for each in picture.data["clusters"] if each["number"]]
    assert len(points) > 20
    root = ElementTree.fromstring(render.svg(picture))
    ranks = {each["number"] for each in points}
    at = {}
    for text in root.iter(f"{SVG}text"):
        place = re.fullmatch(
            r"translate\(([-\d.]+),([-\d.]+)\)", text.get("transform", "")
        )
        if text.text in ranks and text.get("class") == "f-ink":
            at[text.text] = (float(place[1]), float(place[2]))
    assert at.keys() == ranks
    for one, (x, y) in at.items():
        for other, (to_x, to_y) in at.items():
            assert one == other or abs(x - to_x) >= 15 or abs(y - to_y) >= 15
    # The bubble of rank 40, of 60 jobs, is 5.6 pixels wide: its number is beside it.
    last = next(each for each in points if each["rank"] == max(ranks, key=int))
    assert last["moved"] and (last["number_lq"], last["number_up"]) != (
        last["lq"],
        last["up"],
    )


def test_numbers_are_written_as_each_language_writes_them():
    assert ENGLISH.number(1234.5, 1) == "1,234.5"
    assert Language("fr").number(1234.5, 1) == "1\xa0234,5"
    assert Language("es").percent(0.123) == "12,3\xa0%"
    assert Language("ar").percent(0.123) == "12,3%"
    # What rounds to zero has no sign; −0.006 rounds to −0.01.
    assert Language("en").number(-0.004, 2) == "0.00"
    assert Language("en").number(-0.006, 2) == "\N{MINUS SIGN}0.01"
    assert Language("ar").number(-0.38, 2) == "\N{LEFT-TO-RIGHT MARK}\N{MINUS SIGN}0,38"
    assert ENGLISH.number(-2) == "\N{MINUS SIGN}2"
    assert ENGLISH.number(None) == ENGLISH.short(float("nan")) == "unknown"


def test_what_is_whole_is_shown_whole_and_the_rest_with_three_digits():
    assert [ENGLISH.figure(each) for each in (17.0, 7, 0, 1450.0)] == [
        "17",
        "7",
        "0",
        "1,450",
    ]
    assert [ENGLISH.figure(each) for each in (7.25, 17.46, -0.5)] == [
        "7.25",
        "17.5",
        "\N{MINUS SIGN}0.50",
    ]
    # By hand it is 7; as floating numbers it is 6.999999999999999.
    assert ENGLISH.figure(8.2 - 1.2) == "7"
    assert ENGLISH.figure(None) == ENGLISH.figure(float("nan")) == "unknown"


@pytest.mark.parametrize(
    ("share", "digits", "said"),
    [
        (0.9996, 1, "99.9\xa0%"),  # 99.96 % would be rounded to the whole
        (0.9994, 1, "99.9\xa0%"),
        (0.996, 0, "99\xa0%"),
        (1.0, 1, "100.0\xa0%"),
        (sum([0.1] * 10), 1, "100.0\xa0%"),  # 0.9999999999999999
        (1.00004, 1, "100.0\xa0%"),
    ],
)
def test_only_the_whole_is_a_hundred_per_cent(share, digits, said):
    assert ENGLISH.percent(share, digits) == said


@pytest.mark.parametrize(
    ("shares", "ticks"),
    [
        ([0.013, 0.13], [0.01, 0.02, 0.05, 0.1, 0.2]),
        ([0.05], [0.05, 0.1]),
        ([0.564, 0.9], [0.5, 1.0]),
        ([0.00007, 0.7], [0.00001, 0.0001, 0.001, 0.01, 0.1, 1.0]),
    ],
)
def test_shares_have_round_ticks(shares, ticks):
    rows = [
        {**CLUSTERS[0], "rank": place, "focus": share}
        for place, share in enumerate(shares, start=1)
    ]
    spec = bubbles.bubbles(rows).spec
    axis = spec["layer"][0]["encoding"]["y"]
    assert axis["axis"]["values"] == ticks
    assert axis["scale"]["domain"] == [ticks[0], ticks[-1]]


def test_no_class_begins_where_shares_end():
    values = dict(zip("abcdef", [0.1, 0.5, 0.8, 0.996, 0.998, 1.0], strict=True))
    sheet = maps.Sheet(
        shapes={code: square(place) for place, code in enumerate(values)},
        names={},
        values=values,
        column=Column("share", "Share of jobs", "share"),
    )
    drawn = maps.region_map(sheet, title="Map").data["regions"]
    classes = {each["class"] for each in drawn}
    assert not any(each.startswith("100") for each in classes)


def test_arabic_words_are_outlined_in_print_and_kept_as_text_on_the_page():
    picture = bars.bar_list(CLUSTERS, language=ARABIC)
    sheet = maps.Sheet(
        SHEET.shapes,
        {**SHEET.names, "a": "سجاد"},
        {"a": 1.0},
        Column("n", "عدد", "count"),
    )
    drawn = maps.region_map(sheet, title="", language=ARABIC)
    page, print_ = render.svg(drawn), render.print_svg(drawn)
    assert "عدد" in page and 'direction="rtl"' in page
    texts = ElementTree.fromstring(print_).iter(f"{SVG}text")
    assert not any(outlines.needs(each.text or "") for each in texts)
    assert render.png(picture).startswith(b"\x89PNG")
    assert render.pdf(drawn).startswith(b"%PDF")


def test_azimuthal_projection_equals_the_worked_example_of_snyder():
    # Snyder 1987, Map projections: a working manual, appendix A, Lambert azimuthal
    # equal-area, sphere: R = 3, centre 40 N 100 W, point 20 S 100 E.
    x, y = 3 * projection.azimuthal(np.array([[100.0, -20.0]]), (-100.0, 40.0))[0]
    assert (x, y) == pytest.approx((-4.2339303, 4.0257775), abs=1e-6)


def test_equal_earth_has_its_published_shape():
    # Savric, Patterson and Jenny 2019: the ratio of width to height is 2.05458.
    edge = projection.equal_earth(np.array([[180.0, 0.0], [0.0, 90.0]]))
    assert edge[0, 0] / edge[1, 1] == pytest.approx(2.05458, abs=1e-5)


@given(
    longitude=st.floats(-40, 40), latitude=st.floats(-60, 60), middle=st.floats(-30, 30)
)
def test_both_projections_keep_areas(longitude, latitude, middle):
    step = 0.01
    square = np.array([[0, 0], [step, 0], [step, step], [0, step]])
    ring = square + np.array([longitude, latitude])
    # Area of the cell on the unit globe: width in radians times the sines' difference.
    sines = np.sin(np.radians([latitude, latitude + step]))
    area = np.radians(step) * (sines[1] - sines[0])
    for flat in (
        projection.azimuthal(ring, (0.0, middle)),
        projection.equal_earth(ring),
    ):
        assert shapely.Polygon(flat).area == pytest.approx(area, rel=1e-3)


def test_a_country_across_the_date_line_stays_in_one_piece():
    parts = {
        "w": shapely.box(178, -18, 180, -16),
        "e": shapely.box(-180, -18, -178, -16),
    }
    flat = projection.flatten(parts, width=100)
    assert flat.shapes["w"].bounds[2] == pytest.approx(
        flat.shapes["e"].bounds[0], abs=0.5
    )


def test_shared_borders_stay_shared_when_detail_is_dropped(shared_data):
    found = read_boundaries(shared_data / "boundaries" / "us_georgia_counties.geojson")
    flat = projection.flatten(found.shapes, width=340)
    before = sum(map(shapely.get_num_coordinates, found.shapes.values()))
    assert sum(map(shapely.get_num_coordinates, flat.shapes.values())) < before
    parts = np.array(list(flat.shapes.values()))
    overlap = shapely.area(parts).sum() - shapely.union_all(parts).area
    assert overlap < 1e-3 * shapely.area(parts).sum()


def test_a_map_of_159_counties_with_5000_firms_is_small(shared_data):
    found = read_boundaries(shared_data / "boundaries" / "us_georgia_counties.geojson")
    values = {code: place / 159 for place, code in enumerate(found.shapes)}
    column = Column("share", "Share of jobs", "share")
    sheet = maps.Sheet(found.shapes, found.names, values, column)
    assert len(render.svg(maps.region_map(sheet, title=""))) < 60_000
    random = np.random.default_rng(1)
    points = random.uniform([-85, 31], [-82, 34], (5000, 2))
    sheet = maps.Sheet(found.shapes, found.names, values, column, points=points)
    assert len(render.svg(maps.region_map(sheet, title=""))) < 200_000


def test_names_cut_to_the_same_letters_keep_rows_of_their_own():
    long = "A very long name of a candidate that goes on and on and on, number "
    stands = [robustness.Stand(f"{long}{each}", 0.5) for each in range(3)]
    rows = robustness.robustness(stands, top=1, draws=10).data["rows"]
    assert len({row["name"] for row in rows}) == 3


def test_an_empty_map_and_empty_lists_are_drawn():
    empty = maps.Sheet({}, {}, {}, SHEET.column)
    for picture in (
        maps.region_map(empty, title=""),
        bubbles.bubbles([]),
        bars.bar_list([]),
        robustness.robustness([], top=2, draws=10),
        funnel.funnel([]),
        weights.weights([]),
    ):
        assert ElementTree.fromstring(render.svg(picture)).tag == f"{SVG}svg"


def test_a_map_fits_the_regions_measured_and_shows_what_reaches_into_it():
    # a and b touch at a corner; c lies in the corner between them, far on another
    # continent, north beyond the frame.
    shapes = {
        "a": shapely.box(10, 40, 11, 41),
        "b": shapely.box(11, 41, 12, 42),
        "c": shapely.box(11, 40, 12, 41),
        "north": shapely.box(10, 43, 12, 44),
        "far": shapely.box(100, -20, 130, 10),
    }
    alone = projection.flatten({code: shapes[code] for code in "ab"}, width=300)
    fitted = projection.flatten(shapes, width=300, frame={"a", "b"})
    assert fitted.height == pytest.approx(alone.height)
    assert {"a", "b", "c"} == set(fitted.shapes)
    for code in "ab":
        assert fitted.shapes[code].bounds == pytest.approx(
            alone.shapes[code].bounds, abs=1.0
        )
    left, top, right, bottom = fitted.shapes["c"].bounds
    assert left >= 0 and top >= 0 and right <= 300 and bottom <= fitted.height
    # With no frame, or one that names nobody here, everything is drawn.
    assert set(
        projection.flatten(shapes, width=300, frame={"elsewhere"}).shapes
    ) == set(shapes)
