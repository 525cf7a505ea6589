"""Addresses of selection rounds, from nomination to announcement."""

from django.urls import URLPattern, path

from distretto.web.selection.views import (
    candidates,
    criteria,
    decision,
    identification,
    letters,
    ranking,
    report,
    rounds,
    scoring,
)

R = "rounds/<uuid:pk>/"
C = R + "candidates/<uuid:candidate>/"

urlpatterns: list[URLPattern] = [
    path("", rounds.rounds, name="rounds"),
    path("rounds/new/", rounds.new_round, name="new-round"),
    path(R, rounds.round_page, name="round"),
    path(R + "settings/", rounds.change_round, name="change-round"),
    path(R + "long-list/close/", rounds.close_long_list, name="close-long-list"),
    path(R + "candidates/", candidates.candidates, name="candidates"),
    path(R + "candidates/move/", candidates.move_candidates, name="move-candidates"),
    path(
        R + "candidates/nominate/",
        candidates.nominate_candidate,
        name="nominate-candidate",
    ),
    path(C, candidates.candidate_page, name="candidate"),
    path(C + "change/", candidates.change_candidate, name="change-candidate"),
    path(C + "figures/", candidates.add_figure, name="add-figure"),
    path(C + "figures/settle/", candidates.settle_figure, name="settle-figure"),
    path(C + "veto/", candidates.raise_veto, name="raise-veto"),
    path(
        C + "veto/<uuid:veto>/withdraw/",
        candidates.withdraw_veto,
        name="withdraw-veto",
    ),
    path(C + "tests/<uuid:test>/", identification.answer_test, name="answer-test"),
    path(R + "identification/", identification.identification, name="identification"),
    path(R + "identification/tests/", identification.add_test, name="add-test"),
    path(
        R + "identification/tests/<uuid:test>/",
        identification.change_test,
        name="change-test",
    ),
    path(
        R + "identification/tests/<uuid:test>/remove/",
        identification.remove_test,
        name="remove-test",
    ),
    path(R + "criteria/", criteria.criteria, name="criteria"),
    path(R + "criteria/weights/", criteria.set_weights, name="set-weights"),
    path(R + "criteria/fix/", criteria.fix_weights, name="fix-weights"),
    path(R + "criteria/unfix/", criteria.unfix_weights, name="unfix-weights"),
    path(R + "criteria/add/", criteria.add_criterion, name="add-criterion"),
    path(
        R + "criteria/<uuid:criterion>/",
        criteria.change_criterion,
        name="change-criterion",
    ),
    path(
        R + "criteria/<uuid:criterion>/remove/",
        criteria.remove_criterion,
        name="remove-criterion",
    ),
    path(R + "scoring/", scoring.scoring, name="scoring"),
    path(R + "scoring/invite/", scoring.invite_assessor, name="invite-assessor"),
    path(
        R + "scoring/assessors/<uuid:assessor>/dismiss/",
        scoring.dismiss_assessor,
        name="dismiss-assessor",
    ),
    path(R + "scoring/close/", scoring.close_scoring, name="close-scoring"),
    path(R + "scoring/reopen/", scoring.reopen_scoring, name="reopen-scoring"),
    path(R + "sheet/", scoring.sheet, name="sheet"),
    path(R + "sheet/hand-in/", scoring.hand_in, name="hand-in"),
    path(R + "sheet/take-back/", scoring.take_sheet_back, name="take-sheet-back"),
    path(
        R + "sheet/<uuid:candidate>/", scoring.score_candidate, name="score-candidate"
    ),
    path(
        R + "sheet/<uuid:candidate>/<uuid:criterion>/",
        scoring.give_score,
        name="give-score",
    ),
    path(R + "ranking/", ranking.ranking, name="ranking"),
    path(R + "decision/", decision.decision, name="decision"),
    path(
        R + "decision/validate/", decision.validate_decision, name="validate-decision"
    ),
    path(R + "decision/announce/", decision.announce, name="announce"),
    path(C + "cluster/", decision.make_cluster, name="make-cluster"),
    path(R + "letters/", letters.letters, name="letters"),
    path(C + "letter/<slug:language>/", letters.letter, name="letter"),
    path(
        C + "letter/<slug:language>/<slug:kind>/",
        letters.download_letter,
        name="download-letter",
    ),
    path(R + "report/<slug:kind>/", report.download_report, name="download-report"),
]
