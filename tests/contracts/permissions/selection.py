"""Who may do what in a selection round.

Managers run it, agents and analysts help with candidates and tests, the staff and
evaluators follow it, members and observers read it once it is announced. The analyst
of these tables is also an assessor: the only one who has a sheet.
"""

from datetime import date
from decimal import Decimal

from distretto.web.accounts.policy import EVERYBODY, MANAGERS, STAFF
from distretto.web.selection.figures import Figure
from distretto.web.selection.models import Assessor, Candidate, Round
from distretto.web.selection.rules import (
    candidates,
    criteria,
    decision,
    rounds,
    scoring,
    vetoes,
)

HELPERS = frozenset({"manager", "agent", "analyst"})
READERS = STAFF | {"evaluator"}
NOT_YET = ("member", "observer")


def made(world, name):
    """Something of the world, made when an address first asks for it."""
    if not hasattr(world, name):
        MAKERS[name](world)
    return getattr(world, name)


def make_begun(world):
    manager = world.people["manager"]
    world.begun, world.only = begun(world, "Begun")
    candidates.add_figure(world.only, "establishments", Figure(12), by=manager)
    world.ground = vetoes.raise_veto(world.only, by=manager, ground="Fumes.")
    world.test = world.begun.tests.current().first()
    world.criterion = world.begun.criteria.current().first()


def make_open(world):
    world.open, world.one = opened(world, "Open")
    world.seat = world.open.assessors.current().get()
    world.asked = world.open.criteria.current().get()


def make_scored(world):
    world.scored, _candidate = scored(world, "Scored")


def make_decided(world):
    world.decided, world.chosen = decided(world, "Decided")
    world.left = world.decided.candidates.get(name="Other")


def make_told(world):
    world.told, _candidate = decided(world, "Told")
    on = date(2026, 5, 10)
    decision.announce(world.told, by=world.people["manager"], on=on)


MAKERS = {
    **dict.fromkeys(["begun", "only", "ground", "test", "criterion"], make_begun),
    **dict.fromkeys(["open", "one", "seat", "asked"], make_open),
    "scored": make_scored,
    **dict.fromkeys(["decided", "chosen", "left"], make_decided),
    "told": make_told,
}


def begun(world, name):
    manager = world.people["manager"]
    round_ = rounds.start_round(
        world.programme, by=manager, name=name, places_to_choose=1
    )
    return round_, candidates.nominate(round_, by=manager, name="Knitwear")


def opened(world, name):
    manager = world.people["manager"]
    round_, candidate = begun(world, name)
    candidates.shortlist([candidate], by=manager)
    rounds.close_long_list(round_, by=manager)
    for each in round_.criteria.current():
        criteria.remove_criterion(each, by=manager)
    added = criteria.add_criterion(
        round_, by=manager, name="Firms", heading="importance"
    )
    criteria.set_weights(round_, {added.pk: Decimal(100)}, by=manager)
    criteria.fix_weights(round_, by=manager, minutes="Agreed.", participants="All")
    scoring.invite_assessor(round_, world.people["analyst"], by=manager)
    return Round.objects.get(pk=round_.pk), Candidate.objects.get(pk=candidate.pk)


def scored(world, name):
    analyst = world.people["analyst"]
    round_, candidate = opened(world, name)
    seat = Assessor.objects.select_related("round").get(round=round_)
    for criterion in round_.criteria.current():
        scoring.give_score(seat, candidate, criterion, by=analyst, value=Decimal(4))
    manager = world.people["manager"]
    closed = scoring.close_scoring(round_, by=manager, reason="One is enough here.")
    return closed, Candidate.objects.get(pk=candidate.pk)


def decided(world, name):
    manager = world.people["manager"]
    round_, candidate = scored(world, name)
    other = candidates.nominate(round_, by=manager, name="Other", reason="Late.")
    candidates.leave([other], by=manager, reason="Too small.")
    decision.write_decision(
        round_,
        {candidate.pk: decision.Verdict(True, "First.")},
        by=manager,
        decided_on=date(2026, 5, 4),
        validators="Ministry",
        minutes="Seen.",
    )
    validated = decision.validate_decision(round_, by=manager)
    return validated, Candidate.objects.get(pk=candidate.pk)


def of(round_, words=None, **more):
    """The ids in an address: of a round, and of what hangs on it in the world."""
    return lambda world: {
        "pk": made(world, round_).pk,
        **{name: made(world, each).pk for name, each in more.items()},
        **(words or {}),
    }


def seen(name, kwargs, may=READERS, **more):
    row = {"url": f"selection:{name}", "kwargs": kwargs, "may": may, "unseen": NOT_YET}
    return row | more


def sent(name, kwargs, may=MANAGERS, status=302, /, **data):
    return seen(name, kwargs, may, method="post", status=status, data=data)


LETTER = of("decided", {"language": "fr"}, candidate="left")
BEGUN, OPEN, SCORED, DECIDED = of("begun"), of("open"), of("scored"), of("decided")
ONLY, ONE = of("begun", candidate="only"), of("open", candidate="one")
TEST = of("begun", test="test")
CRITERION = of("begun", criterion="criterion")
NAMED = {"name": "Second round", "places_to_choose": "2", "seed": "1"}

ROWS = [
    {"url": "selection:rounds", "may": EVERYBODY},
    {"url": "selection:new-round", "may": MANAGERS},
    {
        "url": "selection:new-round",
        "may": MANAGERS,
        "method": "post",
        "data": NAMED,
        "status": 302,
    },
    # What an unfinished round shows, and to whom; everybody reads an announced one.
    *(
        seen(name, where)
        for where in (OPEN, SCORED)
        for name in (
            "round",
            "candidates",
            "identification",
            "criteria",
            "scoring",
            "ranking",
            "decision",
        )
    ),
    *(
        seen(name, of("told"), EVERYBODY)
        for name in (
            "round",
            "candidates",
            "criteria",
            "scoring",
            "ranking",
            "decision",
        )
    ),
    seen("candidate", ONLY),
    seen("download-report", of("scored", {"kind": "xlsx"})),
    # Managers.
    seen("change-round", BEGUN, MANAGERS),
    sent("change-round", BEGUN, **NAMED),
    seen("close-long-list", BEGUN, MANAGERS),
    sent("close-long-list", BEGUN, MANAGERS, 422),  # refused: nobody is short-listed
    sent("set-weights", BEGUN),
    sent("fix-weights", BEGUN, MANAGERS, 422),
    sent("unfix-weights", OPEN, reason="Again."),
    seen("add-criterion", BEGUN, MANAGERS),
    sent("add-criterion", BEGUN, heading="viability", name="Demand"),
    seen("change-criterion", CRITERION, MANAGERS),
    sent("change-criterion", CRITERION, heading="viability", name="Demand"),
    sent("remove-criterion", CRITERION),
    sent("invite-assessor", OPEN),
    sent("dismiss-assessor", of("open", assessor="seat"), reason="Left."),
    sent("close-scoring", OPEN, MANAGERS, 409),  # refused: scores are missing
    sent("reopen-scoring", SCORED, reason="Again."),
    sent("decision", SCORED, MANAGERS, 422),
    sent("validate-decision", SCORED, MANAGERS, 422),
    sent("announce", DECIDED, on="2026-05-10"),
    sent("make-cluster", of("decided", candidate="chosen")),
    seen("letters", DECIDED, MANAGERS),
    seen("letter", LETTER, MANAGERS),
    sent("letter", LETTER, addressee="", text="We are sorry."),
    seen(
        "download-letter",
        of("decided", {"language": "fr", "kind": "docx"}, candidate="left"),
        MANAGERS,
    ),
    # Those who help with candidates and tests.
    seen("nominate-candidate", BEGUN, HELPERS),
    sent("nominate-candidate", BEGUN, HELPERS, name="Footwear"),
    seen("change-candidate", ONLY, HELPERS),
    sent("change-candidate", ONLY, HELPERS, name="Footwear"),
    sent("move-candidates", BEGUN, HELPERS, 422),  # refused: nobody is chosen
    sent("add-figure", ONLY, HELPERS, key="lq", value="2", source="Office"),
    sent("settle-figure", ONLY, HELPERS, key="establishments", place="0", remove=""),
    seen("add-test", BEGUN, HELPERS),
    sent("add-test", BEGUN, HELPERS, question="Is there a leader?"),
    seen("change-test", TEST, HELPERS),
    sent("change-test", TEST, HELPERS, question="Is there a leader?"),
    sent("remove-test", TEST, HELPERS),
    sent("identification", BEGUN, HELPERS),
    seen("answer-test", of("begun", candidate="only", test="test"), HELPERS),
    sent(
        "answer-test",
        of("begun", candidate="only", test="test"),
        HELPERS,
        answer="unknown",
    ),
    sent("raise-veto", ONLY, HELPERS, ground="Fumes."),
    # A veto is withdrawn by who raised it, here the manager.
    sent("withdraw-veto", of("begun", candidate="only", veto="ground"), reason="Gone."),
    # The assessor in person: not even a manager has another's sheet.
    seen("sheet", OPEN, {"analyst"}),
    seen("score-candidate", ONE, {"analyst"}),
    sent("score-candidate", ONE, {"analyst"}),
    sent(
        "give-score",
        of("open", candidate="one", criterion="asked"),
        {"analyst"},
    ),
    sent("hand-in", OPEN, {"analyst"}),
    sent("take-sheet-back", OPEN, {"analyst"}),
]
