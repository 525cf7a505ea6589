"""Lists of firms as people send them. What a row should become is read off the row."""

from collections import Counter

import polars as pl
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from distretto.errors import FormatError
from distretto.formats.firm_lists.country_names import country_code
from distretto.formats.firm_lists.industry_titles import match_titles
from distretto.formats.firm_lists.model import COLUMNS, Choices
from distretto.formats.firm_lists.reading import read_firms
from distretto.formats.firm_lists.roles import ROLES, WORDS, fit


def written(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "firms.csv"
    path.write_bytes(text.encode(encoding))
    return path


def read(tmp_path, text, **choices):
    return read_firms(written(tmp_path, text), Choices(**choices))


def problem(found, code):
    (only,) = (each for each in found.problems if each.code == code)
    return only


FRENCH = (
    "Nom de l'entreprise;Adresse;Commune;Coordonnées GPS;Secteur d'activité;Effectif;"
    "Femmes;Année de création;Sexe du promoteur;Téléphone;Courriel;Site web;NIF;"
    "Exportateur;Remarque\n"
    "Étoile SARL;12 rue du Port;Kafou;5.6037, -0.187;Fabrication de chaussures;12;5;"
    "2009;femme;+233 24 123 4567;info@etoile.example;www.etoile.example;00123;oui;x\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252"])
def test_a_french_list(tmp_path, encoding):
    found = read_firms(written(tmp_path, FRENCH, encoding))
    row = found.frame.row(0, named=True)
    assert row["name"] == "Étoile SARL" and row["place"] == "Kafou"
    assert (row["latitude"], row["longitude"]) == (5.6037, -0.187)
    assert (row["industry"], row["industry_score"]) == ("1520", 1.0)
    assert (row["employees"], row["women"], row["year_founded"]) == (12, 5, 2009)
    assert (row["owner_sex"], row["exporter"]) == ("female", True)
    assert row["email"] == "info@etoile.example" and row["tax_number"] == "00123"
    assert found.unused == ("Remarque",) and found.problems == ()


@pytest.mark.parametrize(
    ("heading", "roles"),
    [
        (
            "Nombre de la empresa|Dirección|Municipio|Latitud|Longitud|CIIU|Empleados",
            "name|address|place|latitude|longitude|industry|employees",
        ),
        (
            "Razão social|Endereço|Concelho|CNPJ|Correio|Telefone|Porte",
            "legal_name|address|place|tax_number|-|phone|size",
        ),
        (
            "اسم الشركة|العنوان|المدينة|الهاتف|البريد الالكتروني|عدد العاملين|المنتجات",
            "name|address|place|phone|email|employees|products",
        ),
        (
            "Nama Perusahaan|Alamat|Kecamatan|No Telepon|Tahun Berdiri|Karyawan|NPWP",
            "name|address|place|phone|year_founded|employees|tax_number",
        ),
    ],
)
def test_headings_of_other_languages(tmp_path, heading, roles):
    cells = {
        "name": "Arka",
        "legal_name": "Arka SA",
        "address": "Main 1",
        "place": "Kafou",
        "latitude": "5.5",
        "longitude": "1.5",
        "industry": "1520",
        "employees": "12",
        "tax_number": "12345",
        "phone": "024123456",
        "size": "10-49",
        "email": "a@b.example",
        "products": "shoes",
        "year_founded": "1999",
        "-": "?",
    }
    names, wanted = heading.split("|"), roles.split("|")
    row = ";".join(f'"{cells[role]}"' for role in wanted)
    found = read(tmp_path, f"{';'.join(names)}\n{row}\n")
    told = {role: name for name, role in zip(names, wanted, strict=True) if role != "-"}
    assert dict(found.columns) == told


def test_contents_tell_what_names_do_not(tmp_path):
    text = "Firm,c1,c2,c3\n" + "".join(
        f'Arka {i},a{i}@b.example,"5.{i}, -0.{i}",{band}\n'
        for i, band in enumerate(["1-9", "10-49", "50+"], start=1)
    )
    found = read(tmp_path, text)
    assert dict(found.columns) == {
        "name": "Firm",
        "email": "c1",
        "coordinates": "c2",
        "size": "c3",
    }
    assert found.frame["employees_low"].to_list() == [1, 10, 50]
    assert found.frame["employees_high"].to_list() == [9, 49, None]
    # (1 + 9) / 2, (10 + 49) / 2, 50 x 1.5: decision 0303.
    assert found.frame["employees_estimate"].to_list() == [5, 29.5, 75]
    assert found.frame["employees"].null_count() == 3  # a band is no count


def test_a_person_s_word_stands(tmp_path):
    text = "name,other\nA,Arka\n"
    found = read(tmp_path, text, columns={"name": "other", "source_id": "name"})
    assert found.frame["name"].to_list() == ["Arka"]
    assert found.frame["source_id"].to_list() == ["A"]
    with pytest.raises(FormatError, match="no column “absent”"):
        read(tmp_path, text, columns={"name": "absent"})


def test_a_span_of_years_is_told_and_what_is_unclear_is_unknown(tmp_path):
    rows = "Arka;2018-2019\nBora;1999-2000-2001\nDoro;12.2018-2019\nEna;2026-2027\n"
    found = read(tmp_path, "name,year\n" + rows.replace(";", ","), survey_year=2026)
    assert found.frame["year_founded"].to_list() == [2018, None, None, None]
    told = [(each.row, each.code, each.severity) for each in found.problems]
    assert told == [
        (2, "span_of_years", "warning"),
        (3, "not_a_year_of_foundation", "error"),
        (4, "not_a_year_of_foundation", "error"),
        (5, "not_a_year_of_foundation", "error"),
    ]


def test_every_problem_has_its_place_and_nothing_is_lost(tmp_path):
    text = (
        "name,lat,lon,employees,women,email,phone,country,year,website\n"
        "Arka,5.5,1.5,12,5,a@b.example,024123456,Ghana,1999,www.a.example\n"
        "Bora,95,1.5,-3,1,not mail,12,Atlantis,1492,nowhere\n"
        ",5.5,,12.5,20,,,GH,,\n"
        "Doro,0,0,10,11,,,,,\n"
    )
    found = read(tmp_path, text)
    assert found.frame["row"].to_list() == [2, 3, 4, 5]
    assert Counter(each.code for each in found.problems) == {
        "exchanged_coordinates": 1,  # 95 and 1.5: latitude 1.5, longitude 95
        "negative_count": 1,
        "not_an_email": 1,
        "not_a_phone": 1,
        "unknown_country": 1,
        "not_a_year_of_foundation": 1,
        "not_a_website": 1,
        "no_name": 1,
        "half_a_place": 1,
        "part_of_a_person": 1,
        "place_at_zero": 1,
        "more_women_than_people": 1,
    }
    assert sum(found.counts.values()) == len(found.problems) == 12
    wrong = problem(found, "not_an_email")
    assert (wrong.row, wrong.column, wrong.value) == (3, "email", "not mail")
    assert "name@example.org" in wrong.sentence
    second = found.frame.row(1, named=True)
    assert second["name"] == "Bora"  # the row stays; what is wrong is unknown
    unknown = ("latitude", "longitude", "employees", "email", "phone", "country")
    assert all(second[role] is None for role in unknown)
    assert found.frame["latitude"].to_list() == [5.5, None, None, None]


def test_marks_of_the_unknown_are_no_problems(tmp_path):
    found = read(
        tmp_path, "name,employees,email,year,phone,lat,lon\nArka,n/a,-,..,?,,\n"
    )
    assert found.problems == ()
    assert found.frame["employees"].to_list() == [None]


def test_places_outside_the_frame_are_told(tmp_path):
    text = "name,lat,lon\nA,5.5,1.5\nB,1.5,5.5\nC,50,50\n"
    frame = {"GH": shapely.box(1, 5, 2, 6)}  # longitudes 1 to 2, latitudes 5 to 6
    found = read(tmp_path, text, shapes=frame)
    told = {each.row: each.code for each in found.problems}
    assert told == {3: "exchanged_coordinates", 4: "outside_the_frame"}
    assert found.frame["latitude"].to_list() == [5.5, 1.5, 50]  # kept: a warning


def test_known_places_are_found_forgivingly(tmp_path):
    text = "name,district\nA,NOR\nB,NORTHBRÍDGE\nC,Northbrigde\nD,Elsewhere\n"
    found = read(tmp_path, text, places={"NOR": "Northbridge", "LOM": "Lomani"})
    assert found.frame["place_code"].to_list() == ["NOR", "NOR", "NOR", None]
    assert problem(found, "unknown_place").row == 5


def test_codes_decide_and_titles_stand_in(tmp_path):
    text = (
        "name,isic code,industry title\n"
        "A,1520,anything\n"
        "B,,Manufacture of footwear\n"
        "C,9999,Footware\n"
        "D,,Reiki of clouds\n"
    )
    found = read(tmp_path, text, classification="ISIC4")
    assert found.frame["industry"].to_list() == ["1520", "1520", "1520", None]
    scores = found.frame["industry_score"].to_list()
    assert scores[:2] == [1, 1] and 0.75 <= scores[2] < 1 and scores[3] is None
    assert problem(found, "unknown_industry").row == 4
    assert problem(found, "unknown_industry_title").row == 5


def test_a_code_among_titles_is_the_code(tmp_path):
    text = (
        "name,industry\n"
        "Arka,Manufacture of textiles\n"
        "Belo,1391\n"
        "Ciro,Tanning and dressing of leather\n"
        "Dora,Manufacture of footwear\n"
        "Ewe,9999\n"
    )
    found = read(tmp_path, text, classification="ISIC4")
    assert found.columns == {"name": "name", "industry_title": "industry"}
    assert found.frame["industry"][1] == "1391"
    assert found.frame["industry_score"][1] == 1
    # No industry of ISIC Rev. 4, and like no title either.
    assert [each.row for each in found.problems] == [6]


# A group of one class is that class: in ISIC Rev. 4, division 31 is group 310 and that
# class 3100; group 152 is class 1520 and 143 is 1430. Division 13 has two groups.
@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Manufacture of textiles", "13"),
        ("Manufacture of knitted and crocheted apparel", "1430"),
        ("Textiles", "13"),
        ("Fabrication de chaussures", "1520"),
        ("Industrie de l'habillement", "14"),
        ("Fabricação de móveis", "3100"),
        ("Fabricación de calzado", "1520"),
        ("Производство обуви", "1520"),
        ("Elaboración de productos alimenticios", "10"),
        ("Transporte terrestre", "49"),
        ("xyz", None),
        ("car parts", None),  # not carpets
    ],
)
def test_titles_in_the_languages_there_are(title, code):
    assert match_titles([title], "ISIC4")[title].code == code


def test_a_list_that_tells_no_firm_is_refused(tmp_path):
    with pytest.raises(FormatError) as refusal:
        read(tmp_path, "colour,taste\nred,sour\n")
    assert refusal.value.code == "no_firms"


def test_a_workbook_is_read_by_its_sheet(tmp_path):
    path = tmp_path / "firms.xlsx"
    with Workbook(path) as book:
        for name, firm in (("Old", "Arka"), ("New", "Bora")):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Company", "Telephone", "Employees"])
            sheet.write_row(1, 0, [firm, 233241234567, 12])
    found = read_firms(path, sheet="New")
    row = found.frame.row(0, named=True)
    assert (row["name"], row["phone"], row["employees"]) == ("Bora", "233241234567", 12)
    assert found.sheet == "New"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CHINA", "CN"),
        ("P.R. China", "CN"),
        ("Viet Nam", "VN"),
        ("Turquie", "TR"),
        ("الاردن", "JO"),
        ("Côte d’Ivoire", "CI"),
        ("gb", "GB"),
        ("USA", "US"),
        ("The Gambia", "GM"),
        ("Atlantis", None),
    ],
)
def test_countries_as_lists_name_them(text, code):
    assert country_code(text) == code


@pytest.mark.parametrize("role", ROLES)
def test_every_name_of_a_column_fits_its_role(role):
    for line in WORDS[role]:
        for name in line.split("|"):
            assert fit(name, role) > 0, name


CELLS = st.text(alphabet="abcé 0123456789.,;@-°'NW/%\u0660", max_size=12)


@settings(max_examples=60)
@given(rows=st.lists(st.tuples(*[CELLS] * 7), min_size=1, max_size=6))
def test_whatever_is_written_every_row_stays(tmp_path_factory, rows):
    heading = ["name", "lat", "lon", "employees", "size", "email", "isic", "end"]
    folder = tmp_path_factory.mktemp("any")
    frame = pl.DataFrame(
        [(f"N{row[0]}", *row[1:], "x") for row in rows], schema=heading, orient="row"
    )
    frame.write_csv(folder / "any.csv")
    told = {role: role for role in ("name", "employees", "size", "email")}
    told |= {"latitude": "lat", "longitude": "lon", "industry": "isic"}
    found = read_firms(folder / "any.csv", Choices(columns=told))
    assert found.frame.columns == ["row", *COLUMNS]
    assert found.frame.height == len(rows)
    for problem in found.problems:
        assert problem.sentence.endswith(".") and problem.row


# --- Real lists ---------------------------------------------------------------------


def test_plants_of_fourteen_lists(shared_data):
    path = shared_data / "oar_facility_lists" / "facilities_geocoded_14_lists.csv"
    found = read_firms(path)
    assert found.frame.height == 932 and found.counts == {}
    # 89 ways to write them; every one is a country.
    assert found.frame["country"].null_count() == 0
    assert found.frame.filter(pl.col("country") == "CN").height == 434
    assert found.unused == ("list",)


def test_the_register_of_greater_buenos_aires(shared_data):
    path = shared_data / "argentina_amba_establishments" / "amba_establishments.csv.gz"
    found = read_firms(path)
    assert found.frame.height == 47_093
    assert found.counts == {} and found.classification == "ISIC4"
    # The publisher's count of fabricated metal (see the README of the data).
    assert found.frame.filter(pl.col("industry") == "25").height == 4_484
    # “6” and “9” had lost their zero: 162 and 199 rows.
    assert found.frame.filter(pl.col("industry").is_in(["06", "09"])).height == 361
    assert found.frame["employees"].null_count() == 47_093  # bands are no counts
    assert found.frame["latitude"].null_count() == 0
