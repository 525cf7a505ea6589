"""Industries: the tree of ISIC Rev. 4, other classifications, and the way between.

Titles and concordances are those that the United Nations Statistics Division and the
U.S. Census Bureau publish: ISIC Rev. 4 class 1393 is the manufacture of carpets and
rugs, part of group 139, division 13, section C; NAICS 2017 314110 corresponds to it.
"""

from html import unescape

import pytest
from django.urls import reverse

from distretto.formats.classifications import CLASSIFICATIONS
from distretto.web.register.queries import industries as queries


def address(page, *arguments):
    return reverse(f"register:{page}", args=["lindara", *arguments])


def text(response):
    return unescape(response.content.decode())


def codes(found):
    return [industry.code for industry in found]


def test_isic_begins_with_its_21_sections():
    assert codes(queries.parts_of("ISIC4")) == list("ABCDEFGHIJKLMNOPQRSTU")


def test_the_way_down_to_carpets():
    assert codes(queries.trail_to("ISIC4", "1393")) == ["C", "13", "139", "1393"]
    assert "139" in codes(queries.parts_of("ISIC4", "13"))
    assert queries.parts_of("ISIC4", "1393") == []


def test_every_code_of_isic_is_reached_from_above():
    def below(code):
        parts = queries.parts_of("ISIC4", code)
        return sum(1 + below(part.code) for part in parts)

    # 21 sections, 88 divisions, 238 groups, 419 classes.
    assert below("") == 21 + 88 + 238 + 419


def test_found_by_words_and_by_the_beginning_of_a_code():
    by_words, _ = queries.industries_matching("ISIC4", "carpets RUGS manufacture")
    assert codes(by_words) == ["1393"]
    by_code, count = queries.industries_matching("ISIC4", "139")
    assert codes(by_code)[0] == "139" and count == 6


def test_a_code_that_does_not_exist_has_no_way():
    assert queries.trail_to("ISIC4", "9999") == []


def test_national_codes_lead_back_to_isic():
    assert codes(queries.concordance("NAICS2017", "314110")) == ["1393"]
    assert queries.concordance("ISIC4", "1393") == []


@pytest.mark.parametrize("key", ["ISIC4", "NACE2", "NAICS2017", "NIC2008"])
def test_a_classification_is_browsed(key, client_of, amina, programme):
    page = client_of(amina).get(address("industries"), {"classification": key})
    assert page.status_code == 200 and CLASSIFICATIONS[key] in text(page)
    assert len(page.content) < 100_000


def test_one_industry_on_its_page(client_of, amina, programme):
    page = text(client_of(amina).get(address("industry", "ISIC4", "139")))
    assert "1393" in page and "carpets and rugs" in page
    assert address("industry", "ISIC4", "13") in page


@pytest.mark.parametrize("key", ["NAICS2017", "SCIAN2018"])
def test_sectors_that_are_ranges_have_their_parts(key, client_of, amina, programme):
    """In North America manufacturing is 31-33 and no group 3133."""
    assert codes(queries.trail_to(key, "3133")) == ["31-33", "313", "3133"]
    page = text(client_of(amina).get(address("industry", key, "31-33")))
    assert address("industry", key, "336") in page


def test_looking_for_something_on_the_page(client_of, amina, programme):
    page = text(client_of(amina).get(address("industries"), {"q": "footwear"}))
    assert "1520" in page and "1010" not in page


@pytest.mark.parametrize("code", ["9999", "..", "1393 OR 1"])
def test_what_does_not_exist_is_not_found(code, client_of, amina, programme):
    assert client_of(amina).get(address("industry", "ISIC4", code)).status_code == 404


def test_an_unknown_classification_is_not_found(client_of, amina, programme):
    url = address("industries")
    response = client_of(amina).get(url, {"classification": "NONE"})
    assert response.status_code == 404
