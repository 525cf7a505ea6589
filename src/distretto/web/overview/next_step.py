"""What to do next in a programme: one sentence and one button.

A pure function of the programme's state and of what the reader may do, so that the
whole decision can be read, and tested, in one place.
"""

from dataclasses import dataclass

from distretto.errors import gettext_noop
from distretto.web.overview.queries import State
from distretto.web.selection.models import Round


@dataclass(frozen=True)
class NextStep:
    """A sentence, and the button that does it.

    `page` is the name of an address; `of_round` says that it is about the latest
    round. Without a button there is nothing for this reader to do now.
    """

    code: str
    sentence: str
    button: str = ""
    page: str = ""
    of_round: bool = False


def next_step(state: State, *, may_work: bool) -> NextStep:
    """The one thing to do next; those who only read are told the state instead."""
    step = _to_do(state)
    if may_work or not step.button:
        return step
    return NextStep(step.code, _FOR_READERS.get(step.code, step.sentence))


def _to_do(state: State) -> NextStep:
    if state.latest_round is not None:
        return _in_round(state)
    if state.maps:
        return BEGIN_ROUND
    if state.datasets:
        return MEASURE
    if state.datasets_waiting:
        return ACCEPT
    return UPLOAD


def _in_round(state: State) -> NextStep:
    if state.latest_stage == Round.Stage.ANNOUNCED:
        return ANNOUNCED
    if state.latest_stage == Round.Stage.VALIDATED:
        return ANNOUNCE
    if state.latest_is_closed:
        return DECIDE
    if state.latest_is_fixed:
        return SCORE
    if state.latest_stage == Round.Stage.SHORT_LIST:
        return FIX_WEIGHTS
    return TEST


UPLOAD = NextStep(
    "upload",
    gettext_noop(
        "Begin with a table of the country's firms, or of employment by region and "
        "industry: Distretto shows what it understood before anything is kept."
    ),
    gettext_noop("Upload a table"),
    "register:upload-dataset",
)
ACCEPT = NextStep(
    "accept",
    gettext_noop("A table has been read and waits for your yes before it is used."),
    gettext_noop("Look at the table"),
    "register:datasets",
)
MEASURE = NextStep(
    "measure",
    gettext_noop("Measure your table to see where industries gather, on a map."),
    gettext_noop("Make a cluster map"),
    "selection:measure-map",
)
BEGIN_ROUND = NextStep(
    "begin_round",
    gettext_noop("Open a selection round and take the best rows of your map into it."),
    gettext_noop("Open a selection round"),
    "selection:rounds",
)
TEST = NextStep(
    "test",
    gettext_noop(
        "Ask of each candidate on the long list whether it is a cluster at all, and "
        "take those that pass to the short list."
    ),
    gettext_noop("Go to the long list"),
    "selection:round",
    of_round=True,
)
FIX_WEIGHTS = NextStep(
    "fix_weights",
    gettext_noop(
        "Agree on the criteria and their weights, with minutes, before anybody scores."
    ),
    gettext_noop("Set the weights"),
    "selection:round",
    of_round=True,
)
SCORE = NextStep(
    "score",
    gettext_noop("The assessors score now, each blind to the others."),
    gettext_noop("Go to the scores"),
    "selection:round",
    of_round=True,
)
DECIDE = NextStep(
    "decide",
    gettext_noop(
        "Scoring is closed: see how well the ranking stands, and record the decision."
    ),
    gettext_noop("See the ranking"),
    "selection:round",
    of_round=True,
)
ANNOUNCE = NextStep(
    "announce",
    gettext_noop(
        "The choice is validated: write to those not chosen, then announce it."
    ),
    gettext_noop("Write the letters"),
    "selection:round",
    of_round=True,
)
ANNOUNCED = NextStep(
    "announced",
    gettext_noop("The choice has been announced. Its reasons and figures stay here."),
    gettext_noop("See the round"),
    "selection:round",
    of_round=True,
)

_FOR_READERS = {
    "upload": gettext_noop("The programme has no table of firms yet."),
    "accept": gettext_noop("A table has been uploaded and is being looked at."),
    "measure": gettext_noop(
        "The programme has a table of firms, and no map of it yet."
    ),
    "begin_round": gettext_noop(
        "The programme has cluster maps; no selection round has begun."
    ),
    "test": gettext_noop("The candidates of the long list are being looked at."),
    "fix_weights": gettext_noop("The criteria and their weights are being agreed."),
    "decide": gettext_noop("Scoring is closed; the decision is being prepared."),
    "announce": gettext_noop("The choice is validated and will be announced."),
}
