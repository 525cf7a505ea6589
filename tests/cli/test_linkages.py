"""`distretto diagnosis linkages` and `sociogram`, run as a person runs them."""

import json
import re

import pytest
from click.testing import CliRunner

from distretto.cli import main


def run(*arguments, stdin=None):
    return CliRunner(env={"COLUMNS": "110"}).invoke(
        main, ["diagnosis", *map(str, arguments)], input=stdin
    )


TIES = (
    "from,to,relation,strength,wave\na,b,buys,3,2024\nb,c,buys,2,2024\na,bank,lends,1,2024\n"
    "a,b,buys,3,2026\nb,d,buys,2,2026\na,bank,lends,1,2026\nc,bank,lends,,2026\n"
)
ACTORS = (
    "actor,kind,group,surveyed\na,firm,x,yes\nb,firm,y,yes\nc,firm,x,yes\nd,firm,y,no\n"
    "bank,institution,finance,no\n"
)


@pytest.fixture
def files(tmp_path):
    (tmp_path / "ties.csv").write_text(TIES)
    (tmp_path / "actors.csv").write_text(ACTORS)
    return tmp_path / "ties.csv", "--actors", tmp_path / "actors.csv"


def test_one_wave_with_and_without_institutions(files):
    result = run("linkages", *files, "--wave", "2026", "--quiet")
    assert result.exit_code == 0, result.output
    said = result.stdout
    assert "everybody" in said and "firms alone" in said
    assert "2026 · All linkages together" in said and "2026 · lends" in said
    # a and c of three surveyed firms are tied to the bank.
    assert "67 % of 3 firms have a tie to one" in said.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert "1 report of a tie does not say how strong it is" in " ".join(said.split())


def test_json_is_exact_with_null_for_unknown(files):
    result = run("linkages", *files, "--json", "--quiet")
    found = json.loads(result.stdout)
    assert [wave["wave"] for wave in found["waves"]] == ["2024", "2026"]
    row = next(
        row
        for row in found["waves"][1]["whole"]
        if (row["relation"], row["view"]) == ("buys", "firms")
    )
    # a-b and b-d of the six pairs of four firms: one of d and others is known by the
    # other side.
    assert row["density"] == 2 / 6 and row["reciprocity"] is None
    change = next(
        each
        for each in found["changes"]
        if (each["relation"], each["view"]) == ("buys", "firms")
    )
    assert (change["kept"], change["lost"], change["unheard"]) == (1, 1, ["d"])


def test_two_files_are_compared_on_the_same_actors(tmp_path):
    (tmp_path / "a.csv").write_text("x,p,q,r\np,0,1,0\nq,1,0,0\nr,0,0,0\n")
    (tmp_path / "b.csv").write_text("x,p,q,s\np,0,0,1\nq,0,0,0\ns,1,0,0\n")
    result = run("linkages", tmp_path / "a.csv", tmp_path / "b.csv", "--quiet")
    # Relations are named by the files: they have none in common.
    assert result.exit_code == 0 and "From" not in result.stdout
    for name in ("lending_2024.csv", "lending_2026.csv"):
        old = "a.csv" if "2024" in name else "b.csv"
        (tmp_path / name).write_text((tmp_path / old).read_text())
    both = tmp_path / "lending_2024.csv", tmp_path / "lending_2026.csv"
    result = run("linkages", *both, "--quiet")
    said = " ".join(result.stdout.split())
    assert "From 2024 to 2026, lending, firms alone: 2 actors are in both waves" in said
    assert (
        "Ties, by pairs: 0 kept, 0 new, 1 lost" in said
        and "1 actors came, with 1 ties" in said
    )
    named = run("linkages", *both, "--wave", "then", "--wave", "now", "--quiet")
    assert "From then to now" in named.stdout


def test_two_waves_of_one_name_are_asked_about(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "ties.csv").write_text("from,to\na,b\n")
    both = tmp_path / "a" / "ties.csv", tmp_path / "b" / "ties.csv"
    result = run("linkages", *both)
    assert result.exit_code == 2 and "Give --wave once for each" in result.output


def test_every_format(files, tmp_path):
    for ending in ("xlsx", "csv", "json", "graphml", "gexf"):
        result = run("linkages", *files, "-o", tmp_path / f"out.{ending}")
        assert result.exit_code == 0, result.output
        assert (tmp_path / f"out.{ending}").stat().st_size > 100
    assert "viz:position" in (tmp_path / "out.gexf").read_text()


def test_a_sociogram_from_standard_input(tmp_path):
    target = tmp_path / "out.svg"
    result = run("sociogram", "-", "-o", target, "--date", "May 2026", stdin=TIES)
    assert result.exit_code == 0, result.output
    drawing = target.read_text()
    # Two waves in one list: drawn as what changed.
    assert "from 2024 to 2026 · May 2026" in drawing and "New tie" in drawing
    assert "Written to" in result.stderr


def test_a_sociogram_as_asked(files, tmp_path):
    target = tmp_path / "out.svg"
    asked = ["--wave", "2026", "--relation", "buys", "--focus", "b", "--arrows"]
    result = run("sociogram", *files, *asked, "-o", target, "--title", "Shoes")
    assert result.exit_code == 0, result.output
    drawing = target.read_text()
    assert "Shoes · b and its partners" in drawing and "3 actors, 2 ties" in drawing
    # The note may be broken into lines.
    words = " ".join(re.sub("<[^>]*>", " ", drawing).split())
    assert "Arrows point to whom was named" in words


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("from,to,strength\na,b,9\n", [], "Row 2, column “strength”: “9” is not a"),
        ("region,jobs\nnorth,3\n", [], "holds no linkages"),
        (TIES, ["--wave", "2030"], "has no wave “2030”. It has: “2024”, “2026”"),
        (TIES, ["--relation", "sells"], "no ties of the kind “sells”"),
        (TIES, ["--by", "village"], "no column “village”"),
        (TIES, ["-o", "out.docx"], "the ending says in which format"),
    ],
)
def test_bad_input_is_one_sentence(tmp_path, text, options, said):
    (tmp_path / "ties.csv").write_text(text)
    result = run("linkages", tmp_path / "ties.csv", *options)
    assert result.exit_code == 1
    assert said in " ".join(result.output.split()) and "Traceback" not in result.output


def test_problems_can_be_accepted(tmp_path):
    (tmp_path / "ties.csv").write_text("from,to,strength\na,b,9\nb,c,2\n")
    result = run("linkages", tmp_path / "ties.csv", "--accept-problems", "--json")
    assert json.loads(result.stdout)["waves"][0]["whole"][0]["ties"] == 2


def test_kapferers_shop_as_the_page_of_the_method_tells_it(shared_data):
    folder = shared_data / "networks"
    names = [f"Kapferer_TailorShop__SociationalT{k}.csv" for k in (1, 2)]
    result = run("linkages", *(folder / name for name in names), "--json", "--quiet")
    found = json.loads(result.stdout)
    whole = [wave["whole"][0] for wave in found["waves"]]
    assert [round(row["density"], 3) for row in whole] == [0.213, 0.301]
    assert [round(row["degree_centralisation"], 3) for row in whole] == [0.441, 0.376]
    change = found["changes"][0]
    assert (change["kept"], change["new"], change["lost"]) == (103, 120, 55)


WISHED = "from,to,wave\na,b,desired\nc,d,desired\na,b,now\nb,c,now\n"


def test_what_is_wished_for_is_compared_with_what_is(tmp_path):
    """The file names the wish first; ab is both, bc there alone, cd wished alone."""
    (tmp_path / "ties.csv").write_text(WISHED)
    said = " ".join(run("linkages", tmp_path / "ties.csv", "--quiet").stdout.split())
    assert "now against what is wished for (desired)" in said
    assert (
        "Ties, by pairs: 1 are there and wished for, 1 are wished for and not there "
        "yet, 1 are there and not wished for" in said
    )
    assert "kept" not in said and "QAP" not in said


def test_a_picture_of_a_wish_speaks_of_no_change(tmp_path):
    (tmp_path / "ties.csv").write_text(WISHED)
    picture = tmp_path / "wish.svg"
    result = run("sociogram", tmp_path / "ties.csv", "-o", picture)
    assert (
        "2 ties wished for (by pairs: 1 not there yet; 1 there, not wished for)"
        in result.stderr
    )
    drawn = picture.read_text()
    assert "desired, against now" in drawn
    assert "Tie wished for, not there yet" in drawn
    assert "New tie" not in drawn and "Lost tie" not in drawn


def test_answers_to_different_questions_are_not_compared(shared_data, tmp_path):
    """Friendship before and work after are no change of anything."""
    folder = shared_data / "networks"
    both = [
        folder / f"Kapferer_TailorShop__{name}.csv"
        for name in ("SociationalT1", "InstrumentalT2")
    ]
    why = "“T1” has “Sociational”, “T2” has “Instrumental”, and answers to different"
    for asked in ([], ["--relation", "Instrumental"]):
        result = run("sociogram", *both, "-o", tmp_path / "out.svg", *asked)
        assert result.exit_code == 1 and why in " ".join(result.output.split())
    assert not (tmp_path / "out.svg").exists()
    result = run("sociogram", *both, "-o", tmp_path / "out.svg", "--no-compare")
    assert result.exit_code == 0, result.output
    result = run("linkages", *both, "--quiet")
    said = " ".join(result.stdout.split())
    assert result.exit_code == 0 and "Note: “T1” and “T2” are not compared" in said
    assert why in said


def test_a_kind_of_one_wave_alone_is_named(tmp_path):
    (tmp_path / "ties.csv").write_text(
        "from,to,relation,wave\na,b,buys,2024\nb,c,lends,2024\na,b,buys,2026\n"
    )
    said = " ".join(run("linkages", tmp_path / "ties.csv", "--quiet").stdout.split())
    assert "From 2024 to 2026, buys" in said and "From 2024 to 2026, lends" not in said
    assert "Not in both “2024” and “2026”, and therefore not compared: “lends”." in said


def test_both_commands_say_which_ties_they_count(shared_data, tmp_path):
    """45, 102 and 64 by direction, 28, 67 and 48 by pairs: as NumPy counts them in the
    tests of the change. 28 + 48 = 76 and 28 + 67 = 95 are the pairs of each wave.
    """
    folder = shared_data / "networks"
    both = [folder / f"Kapferer_TailorShop__InstrumentalT{k}.csv" for k in (1, 2)]
    said = " ".join(run("linkages", *both, "--quiet").stdout.split())
    assert "Ties, with direction: 45 kept, 102 new, 64 lost" in said
    assert "Ties, by pairs: 28 kept, 67 new, 48 lost" in said
    assert "Ties, by pairs 76" in said and "Ties, by pairs 95" in said
    for words in ("Density, by pairs", "Density, with direction"):
        assert said.count(f"{words} 0.") == 3, "in each wave, and in what changed"
    assert "The interval of a change and its p may disagree" in said
    assert "density by strength it" not in said
    result = run("sociogram", *both, "-o", tmp_path / "out.svg")
    assert "95 ties (by pairs: 67 new, 48 lost)" in result.stderr
    asked = ["--no-compare", "--arrows"]
    result = run("sociogram", *both, "-o", tmp_path / "out.svg", *asked)
    assert "147 ties with direction" in result.stderr
