"""What to do next in a programme: one sentence and one button.

A pure function of the programme's state and of what its reader may do, so that the
whole decision can be read, and tested, in one place. Within a round the round itself
knows better (`selection.queries.rounds.next_step`).
"""

from dataclasses import dataclass

from distretto.errors import gettext_noop
from distretto.web.overview.queries import State


@dataclass(frozen=True)
class NextStep:
    """A sentence, and the button that does it: its words, and the name of its page.

    Without a button there is nothing for this reader to do now.
    """

    sentence: str
    button: str = ""
    page: str = ""


def next_step(state: State, *, may_work: bool) -> NextStep:
    """The one thing to do next; those who only read are told the state instead."""
    if state.rounds == state.rounds_announced and is_in_diagnosis(state):
        step = (DIAGNOSE, DIAGNOSE)
    elif state.rounds:
        step = (ROUND, ROUND)
    elif state.maps:
        step = (BEGIN_ROUND, NO_ROUND)
    elif state.datasets:
        step = (MEASURE, NO_MAP)
    elif state.datasets_waiting:
        step = (ACCEPT, NO_MAP)
    else:
        step = (UPLOAD, NO_TABLE)
    return step[0] if may_work else step[1]


def is_in_diagnosis(state: State) -> bool:
    """Whether step 2 has begun, or a cluster was entered without step 1."""
    has_begun = bool(state.waves or state.studies)
    return has_begun or bool(state.clusters and not state.is_selecting)


UPLOAD = NextStep(
    gettext_noop(
        "Begin with a table of the country’s firms, or of employment by region and "
        "industry. You see what was understood before anything is kept."
    ),
    gettext_noop("Upload a table"),
    "register:upload-dataset",
)
ACCEPT = NextStep(
    gettext_noop("A table has been read and waits for your yes before it is used."),
    gettext_noop("Look at the table"),
    "register:datasets",
)
MEASURE = NextStep(
    gettext_noop("Measure your table to see, on a map, where industries gather."),
    gettext_noop("Make a cluster map"),
    "selection:measure-map",
)
BEGIN_ROUND = NextStep(
    gettext_noop("Open a selection round and take the best rows of your map into it."),
    gettext_noop("Open a selection round"),
    "selection:new-round",
)
ROUND = NextStep(
    gettext_noop("See where the selection stands."),
    gettext_noop("Selection rounds"),
    "selection:rounds",
)
DIAGNOSE = NextStep(
    gettext_noop("See how far the diagnosis of each cluster is."),
    gettext_noop("Diagnostic study"),
    "diagnosis:clusters",
)
NO_TABLE = NextStep(gettext_noop("The programme has no table of firms yet."))
NO_MAP = NextStep(
    gettext_noop("The programme has a table of firms, and no cluster map yet.")
)
NO_ROUND = NextStep(
    gettext_noop("The cluster maps can be looked at; no selection round has begun."),
    gettext_noop("Cluster maps"),
    "selection:maps",
)
