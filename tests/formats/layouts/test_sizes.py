"""Size bands. Ends and middles are worked out by hand beside each case."""

import pytest

from distretto.formats.layouts.sizes import ends_of, is_scale, middle_of, values_of


@pytest.mark.parametrize(
    ("band", "ends"),
    [
        ("a. 1-9", (1, 9)),
        ("b. 10-49", (10, 49)),
        ("e. 500+", (500, None)),
        ("10 to 49", (10, 49)),
        ("10 à 49 salariés", (10, 49)),
        ("0 a 5 personas", (0, 5)),
        ("6 – 10", (6, 10)),
        ("1,000-4,999", (1000, 4999)),
        ("1 000 à 4 999", (1000, 4999)),
        ("Under 5", (0, 4)),
        ("Less than 5 employees", (0, 4)),
        ("menos de 5", (0, 4)),
        ("up to 5", (0, 5)),
        ("<5", (0, 4)),
        ("≤5", (0, 5)),
        ("500 and more", (500, None)),
        ("500 y más", (500, None)),
        ("251 y más personas", (251, None)),
        ("more than 500", (501, None)),
        ("más de 500", (501, None)),
        (">500", (501, None)),
        ("≥ 500", (500, None)),
        ("٥٠ فأكثر", (50, None)),
        ("أقل من ٥", (0, 4)),
        ("7", (7, 7)),
        ("7 persons", (7, 7)),
        ("small", None),
        ("9-1", None),
        ("1.07", None),  # a quotient, not 1 to 7
        ("0,13", None),
        ("about 7 or so", None),
        ("", None),
    ],
)
def test_the_ends_of_a_band(band, ends):
    assert ends_of(band) == ends


@pytest.mark.parametrize(
    ("band", "middle"),
    [
        ("1-9", 5),  # (1 + 9) / 2
        ("10-49", 29.5),  # (10 + 49) / 2
        ("200-499", 349.5),
        ("Under 5", 2.5),  # one to four: (1 + 4) / 2
        ("0-5", 3),  # nobody employs nobody: (1 + 5) / 2
        ("0", 0),
        ("500+", 750),  # 500 x 1.5
    ],
)
def test_the_middle_of_a_band(band, middle):
    assert middle_of(band) == middle


def test_the_open_band_and_single_bands_can_be_told():
    assert middle_of("500+", open_band_factor=2) == 1000
    values, strange = values_of(
        ["1-9", "500+", "micro", "n/a"], {"500+": 1200, "Micro": 3}, 1.5
    )
    assert values == {"1-9": 5, "500+": 1200, "micro": 3, "n/a": None}
    assert strange == []


def test_what_is_no_band_is_named():
    assert values_of(["small"], {}, 1.5) == ({"small": None}, ["small"])


@pytest.mark.parametrize(
    ("texts", "sure"),
    [
        (["a. 1-9", "b. 10-49", "c. 50+", "unknown"], True),
        (["0 a 5 personas", "6 a 10 personas", "251 y más personas"], True),
        (["10-50", "50-100"], True),  # offices are careless about the edges
        (["0.1", "1.07", "0.46", "2.9"], False),  # location quotients
        (["2015-2018", "2016-2019"], False),  # years, which reach into each other
        (["1-9", "Main Street 4-6", "Route 66 km 70", "Harbour"], False),
        (["10-49"], False),  # one alone proves nothing
        ([f"{n}0-{n}9" for n in range(1, 60)], False),  # too many for a scale
    ],
)
def test_only_a_whole_scale_of_bands_is_taken_for_sizes(texts, sure):
    assert is_scale(texts) is sure
