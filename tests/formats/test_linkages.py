"""Linkages in files: read from lists and matrices, and written for other programs."""

import io
import json

import networkx as nx
import polars as pl
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from distretto.analysis.diagnosis.linkages.graph import linkage_graph
from distretto.errors import FormatError
from distretto.formats.linkages.names import relation_and_wave
from distretto.formats.linkages.read import read_linkages
from distretto.formats.linkages.report import linkage_report
from distretto.formats.linkages.results import to_json, write_results


def file(folder, text, name="ties.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def workbook(path, **sheets):
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name.replace("_", " "))
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return path


# --- Lists ---------------------------------------------------------------------------


def test_columns_are_found_by_their_names_in_other_languages(tmp_path):
    path = file(tmp_path, "Origen;Destino;Vínculo;Fuerza\na;b;compra;3\nb;c;presta;1\n")
    survey = read_linkages(path).checked()
    (wave,) = survey.waves
    assert wave.ties["strength"].to_list() == [3, 1]
    assert wave.relations == ["compra", "presta"]
    assert not wave.is_roster


def test_columns_of_any_name_are_mapped(tmp_path):
    path = file(tmp_path, "Quien,Conquien,Cuanto\na,b,2\nb,c,3\n")
    told = {"from": "Quien", "to": "Conquien", "strength": "Cuanto"}
    survey = read_linkages(path, columns=told)
    assert survey.waves[0].ties["strength"].to_list() == [2, 3]
    with pytest.raises(FormatError, match="--from-column"):
        read_linkages(path)


def test_none_unknown_conflict_and_unanswered_are_four_things(tmp_path):
    text = "from,to,strength,formal\na,b,0,\na,c,,yes\na,d,-1,no\n"
    text += "b,c,unanswered,\nc,d,strong,\n"
    (wave,) = read_linkages(file(tmp_path, text)).checked().waves
    assert wave.ties["strength"].to_list() == [0, None, -1, 3]
    assert wave.unanswered.select("from", "to").rows() == [("b", "c")]
    assert wave.ties["formal"].to_list() == [None, True, False, None]
    graph = linkage_graph(wave)
    assert (graph.count, graph.conflicts.nnz // 2) == (2, 1)


def test_wrong_cells_are_named_by_row_and_column(tmp_path):
    text = "from,to,strength\na,b,7\na,,1\na,c,2\na,c,2\nb,c,lots\n"
    survey = read_linkages(file(tmp_path, text))
    told = [(p.code, p.row, p.column) for p in survey.problems]
    assert told == [
        ("not_a_strength", 2, "strength"),
        ("tie_with_one_end", 3, "to"),
        ("tie_twice", 5, None),
        ("not_a_strength", 6, "strength"),
    ]
    assert "“lots” is not a strength" in str(survey.problems[-1])
    assert "stands in row 4 already" in str(survey.problems[2])
    with pytest.raises(FormatError, match="4 cells or rows"):
        survey.checked()


def test_waves_in_one_list(tmp_path):
    text = "from,to,year\na,b,2024\na,b,2026\nb,c,2026\n"
    survey = read_linkages(file(tmp_path, text))
    assert [wave.wave for wave in survey.waves] == ["2024", "2026"]
    # c is in no tie of 2024, but nobody says that it was not there.
    assert survey.wave("2024").actors["actor"].to_list() == ["a", "b", "c"]
    assert "Everybody named in any wave" in str(survey.notes[-1])
    with pytest.raises(FormatError, match="no wave “2025”"):
        survey.wave("2025")


def test_a_list_of_actors_tells_who_was_there(tmp_path):
    ties = file(tmp_path, "from,to,wave\na,b,t1\na,c,t2\nz,a,t2\n")
    text = "name,type,village,interviewed,wave\n"
    text += "a,firm,north,yes,\nb,Bank,,no,t1\nc,outside,,,t2\nd,press,,perhaps,\n"
    survey = read_linkages(ties, actors=file(tmp_path, text, "actors.csv"))
    first, second = survey.waves
    assert first.actors["actor"].to_list() == ["a", "b", "d"]
    assert second.actors["actor"].to_list() == ["a", "c", "d"]
    row = first.actors.row(1, named=True)
    assert (row["kind"], row["surveyed"], row["group"]) == ("institution", False, None)
    told = {(p.code, p.row, p.value) for p in survey.problems}
    assert told == {
        ("actor_not_listed", 4, "z"),
        ("not_a_kind_of_actor", 5, "press"),
        ("not_surveyed", 5, "perhaps"),
    }


# --- Matrices ------------------------------------------------------------------------

MATRIX = ",a,b,c,d\na,,3,0,\nb,2,,-1,0\nc,0,1,,2\nd,,,,\n"


def test_a_blank_row_is_an_actor_who_was_not_asked(tmp_path):
    survey = read_linkages(file(tmp_path, MATRIX, "lending_2026.csv")).checked()
    (wave,) = survey.waves
    assert (wave.wave, wave.relations) == ("2026", ["lending"])
    assert wave.actors["surveyed"].to_list() == [True, True, True, False]
    # a said nothing of d, and d was not asked: that pair alone is unknown.
    assert wave.unanswered.select("from", "to").rows() == [("a", "d")]
    graph = linkage_graph(wave)
    assert (graph.count, graph.possible) == (3, 5)
    assert "“d” in “lending_2026” are blank" in str(survey.notes[0])


def test_half_a_matrix_is_read_as_undirected(tmp_path):
    path = file(tmp_path, "x,a,b,c\na,,,\nb,2,,\nc,0,3,\n")
    (wave,) = read_linkages(path).waves
    assert wave.actors["surveyed"].all() and wave.unanswered.is_empty()
    assert linkage_graph(wave).count == 2


def test_zeros_and_ones_tell_no_strength(tmp_path):
    survey = read_linkages(file(tmp_path, "x,a,b,c\na,0,1,0\nb,1,0,1\nc,0,1,0\n"))
    assert survey.waves[0].ties["strength"].is_null().all()
    assert "only 0 and 1" in str(survey.notes[0])


def test_names_of_rows_and_columns_must_agree(tmp_path):
    path = file(tmp_path, "x,a,b,c,e\na,0,1,0,0\nb,1,0,1,0\nc,0,1,0,0\nd,0,0,0,0\n")
    with pytest.raises(FormatError, match=r"Only in rows: “d”\. Only in columns: “e”"):
        read_linkages(path)
    path = file(tmp_path, "x,a,b\na,0,1\nb,1,0\nA,1,0\n")
    with pytest.raises(FormatError, match="two rows of “A”"):
        read_linkages(path)


def test_rows_may_stand_in_another_order_than_columns(tmp_path):
    path = file(tmp_path, "x,a,b,c\nc,2,3,0\na,0,1,0\nb,0,0,0\n")
    (wave,) = read_linkages(path).waves
    rows = set(wave.ties.select("from", "to", "strength").rows())
    assert rows == {("c", "a", 2.0), ("c", "b", 3.0), ("a", "b", 1.0)} | {
        row for row in rows if row[2] == 0
    }


def test_a_wrong_cell_of_a_matrix_is_named(tmp_path):
    survey = read_linkages(file(tmp_path, "x,a,b\na,0,9\nb,often,0\n"))
    assert [(p.row, p.column, p.value) for p in survey.problems] == [
        (3, "a", "often"),
        (2, "b", "9"),
    ]


def test_a_workbook_with_a_sheet_for_each_relation_and_wave(tmp_path):
    head = ["", "a", "b", "c"]
    one = [head, ["a", 0, 2, 0], ["b", 2, 0, 1], ["c", 0, 1, 0]]
    two = [head, ["a", 0, 2, 3], ["b", 2, 0, 1], ["c", 3, 1, 0]]
    actors = [["Name", "Kind", "Group"], ["a", "firm", "x"], ["b", "institution", "y"]]
    path = workbook(
        tmp_path / "survey.xlsx",
        Lending_2024=one,
        Lending_2026=two,
        Advice_2026=one,
        Actors=[*actors, ["c", "firm", "x"]],
        Read_me=[["What this is", "and who made it"], ["a survey", "us"]],
    )
    survey = read_linkages(path).checked()
    told = [(wave.wave, wave.relations) for wave in survey.waves]
    assert told == [("2024", ["Lending"]), ("2026", ["Lending", "Advice"])]
    assert survey.waves[0].actors["kind"].to_list() == ["firm", "institution", "firm"]
    assert any("“Read me” are neither" in str(note) for note in survey.notes)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Lending 2026", ("Lending", "2026")),
        ("SociationalT1", ("Sociational", "T1")),
        ("advice wave 2", ("advice", "wave 2")),
        ("desired", ("", "desired")),
        ("Joint purchase", ("Joint purchase", "")),
    ],
)
def test_a_sheet_names_its_relation_and_wave(name, wanted):
    assert relation_and_wave(name) == wanted


def test_no_linkages_at_all(tmp_path):
    with pytest.raises(FormatError, match="holds no linkages"):
        read_linkages(file(tmp_path, "region,jobs\nnorth,3\nsouth,4\n"))


# --- Writing -------------------------------------------------------------------------


@pytest.fixture
def report(tmp_path):
    ties = (
        "from,to,relation,strength,wave\na,b,buys,3,2024\nb,=c,buys,,2024\n"
        "a,=c,lends,-1,2024\na,d,buys,unanswered,2024\na,b,buys,2,2026\nb,d,buys,1,2026\n"
    )
    actors = (
        "actor,kind,group,surveyed\na,firm,x,yes\nb,firm,y,yes\n=c,institution,,no\n"
    )
    survey = read_linkages(
        file(tmp_path, ties), actors=file(tmp_path, actors + "d,firm,x,yes\n", "a.csv")
    ).checked()
    return linkage_report(survey.waves, notes=survey.notes, permutations=99, draws=99)


def test_a_workbook_is_read_back_as_it_was(report, tmp_path):
    """Ties, unanswered questions and actors survive the way out and in."""
    path = tmp_path / "out.xlsx"
    write_results(report, path, title="Shoes", source="Survey 2026")
    again = read_linkages(path).checked()
    for before, after in zip(report.waves, again.waves, strict=True):
        columns = ["from", "to", "relation", "strength"]
        assert after.ties.select(columns).rows() == before.ties.select(columns).rows()
        assert after.unanswered.rows() == before.unanswered.rows()
        columns = ["actor", "kind", "group", "surveyed"]
        assert (
            after.actors.select(columns).rows() == before.actors.select(columns).rows()
        )
    names = CalamineWorkbook.from_path(str(path)).sheet_names
    assert {"Measures", "Change", "Measures of actors", "Notes"} <= set(names)


def test_a_workbook_says_how_changed_ties_are_counted(tmp_path):
    """ba alone is lost of ab, ba and ac: 2 of 3 as told are kept, and both pairs."""
    text = "from,to,wave\na,b,2024\nb,a,2024\na,c,2024\na,b,2026\na,c,2026\n"
    survey = read_linkages(file(tmp_path, text))
    found = linkage_report(survey.waves, permutations=99, draws=99)
    write_results(found, tmp_path / "out.xlsx")
    sheet = CalamineWorkbook.from_path(str(tmp_path / "out.xlsx"))
    head, *rows = sheet.get_sheet_by_name("Change").to_python()
    told = [dict(zip(head, row, strict=True)) for row in rows]
    fates = {
        (row["Measure"], row["How ties are counted"]): row["Change"]
        for row in told
        if row["How ties are counted"]
    }
    assert fates["kept", "with direction"] == 2 and fates["lost", "with direction"] == 1
    assert fates["kept", "by pairs"] == 2 and fates["lost", "by pairs"] == 0


def test_csv_is_harmless_and_read_back(report, tmp_path):
    path = tmp_path / "out.csv"
    write_results(report, path)
    assert "'=c" in path.read_text()  # never a formula
    again = read_linkages(path).checked()
    assert again.waves[0].ties.select("from", "to", "strength").rows() == [
        ("a", "b", 3.0),
        ("b", "=c", None),
        ("a", "=c", -1.0),
    ]


@pytest.mark.parametrize(
    ("ending", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)]
)
def test_other_programs_read_the_graph(report, tmp_path, ending, read):
    path = tmp_path / f"out.{ending}"
    write_results(report, path, positions={"a": (10.0, 20.0), "b": (1.5, 2.0)})
    graph = read(path)
    assert set(graph) == {"a", "b", "=c", "d"}
    assert graph.nodes["=c"]["kind"] == "institution"
    assert graph.nodes["a"]["surveyed"] in (True, "true")
    edges = [
        (a, b, data["wave"], data.get("strength"))
        for a, b, data in graph.edges(data=True)
    ]
    # The unanswered question is no edge; the unknown strength is not told.
    assert sorted(edges, key=str) == sorted(
        [
            ("a", "b", "2024", 3.0),
            ("b", "=c", "2024", None),
            ("a", "=c", "2024", -1.0),
            ("a", "b", "2026", 2.0),
            ("b", "d", "2026", 1.0),
        ],
        key=str,
    )
    if ending == "gexf":
        place = graph.nodes["a"]["viz"]["position"]
        assert (place["x"], place["y"]) == (10.0, -20.0)
    else:
        assert graph.nodes["a"]["x"] == 10.0


def test_json_is_exact_and_unknown_is_null(report):
    told = json.load(io.BytesIO(to_json(report, top=1)))
    first = told["waves"][0]["whole"][0]
    assert first["directed_ties"] is None and first["outside_share"] is None
    assert first["relation"] == "" and first["view"] == "everybody"
    assert len(told["waves"][0]["actors"]) == len(told["waves"][0]["whole"])
    change = next(
        each
        for each in told["changes"]
        if (each["relation"], each["view"]) == ("buys", "firms")
    )
    # a - d was not answered by a, but d says none in 2024: b - d alone is new.
    assert (change["kept"], change["new"], change["lost"]) == (1, 1, 0)


def test_figures_by_kind_are_those_of_the_library(report):
    frame = report.whole
    assert frame["wave"].unique(maintain_order=True).to_list() == ["2024", "2026"]
    assert isinstance(report.mixing, pl.DataFrame)
    row = report.institutions.filter(wave="2024", relation="").row(0, named=True)
    assert (row["firms"], row["tied_share"]) == (3, pytest.approx(1 / 3))
