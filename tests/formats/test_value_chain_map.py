"""The map of a value chain and cost bars: places by theorem, looks by what is drawn."""

import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from distretto.formats.charts import render
from distretto.formats.charts.chain_places import chain_places
from distretto.formats.charts.cost_bars import CostBar, cost_bars
from distretto.formats.charts.language import Language
from distretto.formats.charts.value_chain import value_chain_map
from distretto.formats.charts.value_chain_marks import ChainFlow, ChainStage
from distretto.formats.charts.value_chain_strips import FRAMEWORK, SUPPORT, Layer

STAGES = [
    ChainStage("Yarn", 1, 6, 0, 7.2, 0.12),
    ChainStage("Knitting", 2, 80, 14, 13.5, 0.1),
    ChainStage("Job work", 2, governs=True),
    ChainStage("Export", 4, price=24.0),
]
FLOWS = [
    ChainFlow(0, 1, share=0.6),
    ChainFlow(0, 2),
    ChainFlow(1, 3, share=1.0),
    ChainFlow(3, 0, "money"),
]


@given(
    st.lists(st.integers(1, 5), min_size=1, max_size=8),
    st.sampled_from([340, 640, 680]),
    st.data(),
)
def test_boxes_keep_apart_and_everything_stays_inside(ranks, width, data):
    places = st.integers(0, len(ranks) - 1)
    kinds = st.sampled_from(["goods", "money", "information"])
    ways = st.tuples(places, places, kinds).filter(lambda each: each[0] != each[1])
    flows = [] if len(ranks) == 1 else data.draw(st.lists(ways, max_size=10))
    found = chain_places(ranks, flows, width=width, high=70)
    for place, box in enumerate(found.boxes):
        assert box.is_within(width, found.height)
        assert not any(box.meets(other) for other in found.boxes[:place])
    assert len(found.routes) == len(flows)
    for route in found.routes:
        assert all(0 <= x <= width for x, _ in route.line)
    # A lower rank stands higher up.
    order = sorted(zip(ranks, (box.top for box in found.boxes), strict=True))
    assert [top for _, top in order] == sorted(top for _, top in order)


def test_goods_to_the_next_rank_go_straight_and_others_around():
    # Ranks 1, 2, 4: the second and the third row, although rank 3 is missing.
    ways = [(0, 1, "goods"), (1, 2, "goods")]
    found = chain_places([1, 2, 4], ways, width=600, high=60)
    assert [each.turn for each in found.routes] == [180, 180]
    ways = [(0, 2, "goods"), (2, 0, "money")]
    skips = chain_places([1, 2, 3], ways, width=600, high=60)
    assert [each.turn for each in skips.routes] == [90, 270]


def drawn(language=None, width=680):
    return value_chain_map(
        STAGES,
        FLOWS,
        layers=[
            Layer(SUPPORT, (("Institute", "Bank"),)),
            Layer(FRAMEWORK, (("Duty on yarn", "Labour law"), ("Power supply",))),
        ],
        money="EUR / sweater",
        language=language or Language(),
        width=width,
    )


def test_the_map_follows_the_colours_of_the_page():
    svg = render.svg(drawn())
    for word in ("Yarn", "Knitting", "Support institutions", "Institute · Bank", "60"):
        assert word in svg
    assert "80 actors · 14 women" in svg
    # Classes follow the page, dark or printed, wherever there is a colour.
    for tag in re.findall(r"<[a-z]+ [^>]*#[0-9a-f]{6}[^>]*>", svg):
        assert re.search(r'class="[^"]*(f|s)-', tag), tag
    titles = re.findall("<title>(.*?)</title>", svg)
    assert "Yarn – Job work · Goods · unknown" in titles
    assert not any("x:" in each for each in titles)


def test_layers_stand_beneath_the_chain_and_apart():
    for width in (680, 340):
        picture = drawn(width=width)
        *stages, support, framework = picture.data["boxes"]
        assert max(each["bottom"] for each in stages) < support["top"]
        assert support["bottom"] < framework["top"]
        inside = [
            row["text"]
            for row in picture.data["words"]
            if framework["top"] < row["y"] < framework["bottom"]
        ]
        # A kind stands on a line of its own.
        assert inside[-2:] == ["Duty on yarn · Labour law", "Power supply"]
        assert inside[0].startswith("Framework")


def test_letters_are_larger_on_a_phone():
    def sizes(width):
        return {row["size"] for row in drawn(width=width).data["words"]}

    assert min(sizes(340)) == 13 > min(sizes(680)) == 11


def test_an_unknown_share_is_thin_and_grey_and_says_nothing():
    picture = drawn()
    lines = {row["flow"]: row for row in picture.data["lines"]}
    assert lines[1]["wide"] == 1.6 < lines[0]["wide"] < lines[2]["wide"] == 13
    assert lines[1]["colour"] != lines[0]["colour"]
    shares = [row["text"].split()[0] for row in picture.data["shares"]]
    assert shares == ["60", "100"]
    assert picture.table.rows[1] == ("Yarn", "Job work", "Goods", None)


def test_from_right_to_left_the_map_is_mirrored():
    left, right = drawn(), drawn(Language("ar"))
    for one, other in zip(left.data["boxes"], right.data["boxes"], strict=True):
        assert one["left"] + other["right"] == 680
    turns = [
        (one["turn"], other["turn"])
        for one, other in zip(left.data["heads"], right.data["heads"], strict=True)
    ]
    assert turns[0] == (180, 180)
    assert turns[3] == (270, 90)


def test_a_map_without_stages_is_empty_and_drawn():
    picture = value_chain_map([], [])
    assert picture.data["boxes"] == []
    assert "<svg" in render.svg(picture)


def test_bars_leave_out_what_is_unknown_and_say_so():
    bars = [CostBar("Median", (5.0, None, -1.0)), CostBar("Best", (4.0, 2.0, 3.0))]
    picture = cost_bars(bars, ["Material", "Labour", "Margin"], money="EUR")
    pieces = [(row["row"], row["begin"], row["end"]) for row in picture.data["pieces"]]
    assert pieces == [(0, 0, 5), (1, 0, 4), (1, 4, 6), (1, 6, 9)]
    assert picture.notes == (
        "Unknown, and not in the bar of Median: Labour.",
        "A loss is not drawn: Median, \N{MINUS SIGN}1.",
    )
    shares = [row[3] for row in picture.table.rows]
    assert shares == [None, None, None, 4 / 9, 2 / 9, 3 / 9]
    assert "Median" in render.svg(picture)


def test_other_writers_of_xml_do_not_change_a_drawing():
    """As one that took the empty prefix for itself: it is one register for all."""
    ElementTree.register_namespace("", "http://www.w3.org/2002/xforms")
    assert render.svg(drawn()).startswith("<svg ")
