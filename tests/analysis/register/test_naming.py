"""Names and addresses made comparable; expected values are read off the names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distretto.analysis.register.folding import folded
from distretto.analysis.register.naming import address_of, firm_name

TEXTS = st.text(max_size=60)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("S.A.R.L. Étoile", "sarl etoile"),
        ("P T Maju", "pt maju"),
        ("CO.,LTD", "co ltd"),
        ("Hoà Phát Łódź Straße", "hoa phat lodz strasse"),
        ("ООО «Арка»", "ooo arka"),
        ("قطن", "qtn"),
        ("النصر", "al nsr"),
        ("北京", "beijing"),
        ("HUI'AN", "huian"),
        ("Plot12B", "plot 12 b"),
        ("Tools & Dies", "tools and dies"),
        ("١٢", "12"),
        (" \u200f□ ", ""),
    ],
)
def test_any_script_becomes_plain_latin_words(text, plain):
    assert folded(text) == plain


@given(TEXTS)
def test_folding_twice_changes_nothing(text):
    assert folded(folded(text)) == folded(text)


@given(TEXTS)
def test_folded_words_are_letters_or_digits_of_ascii(text):
    for word in folded(text).split(" "):
        assert word == "" or (word.isascii() and (word.isalpha() or word.isdigit()))


@given(st.text(alphabet="abcdefghij XYZ.,-", max_size=40))
def test_case_does_not_matter(text):
    assert folded(text) == folded(text.upper())


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("Arka Textiles (Pvt.) Ltd.", "arka textile"),
        ("ARKA TEXTILE PRIVATE LIMITED", "arka textile"),
        ("Arka Tekstil San. ve Tic. A.Ş.", "arka textile"),
        ("ООО «Арка Текстиль»", "arka textile"),
        ("PT. Arka Tekstil Tbk", "arka textile"),
        ("M/s Arka Textiles", "arka textile"),
        ("Arka Textil S.A. de C.V.", "arka textile"),
        ("Arka Textil GmbH & Co. KG", "arka textile"),
        ("شركة النصر ذ.م.م", "nsr"),
        ("红星有限公司", "hongxing"),
        ("Qingdao No. 5 Garment Fty", "qingdao 5 garment factory"),
        ("Ahmed & Sons", "ahmed son"),
    ],
)
def test_what_is_a_name_s_own(name, core):
    assert firm_name(name).core == core


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Jeans Knit Private Ltd Unit 3", "3"),
        ("Classic Fashion Unit - II", "2"),
        ("Rama Knitting 2nd Unit", "2"),
        ("Easy On Manufactory Ltd. Second Branch", "2"),
        ("Nan Yang Garment Co., Ltd. 3", "3"),
        ("Pungkook Saigon Two Corporation", "2"),
        ("Arka Weaving Mill 2", "2"),
        ("Subsidiary Factory of Hongyao Socks", "subsidiary"),
        ("Hirdaramani Katunayake (Cutting)", "cutting"),
        ("Qingdao No. 5 Garment Fty", ""),
        ("Arka Textiles", ""),
    ],
)
def test_which_of_its_units_a_name_tells(name, unit):
    assert firm_name(name).unit == unit


def test_legal_forms_are_kept_apart():
    assert firm_name("Arka (Pvt.) Ltd.").legal_forms == ("pvt", "ltd")


def test_a_name_of_nothing_but_legal_forms_keeps_them():
    assert firm_name("Co. Ltd").words == ("co", "ltd")
    assert firm_name("").words == ()


@given(TEXTS)
def test_every_name_that_says_something_has_words_of_its_own(name):
    found = firm_name(name)
    assert bool(found.words) == bool(found.text)


def test_an_address_keeps_what_tells_and_its_numbers():
    found = address_of("No. 12, Huashan Rd., Jimo District, Qingdao 266200")
    assert found.words == ("huashan", "jimo", "qingdao")
    assert found.numbers == ("12",)  # the code of the post is none of a house


def test_streets_of_other_languages_are_streets():
    assert address_of("Jl. Raya 5").words == address_of("Raya Road 5").words
    assert address_of("C/ Mayor 7, Calle Sol").words == ("mayor", "sol")
