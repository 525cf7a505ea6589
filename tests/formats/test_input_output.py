"""Input-output tables as they are published: read, placed, and turned into linkages."""

import numpy as np
import pytest
import xlsxwriter

from distretto.errors import FormatError, InputError
from distretto.formats.input_output.flows import InputOutput, read_input_output
from distretto.formats.input_output.matrices import read_flows
from distretto.formats.input_output.placing import linkage_of, read_concordance

# Industries by industries, with final demand, value added, and the totals of both:
#
#             yarn  carpets  houses   final  total
# yarn          10       60       0      30    100
# carpets        0       20      80     100    200
# houses         5        0       0     295    300
# value added   85      120     220
# total        100      200     300
MATRIX = (
    "code,title,3131,3141,2361,final,Total\n"
    "3131,Yarn,10,60,,30,100\n3141,Carpets,0,20,80,100,200\n"
    "2361,Houses,5,0,---,295,300\nvalue added,,85,120,220,,\nTotal,,100,200,300,,\n"
)
INDUSTRIES = ("3131", "3141", "2361")
FLOWS = [[10, 60, 0], [0, 20, 80], [5, 0, 0]]


@pytest.fixture
def write(tmp_path):
    def written(text: str, name: str = "flows.csv"):
        path = tmp_path / name
        path.write_text(text)
        return path

    return written


def test_a_matrix_is_read_with_its_totals(write):
    found = read_input_output(write(MATRIX))
    assert found.industries == INDUSTRIES
    np.testing.assert_array_equal(found.flows, FLOWS)
    assert found.sales.tolist() == found.purchases.tolist() == [100, 200, 300]
    assert any(
        "cells of the input-output table are blank" in str(n) for n in found.notes
    )


def test_a_list_of_pairs_is_the_same_table(write):
    pairs = "seller,buyer,amount\n" + "".join(
        f"{seller},{buyer},{FLOWS[down][across]}\n"
        for down, seller in enumerate(INDUSTRIES)
        for across, buyer in enumerate(INDUSTRIES)
        if FLOWS[down][across]
    )
    found = read_input_output(write(pairs))
    order = [found.industries.index(code) for code in INDUSTRIES]
    np.testing.assert_array_equal(found.flows[np.ix_(order, order)], FLOWS)
    assert found.sales is None
    assert any("no totals with final demand" in str(note) for note in found.notes)


def test_codes_below_a_heading_of_titles_are_found(tmp_path):
    """As offices publish workbooks: titles first, codes in the row below."""
    path = tmp_path / "use.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Code", "Title", "Yarn mills", "Carpet mills"])
        sheet.write_row(1, 0, ["x", "x", "A10", "A20"])
        sheet.write_row(2, 0, ["A10", "Yarn", 1, 2])
        sheet.write_row(3, 0, ["A20", "Carpets", 3, 4])
    found = read_flows(path)
    assert (found.rows, found.columns) == (("A10", "A20"), ("A10", "A20"))
    assert found.values.tolist() == [[1, 2], [3, 4]]


def test_use_and_make_are_multiplied(write):
    """Mill a makes all yarn and half of the rugs, b the other half.

    Of the 40 that b buys of rugs, a sells 20 and b 20; of the 30 of yarn, a sells all.
    """
    use = "x,a,b,T001\nyarn,0,30,30\nrugs,0,40,40\nT008,100,200,300\n"
    make = "x,yarn,rugs,T008\na,50,60,110\nb,0,60,60\nT007,50,120,170\n"
    found = read_input_output(write(use), write(make, "make.csv"))
    assert found.industries == ("a", "b")
    np.testing.assert_allclose(found.flows, [[0, 50], [0, 20]])
    assert found.sales.tolist() == [110, 60]


def test_linkage_is_the_largest_of_four_shares(write):
    """Yarn sells 60 of 100 to carpets; carpets buy 60 of 200 there: .6."""
    found = linkage_of(read_input_output(write(MATRIX)), INDUSTRIES)
    assert found.shares[0, 1] == found.shares[1, 0] == pytest.approx(0.6)
    # Carpets sell 80 of 200 to houses, which buy 80 of 300 there.
    assert found.shares[1, 2] == pytest.approx(0.4)
    assert found.shares[0, 2] == pytest.approx(5 / 100)


def test_by_beginning_a_long_code_goes_up_and_a_short_one_is_split(write):
    """313110 is part of 3131; 112A00 is 1122 and 1124, for 1121 has one of its own."""
    codes = ("313110", "112A00", "1121A0", "S00500")
    rows = "".join(f"{code},1,1,1,1\n" for code in codes)
    table = read_input_output(write(f"x,{','.join(codes)}\n{rows}"))
    found = linkage_of(table, ["1121", "1122", "1124", "3131", "5412"])
    # 112A00 sells 1 to itself, of 4 in all: its halves .25 to each other, of 2 each.
    assert found.shares[1, 2] == pytest.approx(0.25 / 2)
    assert np.isnan(found.shares[4]).all()
    told = " ".join(map(str, found.notes))
    assert "1 industry of the input-output table" in told and "“S00500”" in told
    assert "1 industry of the table is not in the input-output table" in told


def test_a_concordance_is_found_by_what_is_in_its_columns(write):
    text = "title,io,naics\nYarn,Y,31\nYarn,Y,313110\nRugs,R,314110\nRugs,R,314120\n"
    found = read_concordance(write(text), ["Y", "R"], ["3131", "3141"])
    assert found == {"Y": ["31", "313110"], "R": ["314110", "314120"]}
    table = read_input_output(write("x,Y,R\nY,0,6\nR,2,0\n", "io.csv"))
    linkage = linkage_of(table, ["3131", "3141"], found)
    assert linkage.shares[0, 1] == 1.0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a,b\n1,2\n3,4\n", "no_flows"),
        ("x,a,b\na,1,lots\nb,1,2\n", "bad_flow"),
        ("x,a,b\na,1,2\na,1,2\nb,1,2\n", "flow_twice"),
        ("seller,buyer,amount\na,b,1\na,b,2\n", "flow_twice"),
        ("x,a,b,c,d\ne,1,2,3,4\nf,1,2,3,4\n", "no_common_industries"),
    ],
)
def test_what_is_no_table_of_flows_is_told(write, text, code):
    with pytest.raises(FormatError) as refusal:
        read_input_output(write(text))
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("text", "row", "column", "count"),
    [
        ("x,a,b\na,1,(D)\nb,1,2\n", "a", "b", 1),
        ("x,a,b\na,1,2\nb,n.a.,n.a.\n", "b", "a", 2),
        ("seller,buyer,amount\na,b,1\nb,a,(D)\n", "b", "a", 1),
    ],
)
def test_a_figure_that_is_kept_secret_is_refused_where_it_is(
    write, text, row, column, count
):
    with pytest.raises(FormatError) as refusal:
        read_input_output(write(text))
    assert refusal.value.code == "unknown_flow"
    told = {"file": "flows.csv", "row": row, "column": column, "count": count}
    assert refusal.value.params == told


def test_a_secret_of_make_is_told_by_its_own_file(write):
    use = "x,a,b,T001\nyarn,0,30,30\nrugs,0,40,40\nT008,100,200,300\n"
    make = "x,yarn,rugs,T008\na,50,60,110\nb,0,(D),60\nT007,50,120,170\n"
    with pytest.raises(FormatError) as refusal:
        read_input_output(write(use), write(make, "make.csv"))
    assert str(refusal.value).startswith(
        "“make.csv”, row (or seller) “b”, column (or buyer) “rugs”: the amount is"
    )


def test_a_secret_outside_of_the_industries_does_not_matter(write):
    found = read_input_output(write(MATRIX.replace(",30,100", ",(D),100")))
    np.testing.assert_array_equal(found.flows, FLOWS)


def test_unknown_flows_that_were_not_read_are_told():
    table = InputOutput(("a", "b"), np.array([[1, np.nan], [1, 2]]), None, None, ())
    with pytest.raises(InputError) as refusal:
        linkage_of(table, ["a", "b"])
    assert str(refusal.value).startswith("Unknown figures in the table “flows”: 1.")


def test_nothing_that_can_be_placed_is_refused(write):
    table = read_input_output(write("x,a,b\na,1,2\nb,1,2\n"))
    with pytest.raises(FormatError) as refusal:
        linkage_of(table, ["3131", "3141"])
    assert refusal.value.code == "nothing_placed"
    with pytest.raises(FormatError) as refusal:
        read_concordance(write("one,two\nq,r\n"), ["a"], ["3131"])
    assert refusal.value.code == "no_concordance"


BEA = "us_io_tables_bea/%s_2017_%s17sch.csv.gz"


def test_what_carpet_mills_buy_is_as_published(shared_data):
    """Of synthetic fibres 3,185 million dollars, of fabrics 590, of yarn 504."""
    use = read_input_output(shared_data / (BEA % ("Detail_Use", "PRO_BeforeRedef_")))
    carpets = use.industries.index("314110")
    bought = dict(zip(use.industries, use.flows[:, carpets], strict=True))
    assert (bought["3252A0"], bought["313200"], bought["313100"]) == (3185, 590, 504)
    assert not {"T001", "T005", "T008", "V00100"} & set(use.industries)


def test_of_use_and_make_nothing_is_bought_that_is_not_made(shared_data):
    found = read_input_output(
        shared_data / (BEA % ("Detail_Use", "PRO_BeforeRedef_")),
        shared_data / (BEA % ("Detail_Make", "BeforeRedef_")),
    )
    assert "T007" not in found.industries and len(found.industries) == 402
    # Gross output of all industries in 2017, as the table of make has it: 34,468 bn.
    assert found.sales.sum() == pytest.approx(34_468_047, rel=1e-6)
    assert (found.flows.sum(axis=0) <= found.purchases * 1.001).mean() > 0.98


def test_a_column_of_mostly_hidden_amounts_is_left_out_aloud(tmp_path):
    path = tmp_path / "make.csv"
    path.write_text(
        "industry,111,112,title\nFarms,5,(D),Crops\nMills,(D),(D),Flour\nMines,2,7,Ore\n"
    )
    found = read_flows(path)
    assert found.columns == ("111",)
    told = " ".join(str(note) for note in found.notes)
    assert "“112”" in told and "“title”" not in told
