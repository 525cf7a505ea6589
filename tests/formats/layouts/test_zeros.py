"""0 jobs where there are establishments: told, and read as unknown where asked."""

from distretto.formats.layouts import understand

LONG = (
    "county,naics,firms,jobs\nA,3141,4,0\nA,3149,0,0\nA,3151,3,20\n"
    "B,3141,2,0\nB,3149,,0\n"
)
# Two cells of a county, of which the disclosure code hides the second.
CODES = "area_fips,own_code,industry_code,agglvl_code,year,disclosure_code"
QCEW = (
    f"{CODES},annual_avg_estabs,annual_avg_emplvl\n"
    "13313,5,3141,76,2018,,85,11822\n13313,5,3149,76,2018,N,9,0\n"
    "13313,5,3151,76,2018,,1,0\n"
)


def written(tmp_path, text):
    path = tmp_path / "jobs.csv"
    path.write_text(text, encoding="utf-8")
    return path


def jobs(found):
    cells = found.table().cells
    return cells.sort("region", "industry")["employment"].to_list()


def notes_of(found):
    return " ".join(map(str, found.notes))


def test_doubtful_zeros_of_a_long_table_are_told_and_stay(tmp_path):
    found = understand(written(tmp_path, LONG))
    # A 3141 and B 3141 have firms; nobody knows whether B 3149 has.
    assert "2 cells of 5 have establishments and 0 jobs, and were read so" in (
        notes_of(found)
    )
    assert jobs(found) == [0, 0, 20, 0, 0]


def test_they_are_unknown_where_that_is_said(tmp_path):
    found = understand(written(tmp_path, LONG), zero_is_unknown=True)
    assert jobs(found) == [None, 0, 20, None, 0]
    assert "read as unknown, as asked" in notes_of(found)
    assert "and were read so" not in notes_of(found)


def test_beside_disclosure_codes_a_zero_is_a_figure(tmp_path):
    found = understand(written(tmp_path, QCEW))
    assert jobs(found) == [11822, None, 0]
    assert "0 jobs" not in notes_of(found)


def test_the_qcew_without_its_codes_says_so(tmp_path):
    bare = QCEW.replace(",disclosure_code", "").replace("2018,N,", "2018,")
    bare = bare.replace("2018,,", "2018,")
    found = understand(written(tmp_path, bare))
    assert jobs(found) == [11822, 0, 0]
    assert "no column “disclosure_code”" in notes_of(found)
    assert "2 cells of 3 have establishments and 0 jobs" in notes_of(found)
    assert "suppressed in 0 cells" not in notes_of(found)
    asked = understand(written(tmp_path, bare), zero_is_unknown=True)
    assert jobs(asked) == [11822, None, None]
    assert "suppressed in 2 cells of 3" in notes_of(asked)
