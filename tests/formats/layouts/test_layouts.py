"""Layouts of tables: what is understood, what is told, what is refused."""

from pathlib import Path

import polars as pl
import pytest

from distretto.errors import FormatError, InputError
from distretto.formats.layouts import TotalCheck, read, understand
from distretto.formats.words import WORDS, is_derived

# Kano and Lagos by leather and other, as people lay it out.
LONG = (
    "region,industry,employment\n"
    "Kano,leather,30\nKano,other,70\nLagos,leather,10\nLagos,other,290\n"
)
CELLS = {
    ("Kano", "leather"): 30,
    ("Kano", "other"): 70,
    ("Lagos", "leather"): 10,
    ("Lagos", "other"): 290,
}


@pytest.fixture
def table(tmp_path):
    def write(text: str, name: str = "firms.csv") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def cells(found, measure: str = "employment") -> dict:
    frame = found.cells
    return {
        (row["region"], row["industry"]): row[measure]
        for row in frame.iter_rows(named=True)
    }


@pytest.mark.parametrize(
    "heading",
    [
        "district,sector,jobs",
        "Département,Secteur,Effectifs",
        "Municipio,Rama de actividad,Personal ocupado",
        "Município,Setor,Pessoal ocupado",
        "المحافظة,النشاط الاقتصادي,عدد العاملين",
        "जिला,उद्योग,रोजगार",
        "GEO,NACE_R2,PERSONS_EMPLOYED",
    ],
)
def test_columns_are_known_in_six_languages(table, heading):
    path = table(LONG.replace("region,industry,employment", heading))
    understood = understand(path)
    assert understood.layout == "long"
    assert cells(understood.table()) == CELLS


def test_columns_with_other_names_are_taken_as_told(table):
    path = table(LONG.replace("region,industry,employment", "x1,x2,x3"))
    told = {"region": "x1", "industry": "X2", "employment": "x3"}
    assert cells(read(path, columns=told)) == CELLS


def test_unclear_columns_are_named_and_not_guessed(table):
    path = table("x1,x2,x3\n1,2,3\n4,5,6\n")
    with pytest.raises(FormatError) as refused:
        understand(path)
    assert refused.value.code == "unclear_columns"
    assert "region and which the industry" in str(refused.value)
    assert "“x3”" in str(refused.value)


def test_a_column_that_is_not_there_is_a_sentence(table):
    with pytest.raises(FormatError, match="no column “jobs” for the persons employed"):
        understand(table(LONG), columns={"employment": "jobs"})


@pytest.mark.parametrize(
    ("layout", "code"), [("wide", "not_wide"), ("qcew", "no_such_column")]
)
def test_a_layout_that_does_not_fit_is_a_sentence(table, layout, code):
    path = table("region,industry,employment\nA,1310,5\nB,1310,7\n")
    with pytest.raises(FormatError) as refused:
        understand(path, layout=layout)
    assert refused.value.code == code


def test_wide_tables_are_read_either_way_round(table):
    by_region = table("region,leather,other\nKano,30,70\nLagos,10,290\n", "a.csv")
    by_industry = table("sector,Kano,Lagos\nleather,30,10\nother,70,290\n", "b.csv")
    assert understand(by_region).layout == "wide"
    assert cells(read(by_region)) == CELLS
    assert cells(read(by_industry)) == CELLS


def test_a_wide_table_may_be_of_establishments(table):
    path = table("region,leather,other\nKano,30,70\nLagos,10,290\n")
    found = read(path, measure="establishments")
    assert cells(found, "establishments") == CELLS
    assert found.cells["employment"].null_count() == 4


def test_totals_of_a_wide_table_become_totals(table):
    path = table(
        "region,leather,other,Total\nKano,30,70,100\nLagos,10,290,300\nTotal,40,360,400\n"
    )
    found = read(path)
    assert cells(found) == CELLS
    assert dict(found.region_totals.select("region", "employment").iter_rows()) == {
        "Kano": 100,
        "Lagos": 300,
    }
    assert found.grand_total["employment"] == 400


def test_years_side_by_side_become_years(table):
    path = table("region,industry,2017,2018\nKano,leather,25,30\nLagos,leather,9,10\n")
    found = read(path)
    rows = found.cells.select("region", "year", "employment").rows()
    assert rows == [
        ("Kano", 2017, 25),
        ("Kano", 2018, 30),
        ("Lagos", 2017, 9),
        ("Lagos", 2018, 10),
    ]


def test_later_years_are_left_out_and_a_missing_year_is_a_sentence(table):
    text = "region,industry,year,jobs\nKano,leather,2017,25\nKano,leather,2018,30\n"
    found = read(table(text), year=2017)
    assert found.cells["year"].to_list() == [2017]
    assert "Figures after 2017 were left out." in map(str, found.notes)
    with pytest.raises(FormatError, match="no year 2016"):
        read(table(text), year=2016)


def test_unknown_is_null_and_never_zero(table):
    text = LONG.replace("Kano,other,70", "Kano,other,(D)").replace("290", "")
    found = read(table(text))
    assert cells(found)["Kano", "other"] is None
    assert cells(found)["Lagos", "other"] is None
    assert "2 cells of 4 unknown" in " ".join(map(str, found.notes))


@pytest.mark.parametrize(
    "word", ["Total", "Ensemble", "المجموع", "All industries", "T"]
)
def test_a_total_among_the_industries_is_not_counted_twice(table, word):
    text = LONG + f"Kano,{word},105\nLagos,{word},300\n"
    understood = understand(table(text))
    found = understood.table()
    assert cells(found) == CELLS
    totals = dict(found.region_totals.select("region", "employment").iter_rows())
    assert totals == {"Kano": 105, "Lagos": 300}
    # 105 was published, the parts are 30 + 70: told, and the published one is used.
    wrong = [check for check in understood.totals if not check.agrees]
    assert [(check.code, check.difference) for check in wrong] == [("Kano", 5)]
    warned = [each for each in understood.problems if each.code == "total_differs"]
    assert len(warned) == 1 and "105" in warned[0].sentence


def test_a_total_may_exceed_known_parts_but_not_fall_short_of_them(table):
    text = (
        "region,industry,jobs\nKano,a,30\nKano,b,\nKano,Total,100\n"
        "Lagos,a,30\nLagos,b,\nLagos,Total,20\n"
    )
    understood = understand(table(text))
    wrong = {check.code for check in understood.totals if not check.agrees}
    assert wrong == {"Lagos"}


def test_the_total_of_an_industry_counts_firms_of_no_region_too(table):
    # a: 30 + 30 of 65, and 5 have no region. b: 9 + 9 of 10 cannot be.
    lines = ["region,industry,jobs", "State,a,65", "State,b,10", "N,a,30", "S,a,30"]
    lines += ["N,b,9", "S,b,9"]
    understood = understand(table("\n".join(lines)), total_region="State")
    found = {check.code: check for check in understood.totals}
    assert found["a"].agrees and found["a"].exceeds
    assert not found["b"].agrees and not found["b"].exceeds
    (note,) = [each for each in map(str, understood.notes) if "firms of no" in each]
    assert note.startswith("1 published total of an industry is more than its regions")


def test_many_rounded_parts_may_exceed_their_total():
    # n errors of at most a half have a standard deviation of the root of n / 12; the
    # root of n is 3.5 of them: of 400 parts, 20.
    def check(published):
        return TotalCheck(
            "industry", "c", "employment", published, 400, True, None, 400
        )

    assert check(380).agrees and not check(379).agrees


def test_a_region_that_is_the_sum_of_the_others_is_their_total(table):
    # 10 + 20 + 30 = 60 and so on: "Nigeria" adds up in every industry.
    lines = ["region,industry,jobs"]
    for industry, parts in {"a": (10, 20, 30), "b": (1, 2, 3), "c": (5, 5, 5)}.items():
        for region, jobs in zip(("X", "Y", "Z"), parts, strict=True):
            lines.append(f"{region},{industry},{jobs}")
        lines.append(f"Nigeria,{industry},{sum(parts)}")
    found = read(table("\n".join(lines) + "\n"))
    assert found.cells["region"].unique().sort().to_list() == ["X", "Y", "Z"]
    assert dict(found.industry_totals.select("industry", "employment").iter_rows()) == {
        "a": 60,
        "b": 6,
        "c": 15,
    }
    assert any(
        "“Nigeria” was taken for the total" in note for note in map(str, found.notes)
    )


# As the QCEW publishes them, quotients beside the counts that they are made of.
QUOTIENTS = (
    "area_fips,industry_code,annual_avg_estabs,lq_annual_avg_estabs,"
    "lq_annual_avg_emplvl\n"
    "13001,1133,9,5.31,2.18\n13001,3211,4,1.07,1.90\n13003,1133,3,2.46,0.38\n"
)


def test_quotients_are_neither_sizes_nor_counts(table):
    understood = understand(table(QUOTIENTS))
    assert dict(understood.columns) == {
        "region": "area_fips",
        "industry": "industry_code",
        "establishments": "annual_avg_estabs",
    }
    assert understood.layout == "long"


def test_quotients_alone_are_asked_about(table):
    text = QUOTIENTS.replace(",annual_avg_estabs,lq", ",lq")
    text = text.replace(",9,", ",").replace(",4,", ",").replace(",3,", ",")
    with pytest.raises(FormatError, match="is the persons employed"):
        understand(table(text))


def test_no_name_of_a_count_speaks_of_something_computed():
    names = [
        name
        for role in ("employment", "establishments", "size")
        for line in WORDS[role]
        for name in line.split("|")
    ]
    assert [name for name in names if is_derived(name)] == []


def test_columns_of_a_published_extract_are_what_they_are(shared_data):
    found = understand(shared_data / "us_georgia_qcew" / "demo_private_naics4.csv.gz")
    assert "size" not in found.columns
    assert found.columns["establishments"] == "annual_avg_estabs"
    assert found.columns["employment"] == "annual_avg_emplvl"


# The country holds two groups of regions, each of them regions: 2 x its own figure.
GROUPS = "region,industry,jobs\n" + "".join(
    f"{region},{industry},{jobs * times}\n"
    for industry, times in {"a": 1, "b": 3, "c": 7}.items()
    for region, jobs in {"Land": 60, "North": 30, "X": 10, "Y": 20, "South": 30}.items()
)


def test_a_label_larger_than_all_others_everywhere_is_suspected(table):
    understood = understand(table(GROUPS))
    assert [(each.code, each.value) for each in understood.questions] == [
        ("maybe_total", "Land")
    ]
    assert understood.regions == 5
    with pytest.raises(FormatError, match=r"question open\. .*“Land” is probably"):
        understood.table()
    # Told that it is a region like the others, it is one.
    assert "Land" in set(read(table(GROUPS), total_region="none").cells["region"])
    assert understand(table(GROUPS), accept_totals=True).questions == ()


def test_totals_and_groups_can_be_told(table):
    found = read(table(GROUPS), total_region="Land", leave_out=("North",))
    assert sorted(set(found.cells["region"])) == ["South", "X", "Y"]
    assert found.industry_totals["employment"].to_list() == [60, 180, 420]
    with pytest.raises(FormatError, match="no region or industry “West”"):
        read(table(GROUPS), leave_out=("West",))


def test_a_total_that_is_in_no_row_is_refused(table):
    with pytest.raises(FormatError, match="no region “Lnad” that could be the total"):
        read(table(GROUPS), total_region="Lnad")
    with pytest.raises(FormatError, match="no industry “z” that could be the total"):
        read(table(GROUPS), total_industry="z")


@pytest.mark.parametrize("factor", [-1, 0.5, float("nan"), float("inf")])
def test_a_factor_that_shrinks_the_open_band_is_blamed_itself(table, factor):
    with pytest.raises(InputError, match="“open_band_factor” is"):
        understand(table(GROUPS), open_band_factor=factor)
    with pytest.raises(InputError, match="“minimum_known_share” is 2"):
        understand(table(GROUPS), minimum_known_share=2)


# Branches and their parts in one column: 31 = 311 + 312, 311 = 3111 + 3112 ...
NESTED = """region,naics,employment
A,31,60
A,311,40
A,3111,30
A,3112,10
A,312,20
A,3121,20
B,31,50
B,311,50
B,3111,
B,3112,
"""


def test_levels_of_codes_are_not_counted_twice(table):
    found = read(table(NESTED))
    assert cells(found) == {
        ("A", "3111"): 30,
        ("A", "3112"): 10,
        ("A", "3121"): 20,
        ("B", "3111"): None,
        ("B", "3112"): None,
    }
    totals = dict(found.region_totals.select("region", "employment").iter_rows())
    assert totals == {"A": 60, "B": 50}  # from the two-digit rows, never 160
    assert any("nobody is counted twice" in note for note in map(str, found.notes))


def test_another_level_takes_the_published_rows_of_that_level(table):
    found = read(table(NESTED), level=3)
    assert cells(found) == {("A", "311"): 40, ("A", "312"): 20, ("B", "311"): 50}


def test_deeper_codes_are_added_up_to_the_level_and_unknown_stays_unknown(table):
    path = table("region,naics,jobs\nA,3111,30\nA,3112,10\nB,3111,\nB,3112,5\n")
    assert cells(read(path, level=3)) == {("A", "311"): 40, ("B", "311"): None}


def test_a_level_that_is_too_deep_is_a_sentence(table):
    with pytest.raises(FormatError, match="no industries of 6 digits"):
        read(table(NESTED), level=6)


def test_numbers_that_merely_begin_alike_are_no_levels(table):
    # A flat list numbered 1 to 12: "1" does not contain "10", 11 and 12.
    lines = [f"{region},{code},{5 + code}" for region in "XY" for code in range(1, 13)]
    found = read(table("region,branch,jobs\n" + "\n".join(lines) + "\n"))
    assert found.cells.height == 24


def test_rows_listed_twice_are_refused_or_added_up(table):
    path = table(LONG + "Kano,leather,5\n")
    understood = understand(path)
    problem = understood.errors[0]
    assert (problem.code, problem.row) == ("duplicate_rows", 6)
    assert "rows 2, 6 all give industry “leather” in region “Kano”" in str(problem)
    with pytest.raises(FormatError, match="1 cells or rows that cannot be used"):
        understood.table()
    assert cells(read(path, duplicates="sum"))["Kano", "leather"] == 35


def test_cells_that_are_no_counts_are_listed_by_place(table):
    path = table(LONG.replace(",30", ",thirty").replace(",290", ",-290"))
    understood = understand(path)
    assert [(p.row, p.column, p.value, p.code) for p in understood.errors] == [
        (2, "employment", "thirty", "not_a_count"),
        (5, "employment", "-290", "negative_count"),
    ]
    with pytest.raises(FormatError, match="Row 2, column “employment”: “thirty”"):
        understood.table()
    found = read(path, accept_problems=True)
    assert cells(found)["Kano", "leather"] is None
    assert cells(found)["Lagos", "other"] is None


def test_figures_without_a_region_are_a_problem(table):
    understood = understand(table(LONG + ",leather,5\n"))
    assert [(p.code, p.row) for p in understood.errors] == [("blank_key", 6)]


def test_unknown_industry_codes_are_warned_of_with_the_nearest(table):
    codes = ["1010", "1020", "1030", "1311", "1312", "1410", "1429"]
    lines = "".join(f"Kano,{code},30\nLagos,{code},4\n" for code in codes)
    understood = understand(table("region,isic,jobs\n" + lines))
    warned = [each for each in understood.problems if each.code == "unknown_industry"]
    assert [each.value for each in warned] == ["1429"]
    assert "the nearest is “1420”" in warned[0].sentence and warned[0].row == 14
    assert ("Kano", "1429") in cells(understood.table())  # kept, not lost


def test_titles_come_from_the_table_first_and_else_from_the_classification(table):
    path = table("region,isic,isic title,jobs\nKano,1511,Tanneries,3\nKano,1520,,4\n")
    names = read(path).industry_names
    assert names["1511"] == "Tanneries"
    assert names["1520"] == "Manufacture of footwear"  # ISIC Rev. 4, class 1520


def _by_code(codes):
    return "region,activity,jobs\n" + "".join(f"Kano,{code},30\n" for code in codes)


def test_what_else_codes_fit_is_told(table):
    found = read(table(_by_code(["1010", "1020", "1030", "1311", "1410", "1520"])))
    assert found.classification == "ISIC4"
    told = [str(note) for note in found.notes]
    assert any("fit NIC2008" in note and "as well" in note for note in told)


def test_codes_of_two_meanings_have_no_titles(table):
    """14 is clothing in ISIC Rev. 4, quarrying in Rev. 3.1."""
    found = read(table(_by_code(range(10, 34))))
    assert found.classification is None and found.industry_names == {}
    assert any("fit ISIC4, ISIC31" in str(note) for note in found.notes)


def test_zeros_lost_in_a_spreadsheet_are_put_back(table):
    path = table("region,isic,jobs\nKano,1,3\nKano,10,4\nKano,15,4\nLagos,9,5\n")
    found = read(path)
    assert found.cells["industry"].unique().sort().to_list() == ["01", "09", "10", "15"]
    assert any("leading zero" in note for note in map(str, found.notes))


def test_a_breakdown_by_sex_is_no_list_of_establishments(table):
    lines = "".join(
        f"{region},{industry},{sex},5\n"
        for region in ("Kano", "Lagos")
        for industry in "abc"
        for sex in ("women", "men")
    )
    understood = understand(table("region,industry,sex,jobs\n" + lines))
    assert understood.layout == "long"
    assert {each.code for each in understood.errors} == {"duplicate_rows"}


def test_an_establishment_list_is_counted(table):
    path = table(
        "id,district,activity,size band\n"
        "1,Kano,leather,1-9\n2,Kano,leather,10-49\n3,Kano,other,n/a\n4,Lagos,other,500+\n"
    )
    understood = understand(path)
    assert understood.layout == "establishments"
    found = understood.table()
    assert cells(found, "establishments") == {
        ("Kano", "leather"): 2,
        ("Kano", "other"): 1,
        ("Lagos", "other"): 1,
    }
    assert cells(found) == {
        ("Kano", "leather"): 34.5,  # 5 + 29.5
        ("Kano", "other"): None,  # one of unknown size
        ("Lagos", "other"): 750,  # 500 x 1.5
    }
    assert any("“500+” as 750" in note for note in map(str, found.notes))


def test_less_than_all_sizes_may_be_enough(table):
    path = table("id,district,activity,size\n1,K,a,1-9\n2,K,a,1-9\n3,K,a,\n4,K,b,7\n")
    assert cells(read(path))["K", "a"] is None
    assert cells(read(path, minimum_known_share=0.6))["K", "a"] == 10  # 5 + 5


def test_an_establishment_without_a_place_is_listed(table):
    path = table("id,district,activity,size\n1,K,a,1-9\n2,,a,1-9\n3,K,,7\n,,,\n")
    understood = understand(path)
    assert [(p.code, p.row, p.column) for p in understood.errors] == [
        ("blank_key", 3, "district"),
        ("blank_key", 4, "activity"),
    ]
    found = read(path, accept_problems=True)
    assert cells(found, "establishments") == {("K", "a"): 1}


def test_a_size_that_is_no_band_is_told_once_with_its_first_row(table):
    path = table(
        "id,district,activity,size\n1,K,a,1-9\n2,K,a,10-49\n3,K,a,tiny\n4,K,b,tiny\n"
    )
    understood = understand(path)
    assert [(p.code, p.row, p.value) for p in understood.errors] == [
        ("not_a_size", 4, "tiny")
    ]
    assert "(2 rows)" in understood.errors[0].sentence
    assert understood.problem_count == 2


def test_places_of_establishments_give_the_middle_of_their_region(table):
    path = table(
        "district,activity,size,lat,lon\nK,a,1-9,10,8\nK,b,1-9,12,9\nL,a,1-9,6.5,3.5\n"
    )
    coordinates = read(path).origin["coordinates"]
    assert coordinates == {"K": (11, 8.5), "L": (6.5, 3.5)}


def test_size_classes_of_a_published_table_are_not_added_to_their_total(table):
    path = table(
        "state,naics,size,establishments\n"
        "GA,3141,All establishments,9\nGA,3141,1-4,5\nGA,3141,5+,4\n"
    )
    assert cells(read(path), "establishments") == {("GA", "3141"): 9}


def test_decimal_commas_and_arabic_digits_reach_the_cells(table):
    text = "region;industry;jobs\nKano;leather;1.234,5\nKano;other;٧٠\n"
    assert cells(read(table(text))) == {
        ("Kano", "leather"): 1234.5,
        ("Kano", "other"): 70,
    }


def test_codes_from_a_spreadsheet_have_no_point(tmp_path):
    path = tmp_path / "firms.parquet"
    pl.DataFrame(
        {"area_fips": [13313.0], "naics": [3141.0], "employment": [11822]}
    ).write_parquet(path)
    assert cells(read(path)) == {("13313", "3141"): 11822}
