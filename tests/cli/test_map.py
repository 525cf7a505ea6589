"""The command on real data and on bad input, run as a person runs it."""

import json
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from scipy.stats import binomtest
from tests.cli.commands import results, running

SMALL = ("--min-establishments", "0", "--min-employment", "0")


run = running("map", width=140)
result_of = results(run)


@pytest.fixture
def table(tmp_path):
    def write(text: str, name: str = "firms.csv") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


FIRMS = (
    "region,industry,jobs\n"
    "Kano,leather,30\nKano,other,70\nLagos,leather,10\nLagos,other,290\n"
)


def test_what_rests_on_visible_sums_says_so(table):
    """Leather: 30 of 40 visible; with the hidden figure of Jos it may be less."""
    path = table(FIRMS + "Jos,leather,\nJos,other,100\n")
    done = run(path, *SMALL)
    kano = next(line for line in done.stdout.splitlines() if "Kano" in line)
    # LQ: (30 / 100) / (40 / 500), of which both totals are too small.
    assert "≈\xa03.75" in kano and "≤\xa075.0%" in kano
    assert " 30.0%" in kano  # Kano itself is all known
    assert "≤ means “at most”" in done.stdout and "≈ means “about”" in done.stdout
    # No column of firms, so that nobody knows which share is known.
    assert "of all employment" not in done.stdout
    best = result_of(path, *SMALL)["clusters"][0]
    assert best["size_is_maximum"] and best["lq_is_estimate"]
    assert not best["focus_is_maximum"] and not best["lq_is_maximum"]
    exact = run(table(FIRMS), *SMALL).stdout
    assert "≈" not in exact and "≤" not in exact


def test_growth_is_explained_with_its_base_year_where_there_is_a_column(table):
    """Leather in Kano: 30 after 20 is 50 % more; of a single year there is none."""
    header, *rows = FIRMS.splitlines()
    later = [f"2018,{row}" for row in rows]
    years = [f"year,{header}", *later, "2015,Kano,leather,20", "2015,Lagos,other,290"]
    done = run(table("\n".join(years) + "\n"), *SMALL)
    kano = next(line for line in done.stdout.splitlines() if "leather" in line)
    assert "+50%" in kano
    said = " ".join(done.stdout.split())
    assert "LQ, focus and size are of employment, 2018, growth since 2015." in said
    assert "No growth" not in said
    one = run(table("\n".join([years[0], *later]) + "\n"), *SMALL).stdout
    assert "growth since" not in one
    reason = "No growth is shown, because the table has no year before 2018."
    assert one.count(reason) == 1
    none = run(table(FIRMS), *SMALL).stdout
    assert "growth since" not in none and "because the table has no years." in none


def test_the_known_share_says_what_it_is_a_share_of(table):
    """Without totals, employment is unknown in 12 of 402 firms: 97.0 % are known."""
    text = (
        "region,industry,jobs,firms\nKano,leather,30,30\nKano,other,70,60\n"
        "Lagos,leather,10,10\nLagos,other,290,200\nJos,leather,,12\nJos,other,100,90\n"
    )
    done = run(table(text), *SMALL)
    assert "97.0% of all establishments are in cells whose employment is known." in (
        done.stdout
    )
    found = result_of(table(text), *SMALL)
    assert found["known_share"] == pytest.approx(390 / 402)
    assert found["settings"]["known_share_of"] == "establishments"
    whole = result_of(table(FIRMS), *SMALL)
    assert (whole["known_share"], whole["settings"]["known_share_of"]) == (
        1,
        "employment",
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--base", "1520,fish"), "none of the industries to compare within"),
        (("--total-region", "Abuja"), "no region “Abuja” that could be the total"),
        (("--total-industry", "all"), "no industry “all” that could be the total"),
    ],
)
def test_codes_that_the_table_lacks_are_refused(table, options, said):
    done = run(table(FIRMS), *options)
    assert (done.exit_code, done.stdout) == (1, "")
    assert said in done.stderr


# The country has more than the others together, and one of them is always hidden.
COUNTRY = (
    "region,industry,jobs\n"
    "Land,a,60\nX,a,30\nY,a,20\nZ,a,\nLand,b,20\nX,b,12\nY,b,\nZ,b,\n"
    "Land,c,9\nX,c,\nY,c,4\nZ,c,\n"
)


def test_a_probable_total_stops_and_names_both_ways(table):
    done = run(table(COUNTRY), *SMALL, "--quiet", "--accept-problems")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "“Land” is probably the total of all regions" in done.stderr
    assert "add --total-region Land;" in done.stderr
    assert "add --total-region none." in done.stderr
    found = result_of(table(COUNTRY), *SMALL, "--total-region", "Land")
    assert "Land" not in {code for row in found["clusters"] for code in row["regions"]}
    assert result_of(table(COUNTRY), *SMALL, "--total-region", "none")


@pytest.mark.parametrize("factor", ["-1", "0.9"])
def test_a_wrong_factor_is_blamed_on_the_option(table, factor):
    done = run(
        table("region,industry,size\nKano,leather,500+\n"), "--open-band-factor", factor
    )
    assert done.exit_code == 2
    assert "Invalid value for '--open-band-factor'" in done.stderr


@pytest.fixture
def georgia(shared_data):
    return shared_data / "us_georgia_qcew" / "qcew_ga_2018.csv.gz"


@pytest.fixture
def counties(shared_data):
    return shared_data / "boundaries" / "us_georgia_counties.geojson"


def test_the_carpet_district_comes_first_and_is_one(georgia, counties):
    result = result_of(georgia, "--boundaries", counties, "--top", 3)
    best = result["clusters"][0]
    # Whitfield, Murray and Gordon: 18,662 of Georgia's 25,449 jobs in NAICS 3141, as
    # published by the bureau: 73 % of the state.
    assert sorted(best["regions"]) == ["13129", "13213", "13313"]
    assert best["industry"] == "3141" and best["employment"] == 18_662
    assert best["size"] == pytest.approx(18_662 / 25_449)
    assert set(best["region_names"]) == {"Whitfield", "Murray", "Gordon"}
    assert len(result["clusters"]) == 3


def test_stars_of_an_industry_that_is_half_hidden_are_about(georgia, counties):
    done = run(georgia, "--boundaries", counties, "--base", "manufacturing")
    lines = done.stdout.splitlines()
    carpets = next(line for line in lines if "Textile Furnishings" in line)
    # As published: counties with a figure have 19,102 of 25,449 jobs in carpets,
    # 75.1 %, and 11,353 of 37,540 in slaughtering, 30.2 %.
    meat = next(line for line in lines if "Animal Slaughtering" in line)
    assert " 75%" in carpets and "★" in carpets and "≈" not in carpets
    assert " 30%" in meat and "≈\xa0★" in meat
    assert "≈ before stars: under half of the industry is known." in done.stdout


def test_neighbours_from_a_file_are_joined_in_place_of_borders(
    georgia, counties, tmp_path
):
    """Murray borders on both, but the file, in which its pair has no weight, wins."""
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("county,neighbour,weight\n13313,13129,0.5\n13313,13213,0\n")
    asked = (georgia, "--boundaries", counties, "--neighbours", pairs, "--near", 30)
    result = result_of(*asked, "--top", 1)
    (best,) = result["clusters"]
    assert sorted(best["regions"]) == ["13129", "13313"]
    assert result["settings"]["neighbours"] and result["settings"]["near"] is None
    alone = result_of(georgia, "--neighbours", pairs, "--top", 1)
    assert alone["clusters"][0]["regions"] == best["regions"]
    pairs.write_text("county,neighbour\nKano,Lagos\n")
    done = run(georgia, "--neighbours", pairs)
    assert done.exit_code == 1 and "No pair of “pairs.csv”" in done.stderr


def test_the_official_quotients_follow_from_national_shares(georgia, tmp_path):
    """Whitfield 592.98 and Gordon 584.33 are the bureau's own quotients.

    The nation's share of NAICS 3141 is not in the file. It follows from the figures
    of a third county, Murray, and its official quotient of 685.57.
    """
    file = pl.read_csv(georgia, infer_schema=False)
    murray = file.filter(pl.col("area_fips") == "13213")
    jobs = murray.filter(pl.col("industry_code") == "3141")["annual_avg_emplvl"]
    whole = murray.filter(pl.col("agglvl_code") == "70")["annual_avg_emplvl"]
    share = float(jobs[0]) / float(whole[0]) / 685.57
    reference = tmp_path / "nation.csv"
    reference.write_text(f"industry,share\n3141,{share:.12f}\n")
    result = result_of(georgia, "--reference", reference, *SMALL)
    quotients = {
        each["regions"][0]: each["lq"]
        for each in result["clusters"]
        if each["industry"] == "3141"
    }
    assert quotients["13313"] == pytest.approx(592.98, rel=0.001)
    assert quotients["13129"] == pytest.approx(584.33, rel=0.001)


def test_suppressed_cells_are_unknown_and_not_zero(georgia):
    result = result_of(georgia, "--top", 1)
    assert result["funnel"]["listed"] - result["funnel"]["known"] == 12_795
    assert 0 < result["known_share"] < 1
    assert any("unknown, not zero" in note for note in result["notes"])


def test_the_base_changes_the_quotients_of_buenos_aires(shared_data):
    path = shared_data / "argentina_amba_establishments" / "amba_establishments.csv.gz"

    def metal(*options):
        result = result_of(path, "--value", "establishments", *options, *SMALL)
        return next(
            each["lq"]
            for each in result["clusters"]
            if each["industry"] == "25" and each["regions"] == ["Tres de Febrero"]
        )

    # Published with the data: 3.045 among all groups of the file.
    assert metal() == pytest.approx(3.045, abs=0.001)
    assert metal("--base", "manufacturing") == pytest.approx(1.55, abs=0.005)


def test_states_against_the_nation_give_the_known_quotients(shared_data):
    name = "state_employment_2009_2018_long.csv.gz"
    path = shared_data / "us_states_bea_employment" / name
    # The file lists groups of states too, and so the totals are accepted as they are.
    totals = ("--total-industry", "10", "--accept-totals")
    result = result_of(path, *totals, "--year", 2017, "--quiet", *SMALL)
    georgia = {
        each["industry_name"]: each["lq"]
        for each in result["clusters"]
        if each["region_names"] == ["Georgia"]
    }
    # Known answers that come with the data: Georgia 2017, reference the United States.
    assert georgia["Textile product mills"] == pytest.approx(7.59, abs=0.005)
    assert georgia["Textile mills"] == pytest.approx(5.48, abs=0.005)
    assert georgia["Air transportation"] == pytest.approx(2.47, abs=0.005)


def test_groups_among_the_states_stop_the_run_and_are_named(shared_data):
    """Eight groups of states, 91000 to 98000, follow the states in the file."""
    name = "state_employment_2009_2018_long.csv.gz"
    path = shared_data / "us_states_bea_employment" / name
    done = run(path, "--accept-problems")
    assert done.exit_code == 1 and done.stdout == ""
    groups = ",".join(f"9{number}000" for number in range(1, 9))
    assert f"--leave-out {groups}" in done.stderr
    assert "by 99.4 %" in done.stderr and "“100” is 101 + 102 + 103" in done.stderr
    codes = done.stderr.split("All in one go: --leave-out ")[1].strip()
    result = result_of(path, "--leave-out", codes, "--top", 1)
    assert any("“10” was taken for the total" in note for note in result["notes"])
    accepted = run(path, "--accept-totals", "--top", 1)
    assert accepted.exit_code == 0 and "by 99.4 %" in accepted.stderr


def test_a_set_of_industries_that_is_misspelt_is_offered(table):
    done = run(table(FIRMS), "--base", "manufacturng")
    assert done.exit_code == 2 and "Did you mean “manufacturing”?" in done.stderr


def test_the_columns_used_are_told(table):
    result = result_of(table(FIRMS), *SMALL)
    assert result["settings"]["columns"] == {
        "region": "region",
        "industry": "industry",
        "employment": "jobs",
    }
    told = (
        "Columns used: region “region”, industry “industry”, persons employed “jobs”."
    )
    assert told in result["notes"]


def test_jobs_of_size_bands_are_called_estimates(shared_data):
    """`empleo_rep` has one figure for each band of `empleo`: 5, 25, 125, 350, 500."""
    path = shared_data / "argentina_amba_establishments" / "amba_establishments.csv.gz"
    done = run(path, "--top", 1)
    assert "Jobs are estimated from size bands." in done.stdout
    assert "Employment is estimated, not counted: “empleo_rep”" in done.stdout
    result = result_of(path, "--top", 1)
    assert result["settings"]["employment_is_estimate"] is True
    assert "size" not in result["settings"]["columns"]


def test_size_bands_are_used_where_no_figure_is(shared_data):
    path = shared_data / "argentina_amba_establishments" / "amba_establishments.csv.gz"
    result = result_of(path, "--employment-column", "", "--top", 1)
    assert any("“e. 500+” as 750" in note for note in result["notes"])


def test_the_table_for_people_names_aligns_and_explains(georgia, counties, shared_data):
    titles = shared_data / "us_georgia_qcew" / "industry_titles.csv"
    done = run(georgia, "--boundaries", counties, "--titles", titles, "--top", 2)
    lines = done.stdout.splitlines()
    assert "Whitfield" in lines[2] and "3141 Textile furnishings mills" in lines[2]
    assert "18,662" in lines[2] and "★★★" in lines[2]
    assert lines[0].index("jobs") + 4 == lines[2].index("18,662") + 6  # right-aligned
    assert "with LQ ≥ 1.25" in done.stdout
    assert "left out with fewer than 20 establishments" in done.stdout
    assert "in cells whose figure is known" in done.stdout


def test_the_table_can_be_read_on_a_terminal_of_80_columns(
    georgia, counties, shared_data
):
    titles = shared_data / "us_georgia_qcew" / "industry_titles.csv"
    options = ("--boundaries", counties, "--titles", titles, "--top", 1)
    done = run(georgia, *options, width=80)
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    names = " ".join(" ".join(lines[2:5]).split())
    for word in ("Whitfield", "Murray", "Gordon", "3141 Textile", "furnishings"):
        assert word in names
    assert "…" not in done.stdout


@pytest.mark.parametrize(
    "ending", ["json", "csv", "parquet", "geojson", "xlsx", "html", "pdf"]
)
def test_results_are_written_by_their_ending(georgia, counties, tmp_path, ending):
    target = tmp_path / f"clusters.{ending}"
    done = run(georgia, "--boundaries", counties, "--top", 2, "-o", target)
    assert done.exit_code == 0 and target.stat().st_size > 300
    assert done.stdout == "" and "2 clusters written" in done.stderr


def test_json_in_a_file_is_the_json_on_the_screen(table, tmp_path):
    path = table(FIRMS)
    run(path, *SMALL, "-o", tmp_path / "out.json")
    assert json.loads((tmp_path / "out.json").read_text()) == result_of(path, *SMALL)


def test_small_tables_work_by_hand(table):
    # LQ of leather in Kano: (30 / 100) / (40 / 400) = 3.
    best = result_of(table(FIRMS), *SMALL)["clusters"][0]
    assert (best["regions"], best["industry"]) == (["Kano"], "leather")
    assert best["lq"] == pytest.approx(3.0) and best["establishments"] is None


def test_standard_input_is_a_table_too():
    best = result_of("-", *SMALL, stdin=FIRMS)["clusters"][0]
    assert best["industry"] == "leather"


def test_thresholds_are_options(table):
    path = table(FIRMS)
    assert result_of(path, *SMALL, "--min-lq", 3.1)["clusters"] == []
    assert result_of(path, "--min-employment", 31)["clusters"] == []
    settings = result_of(path, *SMALL)["settings"]
    assert (settings["lq"], settings["employment"], settings["table"]) == (
        1.25,
        0,
        "firms.csv",
    )


def test_columns_that_are_not_clear_name_the_options(table):
    done = run(table("x1,x2,x3\n1,2,3\n4,5,6\n"))
    assert done.exit_code == 1
    assert "--region-column and --industry-column" in done.stderr
    assert "“x1”, “x2”, “x3”" in done.stderr


def test_a_person_at_a_terminal_is_asked(table, monkeypatch):
    from distretto.cli.selection import map_reading

    path = table(FIRMS.replace("region,industry,jobs", "x1,x2,x3"))
    answers = iter(["x1", "x2", "x3"])
    monkeypatch.setattr(map_reading, "_is_terminal", lambda: True)
    monkeypatch.setattr(map_reading.click, "prompt", lambda *_, **__: next(answers))
    assert result_of(path, *SMALL)["clusters"][0]["industry"] == "leather"


def test_cells_with_errors_stop_it_with_their_places(table):
    path = table(FIRMS.replace(",30", ",thirty"))
    done = run(path)
    assert done.exit_code == 1
    assert "Row 2, column “jobs”: “thirty” is not a count" in done.stderr
    assert "--accept-problems" in done.stderr and done.stdout == ""
    accepted = run(path, "--accept-problems", *SMALL)
    assert accepted.exit_code == 0


def test_rows_listed_twice_tell_the_way_out(table):
    path = table(FIRMS + "Kano,leather,5\n")
    assert "--sum-duplicates" in run(path).stderr
    best = result_of(path, "--sum-duplicates", *SMALL)["clusters"][0]
    assert best["employment"] == 35


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("nothing.csv",), 1, "There is no file"),
        (("{table}", "-o", "out.doc"), 1, "ending"),
        (("{table}", "-o", "out.geojson"), 1, "boundaries"),
        (("{table}", "--near", "5"), 1, "latitude"),
        (("{table}", "--level", "many"), 2, "--level"),
        (("{table}", "--value", "money"), 2, "--value"),
        ((), 2, "TABLE"),
    ],
)
def test_every_failure_is_a_sentence_and_a_code(table, arguments, code, words):
    path = str(table(FIRMS))
    done = run(*(each.replace("{table}", path) for each in arguments))
    assert done.exit_code == code
    assert words in done.stderr and "Traceback" not in done.output


def test_an_interruption_leaves_nothing_half_written(table, tmp_path, monkeypatch):
    from distretto.formats import results

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(results, "_save", interrupted)
    done = run(table(FIRMS), *SMALL, "-o", tmp_path / "out.csv")
    assert done.exit_code == 130
    assert [path.name for path in tmp_path.iterdir()] == ["firms.csv"]


RENAMED = "zona;rubro;gente_ocupada_2020\nA;1310;5\nA;1410;6\nB;1310;7\nB;1410;9\n"


@pytest.mark.parametrize(
    ("options", "asked"),
    [
        ((), "--region-column and --industry-column and --employment-column"),
        (("--industry-column", "rubro"), "--region-column and --employment-column"),
    ],
)
def test_repeated_labels_are_no_wide_table(table, options, asked):
    done = run(table(RENAMED), *options)
    assert done.exit_code == 1 and asked in done.stderr
    assert "--sum-duplicates" not in done.stderr


def test_columns_told_settle_the_layout(table):
    """Without the options the table would be wide: its labels differ."""
    told = ("--industry-column", "rubro", "--region-column", "zona")
    path = table("zona;rubro;gente\nA;1310;5\nB;1410;6\n")
    done = run(path, *told)
    assert "--employment-column" in done.stderr
    result = result_of(path, *told, "--employment-column", "gente", *SMALL)
    assert result["settings"]["layout"] == "long"


ISIC = (
    "isic,region,jobs\n1311,N,30\n1312,N,70\n1410,N,10\n1520,N,20\n2310,N,5\n"
    "1311,S,30\n1312,S,70\n1410,S,10\n1520,S,90\n9Q99,S,50\n"
)


@pytest.mark.parametrize("options", [(), ("--classification", "isic 4")])
def test_a_stranger_among_the_codes_leaves_the_titles(table, options):
    done = run(table(ISIC), *SMALL, *options)
    assert "“9Q99” is no industry of ISIC Rev. 4" in done.stderr
    assert "1520 Manufacture of footwear" in done.stdout


def test_titles_follow_the_level(table):
    result = result_of(table(ISIC), *SMALL, "--level", 2, "--min-lq", 0)
    names = {each["industry"]: each["industry_name"] for each in result["clusters"]}
    # Divisions of ISIC Rev. 4, as the United Nations call them.
    assert names["13"] == "Manufacture of textiles"
    assert names["14"] == "Manufacture of wearing apparel"
    assert "9Q99" in names  # is not dropped: its jobs are part of the region


def test_a_classification_that_is_not_there_is_refused_with_the_list(table):
    done = run(table(ISIC), "--classification", "XYZ")
    assert done.exit_code == 1 and "ISIC4, ISIC5" in done.stderr


def test_titles_that_fit_nothing_are_told(table, tmp_path):
    titles = tmp_path / "titles.csv"
    titles.write_text("code,title\n88,Elves\n")
    notes = result_of(table(FIRMS), *SMALL, "--titles", titles)["notes"]
    assert any("None of the titles given fits" in note for note in notes)


def test_a_base_without_industries_is_refused(table):
    done = run(table(ISIC), "--base", "9876,9877")
    assert done.exit_code == 1 and "“9876”, “9877”" in done.stderr
    notes = result_of(table(ISIC), *SMALL, "--base", "1311,1410,9876")["notes"]
    assert any("“9876”" in note and "base" in note for note in notes)


def test_a_grand_total_with_a_blank_industry_is_the_total(table):
    text = "region;industry;jobs\nA;x;5\nA;y;6\nB;x;7\nB;y;9\nTOTAL;;27\n"
    result = result_of(table(text), *SMALL, "--min-lq", 0)
    assert {each["reference_total"] for each in result["clusters"]} == {27}
    assert result["funnel"]["listed"] == 4


def test_totals_below_merged_cells_are_not_the_total_of_all(table):
    """Each “total” here is of the region above; only filling down can tell."""
    text = "region;industry;jobs\nA;x;5\n;y;6\n;total;11\nB;x;7\n;y;9\n;total;16\n"
    done = run(table(text))
    assert done.exit_code == 1 and "--fill-down" in done.stderr
    result = result_of(table(text), *SMALL, "--min-lq", 0, "--fill-down")
    totals = {each["regions"][0]: each["region_total"] for each in result["clusters"]}
    assert totals == {"A": 11, "B": 16}


def test_blanks_here_and_there_are_filled_in_by_hand(table):
    rows = "".join(f"R{number},leather,{number}\n" for number in range(1, 9))
    done = run(table(f"region,industry,jobs\n{rows},leather,9\n"))
    assert "Fill it in, or delete the row" in done.stderr
    assert "--fill-down" not in done.stderr


def test_a_cover_sheet_is_named_with_the_others(tmp_path):
    path = tmp_path / "survey.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Cover Page").write_column(0, 0, ["Survey", "", "Bureau"])
        data = book.add_worksheet("Data")
        for place, line in enumerate(FIRMS.split()):
            region, industry, jobs = line.split(",")
            data.write_row(place, 0, [region, industry, int(jobs) if place else jobs])
    done = run(path)
    assert "sheet “Cover Page” of “survey.xlsx”, which also has “Data”" in done.stderr
    assert "--sheet" in done.stderr
    assert result_of(path, "--sheet", "Data", *SMALL)["clusters"]


MAP = """{"type": "FeatureCollection", "features": [
  {"type": "Feature", "properties": {"KEY": "Kano", "other": "Lagos"}, "geometry":
    {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}},
  {"type": "Feature", "properties": {"KEY": "Lagos", "other": "Kano"}, "geometry":
    {"type": "Polygon", "coordinates": [[[5, 5], [6, 5], [6, 6], [5, 5]]]}}]}"""


def test_the_property_of_the_codes_can_be_named(table, tmp_path):
    shapes = table(MAP, "map.geojson")
    told = result_of(
        table(FIRMS), "--boundaries", shapes, "--boundaries-code", "other", *SMALL
    )
    assert any("the property “other”" in note for note in told["notes"])
    wrong = ("--boundaries", shapes, "--boundaries-code", "code")
    done = run(table(FIRMS), *wrong)
    assert done.exit_code == 1 and "“KEY”, “other”" in done.stderr


def test_a_map_that_does_not_match_shows_what_it_has(table):
    shapes = table(MAP, "map.geojson")
    firms = FIRMS.replace("Kano", "A").replace("Lagos", "B")
    done = run(table(firms), "--boundaries", shapes)
    assert "the map “Kano”, “Lagos” (in “KEY”)" in done.stderr
    assert "--boundaries-code" in done.stderr


def test_a_report_has_a_title_and_a_source(table, tmp_path):
    page = tmp_path / "map.html"
    told = ("--title", "Leather of Kano", "--source", "Census 2020")
    assert run(table(FIRMS), *SMALL, *told, "-o", page).exit_code == 0
    text = page.read_text()
    assert "Leather of Kano" in text and "Census 2020" in text
    run(table(FIRMS), *SMALL, "-o", page)
    # A file is where the figures come from, and no title.
    assert "<h1>Clusters</h1>" in page.read_text()
    assert "Source: firms.csv" in page.read_text()


def test_nearly_all_is_never_written_as_all(table):
    """One unknown job in 2,000 with the region's total published: 99.95 %."""
    text = "region,industry,jobs\nA,x,1000\nA,y,999\nA,z,\nA,total,2000\n"
    text += "B,x,1000\nB,y,1000\nB,z,0\nB,total,2000\n"
    done = run(table(text), *SMALL)
    # (1999 + 2000) of 4,000 jobs are in known cells: 99.975 %.
    assert "99.9% of all employment is in cells" in done.stdout


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_file_without_clusters_says_why_beside_it(table, tmp_path, ending):
    """The reason is that of the test below; who wants silence has it."""
    path, target = table(FIRMS), tmp_path / f"clusters.{ending}"
    done = run(path, "-o", target)
    assert done.exit_code == 0 and target.exists()
    assert done.stdout == "" and "0 clusters written" in done.stderr
    assert (
        "No clusters. 1 cell reaches the least location quotient of 1.25" in done.stderr
    )
    assert run(path, "-o", target, "--quiet").output == ""
    assert "No clusters" not in run(path, *SMALL, "-o", target).stderr


def test_nothing_above_the_thresholds_is_said(table):
    done = run(table(FIRMS))
    assert done.exit_code == 0
    # By hand: leather in Kano has (30/100) / (40/400) = 3; Lagos 0.33; other is below.
    assert (
        "No clusters. 1 cell reaches the least location quotient of 1.25, and no "
        "cluster of them has 20 establishments and 100 jobs."
    ) in done.stdout
    done = run(table(FIRMS), "--min-lq", "4")
    assert "No cell reaches the least location quotient of 4." in done.stdout


def test_regions_get_names_from_a_file(table, tmp_path):
    names = tmp_path / "districts.csv"
    names.write_text("fips,Name,State\nKano,Kano City,NG\nLagos,Eko,NG\n")
    found = result_of(table(FIRMS), *SMALL, "--region-titles", names)
    assert found["clusters"][0]["region_names"] == ["Kano City"]
    names.write_text("code,name\n17,Abuja\n")
    notes = result_of(table(FIRMS), *SMALL, "--region-titles", names)["notes"]
    assert any("None of the names given fits a region" in note for note in notes)
    names.write_text("code\n17\n")
    done = run(table(FIRMS), "--region-titles", names)
    assert "the code and the title of each region" in done.stderr


def test_a_table_without_codes_has_no_levels(table):
    done = run(table(FIRMS), "--level", "4")
    assert "no industry codes with digits, only totals or titles" in done.stderr


# Each region hides one of its two branches of manufacturing, and nobody tells the sum.
HIDDEN_BASE = (
    "region,isic,jobs,firms\n"
    "A,1311,30,3\nA,1312,,4\nA,4711,70,9\nB,1311,,2\nB,1312,10,5\nB,4711,50,9\n"
)


def test_where_nothing_can_be_judged_the_reason_is_the_error(table, tmp_path):
    path, output = table(HIDDEN_BASE), tmp_path / "map.csv"
    for more in ((), ("--json",), ("-o", output)):
        done = run(path, *SMALL, "--base", "manufacturing", *more)
        assert (done.exit_code, done.stdout) == (1, "")
        assert "every region hides figures" in done.stderr
        assert "Measure by the number of establishments" in done.stderr
    assert not output.exists()
    told = ("--base", "manufacturing", "--value", "establishments", "--min-lq", "1")
    assert result_of(path, *SMALL, *told, "--certainty", 0)["clusters"]


def test_what_may_be_chance_is_left_out_unless_it_is_asked_for(table):
    """Within manufacturing, 3 of 5 firms of 1311 are in A, which has 7 of 14: LQ 1.2.

    Wilson's interval of 3 of 5 begins at 0.23.
    """
    told = ("--base", "manufacturing", "--value", "establishments", "--min-lq", "1")
    done = run(table(HIDDEN_BASE), *SMALL, *told)
    assert "each of them may be so by chance" in " ".join(done.stdout.split())
    all_of_them = run(table(HIDDEN_BASE), *SMALL, *told, "--certainty", 0, width=140)
    assert "LQ low" in all_of_them.stdout
    cells = result_of(table(HIDDEN_BASE), *SMALL, *told, "--certainty", 0)
    row = next(each for each in cells["clusters"] if each["industry"] == "1311")
    assert row["lq_low"] == pytest.approx(
        binomtest(3, 5).proportion_ci(0.95, method="wilson").low / 0.5
    )
    assert cells["settings"]["certainty"] is None


def test_codes_of_a_base_may_be_what_others_begin_with(table):
    """Within 13, 3 of 7 firms of A and 2 of 7 of B are in 1311: LQ (3/7) / (5/14)."""
    told = (*SMALL, "--value", "establishments", "--min-lq", "1", "--certainty", 0)
    found = result_of(table(HIDDEN_BASE), *told, "--base", "13,99")
    assert found["settings"]["base"] == ["13", "99"]
    assert {row["industry"] for row in found["clusters"]} == {"1311", "1312"}
    best = next(row for row in found["clusters"] if row["industry"] == "1311")
    assert best["lq"] == pytest.approx((3 / 7) / (5 / 14))
    assert (
        "Industries of the base that the table does not have: “99”." in found["notes"]
    )
    by_code = result_of(table(HIDDEN_BASE), *told, "--base", "1311,1312")
    assert by_code["clusters"] == found["clusters"]
