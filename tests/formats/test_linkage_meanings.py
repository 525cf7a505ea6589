"""What measures of linkages mean: every sentence from figures worked out by hand."""

import polars as pl

from distretto.analysis.diagnosis.linkages.measures import measure_linkages
from distretto.analysis.diagnosis.linkages.survey import survey_of_linkages
from distretto.formats.linkages.meanings import meanings


def survey(pairs, actors, silent="", kinds=None):
    """Such as “ab bc” among “abcd”; capitals are institutions."""
    ties = pl.DataFrame(
        [tuple(pair) for pair in pairs.split()],
        schema={"from": pl.String, "to": pl.String},
        orient="row",
    )
    told = pl.DataFrame(
        {
            "actor": list(actors),
            "kind": ["institution" if one.isupper() else "firm" for one in actors],
            "group": [(kinds or {}).get(one) for one in actors],
            "surveyed": [one not in silent for one in actors],
        }
    )
    return survey_of_linkages(ties, told)


def said(found, view="firms", relation="", **more):
    """The sentences, each with what is to be done behind a bar."""
    row = found.whole.filter(view=view, relation=relation).row(0, named=True)
    mixing = found.mixing.filter(view=view).to_dicts() if found.mixing.height else []
    told = meanings(row, mixing, found.institutions.get(relation), **more)
    return [f"{each.what}|{each.todo or ''}" for each in told]


def measured(*survey_of):
    return measure_linkages(survey(*survey_of), directed=False, draws=99)


def test_a_star_with_somebody_apart():
    """a is tied to b, c, d; e to nobody: 3 of 10 pairs; Freeman (0+2+2+2+3)/12."""
    told = said(measured("ab ac ad", "abcde"))
    assert told[0].startswith(
        "Of a hundred pairs of actors whose answers are known, 30 work with each "
        "other. An actor has 1.2 partners on average.|Most have worked"
    )
    assert told[1].startswith("1 actor has no tie at all.|Visit them soon")
    assert told[2].startswith("All who have ties hang together")
    assert told[3].startswith("If 1 certain actor left")
    assert told[4].startswith("Ties gather at a few: 75% of what they would")


def test_two_parts():
    """ab, cd and e alone: three parts, the largest of 2 of 5."""
    told = said(measured("ab cd", "abcde"))
    [parts] = [each for each in told if "parts without a tie" in each]
    assert parts.startswith("The cluster falls into 3 parts")
    assert "the largest has 40% of all" in parts


def test_few_answers_ask_for_more_of_them():
    """Three of five answered: below 70 %. d and e are named by nobody."""
    told = said(measured("ab bc", "abcde", "de"))
    assert told[0].startswith("60% of the actors answered.")
    assert "Ask more of them" in told[0]
    assert "Nobody who answered is without a tie.|" in told
    assert told[3].startswith("2 actors were not surveyed and are named by nobody")
    assert told[4].startswith("All who have ties hang together")


def test_brokers_and_who_holds_parts_together_have_names_where_they_may():
    """In a-b-c-d, b and c each stand between two pairs: b between a and c, a and d."""
    found = measured("ab bc cd", "abcd")
    named = said(found, actors=found.actors.to_dicts())
    assert (
        "Brokers: those who are not tied to each other reach each other most often "
        "through b, c.|Ask them" in " ".join(named)
    )
    assert any(
        "of 2 certain actors left, others would be cut off: b, c" in each
        for each in named
    )
    bare = " ".join(said(found))
    assert "Brokers" not in bare and "cut off.|" in bare


def test_of_many_who_hold_parts_together_the_first_few_are_named():
    """A line of nine: seven are within it, the middle ones between most pairs."""
    found = measured("ab bc cd de ef fg gh hi", "abcdefghi")
    [cuts] = [
        each
        for each in said(found, actors=found.actors.to_dicts())
        if "cut off" in each
    ]
    assert cuts.startswith(
        "If one of 7 certain actors left, others would be cut off: e, d, f, c, g and 2 "
        "more."
    )


def test_nothing_is_read_into_the_answers_of_a_few():
    """One of five answered: no word on density, core or groups, only to ask more."""
    found = measured("ab ac", "abcde", "bcde")
    assert said(found) == [
        "Only 1 of 5 actors was surveyed: too few to say what the ties of the whole "
        "mean.|Ask more of them. From 50% on, the figures are put into words here."
    ]
    assert len(said(found, least=0.2)) > 3  # 20 % are not below 20 %


def test_ties_that_keep_within_groups_ask_to_mix():
    """ab and cd within, none across: E-I -1; 4 of 6 pairs are across: 1/3 expected."""
    kinds = {"a": "x", "b": "x", "c": "y", "d": "y"}
    found = measured("ab cd", "abcd", "", kinds)
    told = said(found, attribute_names={"group": "Place"})
    [within] = [each for each in told if "E-I index" in each]
    assert within.startswith(
        "Ties keep within groups more than chance would have it (Place; E-I index -1, "
        "to be expected 0.33).|Mix the groups"
    )


def test_institutions_that_reach_few():
    """One of four firms is tied to the bank: 25 %, 0.25 of them on average."""
    told = said(measured("aB cd", "abcdB"), view="everybody")
    [institutions] = [each for each in told if "tie to an institution" in each]
    assert institutions.startswith("25% of the firms have a tie to an institution")
    assert "Ask firms without one" in institutions


def test_nothing_is_said_of_what_is_unknown():
    """Nobody answered: no density, and no isolates."""
    found = measure_linkages(survey("ab", "ab", "ab"), directed=False, draws=9)
    told = " ".join(said(found))
    assert "nan" not in told.casefold() and "None" not in told
