"""The bottlenecks in a few words: nothing is the worst that the survey cannot tell."""

from distretto.formats.charts.language import ENGLISH
from distretto.web.diagnosis.severe_words import cell_of, most_severe, not_shown


def row(name, share=None, *, first=None, like=None, asked=3, hidden=False):
    return {
        "name": name,
        "indicators": asked,
        "is_hidden": hidden,
        "severe_share": share,
        "severe_share_low": None if share is None else share - 0.05,
        "severe_share_high": None if share is None else share + 0.05,
        "seen_is_hidden": hidden,
        "first_share": first,
        "like_first": like,
    }


ROWS = [
    row("Skills", 0.30, first=0.0, like=True),
    row("Cooperation", 0.33, first=0.0),
    row("Technology", 0.10, first=0.33, like=False),
    row("Finance", first=0.67, asked=0),
    row("Infrastructure", hidden=True),
]


def test_what_is_severe_is_told_with_what_cannot_be_told_apart_from_it():
    told = {
        name: said.replace("\xa0", " ") for name, said in most_severe(ROWS, ENGLISH)
    }
    assert told == {
        "Severe for the most firms": (
            "Cooperation, for 33 % of the firms (between 28 % and 38 %). By the "
            "answers of the same firms, Cooperation cannot be told apart at this level "
            "from: Skills. Which of them is the most severe, the survey does not say. "
            "3 of 5 bottlenecks were measured."
        ),
        "Named the biggest obstacle most often": "Finance, by 67 % of the firms.",
    }


def test_nothing_is_said_of_what_nobody_was_asked():
    assert [*most_severe([], ENGLISH)] == []
    assert [*most_severe([row("Finance", asked=0)], ENGLISH)] == []
    assert not_shown(ROWS[:3]) == []


def test_what_is_not_in_the_picture_is_named():
    assert not_shown(ROWS) == [
        "Not shown, for nobody or too few were asked: Finance, Infrastructure."
    ]


def test_a_cell_says_why_it_has_no_figure():
    assert cell_of(ROWS[1], "severe_share") == 0.33
    assert cell_of(ROWS[3], "severe_share") == "not asked"
    assert cell_of(ROWS[4], "severe_share") == "hidden"
    assert cell_of(ROWS[3], "seen_mean") is None
