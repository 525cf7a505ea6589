"""Short titles. The long ones are those of ISIC Rev. 4, NAICS 2017 and SCIAN 2018."""

import pytest

from distretto.formats.classifications import titles
from distretto.formats.titles import SHORT, cut, short_title


@pytest.mark.parametrize(
    ("key", "code", "short"),
    [
        ("ISIC4", "1391", "Knitted and crocheted fabrics"),
        ("ISIC4", "1520", "Footwear"),
        ("ISIC4", "1410", "Wearing apparel, except fur apparel"),
        ("ISIC4", "0111", "Growing of cereals, leguminous crops and oil…"),
        ("ISIC4", "4771", "Retail sale of clothing, footwear and leather…"),
        ("NAICS2017", "3116", "Animal Slaughtering and Processing"),
        ("SCIAN2018", "3162", "Calzado"),
    ],
)
def test_a_short_title_has_words_of_the_title_alone(key, code, short):
    assert short_title(titles(key)[code]) == short


@pytest.mark.parametrize("key", ["ISIC4", "NACE2", "NAICS2017", "CNAE2"])
def test_short_titles_fit_and_say_something(key):
    for title in titles(key).values():
        short = short_title(title)
        assert 2 < len(short) <= SHORT and not short.endswith((",…", " …"))


def test_a_word_is_never_cut_where_there_is_a_gap():
    assert cut("leather and shoes", 17) == "leather and shoes"
    assert cut("leather and shoes", 14) == "leather and…"
    assert cut("Donaudampfschifffahrt", 10) == "Donaudamp…"
    assert cut("الأحذية والجلود", 10) == "الأحذية…"
