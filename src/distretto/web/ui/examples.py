"""Invented content for the style page: every component in its states."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from distretto.errors import RuleError, gettext_noop
from distretto.formats.charts.bars import bar_list
from distretto.formats.charts.clusters import About
from distretto.formats.charts.picture import Picture
from distretto.formats.problems import Problem
from distretto.web.ui import pictures
from distretto.web.ui.days import DayField


class ExampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Name"), help_text=_("As people there say it."))
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1900)
    day = DayField(label=_("Date of the meeting"), required=False)
    stage = forms.ChoiceField(
        label=_("Life-cycle stage"),
        choices=[("growing", _("Growing")), ("mature", _("Mature"))],
    )
    answer = forms.ChoiceField(
        label=_("Is it a cluster?"),
        choices=[("yes", _("Yes")), ("no", _("No")), ("unknown", _("Not known"))],
        widget=forms.RadioSelect,
        help_text=_("“Not known” is an answer."),
    )
    file = forms.FileField(label=_("File"), required=False)
    minutes = forms.CharField(label=_("Minutes"), widget=forms.Textarea)
    agreed = forms.BooleanField(label=_("All agreed"), required=False)


PROBLEMS = (
    Problem(
        "not_a_count",
        gettext_noop("“%(found)s” is not a count. Give a number of zero or more."),
        {"found": "twelve"},
        sheet="2018",
        row=7,
        column="jobs",
        value="twelve",
    ),
    Problem(
        "unknown_industry",
        gettext_noop("The code “%(found)s” is not in the classification."),
        {"found": "1399"},
        row=48,
        column="isic",
        value="1399",
        severity="warning",
    ),
)
REFUSAL = RuleError("already_undone", gettext_noop("This has already been undone."))


CLUSTERS = (
    ("Knitted garments", ["Orsa", "Bellavena"], 12_340, 14.26),
    ("Footwear", ["Camerin"], 4_120, 8.9),
    ("Handloom weaving", ["Tesserra"], None, None),
)


def example_picture(width: int) -> Picture:
    """The clusters of the style page as bars; one of them is unknown."""
    rows = [
        {
            "rank": rank,
            "industry": name,
            "regions": places,
            "employment": employment,
            "lq": lq,
        }
        for rank, (name, places, employment, lq) in enumerate(CLUSTERS, start=1)
    ]
    about = About(2018, gettext("Invented register"))
    language = pictures.page_language()
    return bar_list(rows, about=about, language=language, width=width)


def context() -> dict[str, Any]:
    """What the style page shows."""
    filled = {"name": "Dalton", "stage": "mature", "answer": "yes", "minutes": "-"}
    wrong = {"wrong-year": "18", "wrong-day": "soon", "wrong-stage": "mature"}
    return {
        "here": "components",
        "form": ExampleForm(initial=filled),
        "wrong_form": ExampleForm(wrong, prefix="wrong"),
        "page": Paginator(range(1234), 50).page(7),
        "problems": PROBLEMS,
        "refusal": REFUSAL,
        "picture": pictures.shown(example_picture),
        "trail": [(_("Selection rounds"), "#"), (_("Round of 2026"), "#")],
        "runs": _runs(),
    }


def _runs() -> list[dict[str, Any]]:
    """Runs as components see them, in each state."""
    waiting = {"pk": "1", "subject": "employment.csv", "state": "waiting"}
    return [
        {**waiting, "get_state_display": _("Waiting")},
        {
            **waiting,
            "pk": "2",
            "state": "running",
            "get_state_display": _("Running"),
            "done_parts": 3,
            "all_parts": 8,
            "doing": _("Reading rows"),
        },
        {
            **waiting,
            "pk": "3",
            "state": "done",
            "is_over": True,
            "get_state_display": _("Done"),
            "result_url": "#",
        },
        {
            **waiting,
            "pk": "4",
            "state": "failed",
            "is_over": True,
            "get_state_display": _("Failed"),
            "error": {"template": REFUSAL.template, "params": {}},
        },
    ]
