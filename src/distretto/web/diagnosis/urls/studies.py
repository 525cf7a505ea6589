"""Addresses of the diagnostic study."""

from django.urls import URLPattern, path

from distretto.web.diagnosis.views import evidence, findings, problems, studies

ONE = "studies/<uuid:pk>/"
SECTION = f"{ONE}sections/<slug:key>/"

urlpatterns: list[URLPattern] = [
    path("clusters/<uuid:pk>/study/", studies.study, name="study"),
    path(f"{ONE}edit/", studies.edit_study, name="edit-study"),
    path(SECTION, studies.section, name="section"),
    path(f"{SECTION}remark/", studies.remark, name="remark"),
    path("remarks/<uuid:pk>/answer/", studies.answer_remark, name="answer-remark"),
    path(f"{ONE}send/", studies.send_to_commission, name="send-to-commission"),
    path(f"{ONE}send-back/", studies.send_back, name="send-back"),
    path(f"{ONE}endorse/", studies.endorse, name="endorse"),
    path(f"{ONE}revise/", studies.revise_study, name="revise-study"),
    path(f"{ONE}write/<str:ending>/", studies.write_study, name="write-study"),
    path(
        f"{ONE}written/<str:digest>.<str:ending>",
        studies.written_study,
        name="written-study",
    ),
    path(f"{ONE}editions/<int:number>/", studies.edition, name="edition"),
    path(f"{ONE}editions/<int:number>/pdf/", studies.edition_file, name="edition-file"),
    path(
        f"{ONE}editions/<int:number>/baseline.<str:ending>",
        studies.edition_baseline,
        name="edition-baseline",
    ),
    path(f"{ONE}files/<slug:kind>.<str:ending>", studies.study_file, name="study-file"),
    path(f"{ONE}findings/", findings.board, name="board"),
    path(f"{ONE}findings/add/", findings.add_finding, name="add-finding"),
    path("findings/<uuid:pk>/edit/", findings.edit_finding, name="edit-finding"),
    path("findings/<uuid:pk>/move/", findings.move_finding, name="move-finding"),
    path("findings/<uuid:pk>/retire/", findings.retire_finding, name="retire-finding"),
    path(f"{ONE}votes/", findings.record_votes, name="record-votes"),
    path(f"{ONE}options/", findings.add_option, name="add-option"),
    path("options/<uuid:pk>/retire/", findings.retire_option, name="retire-option"),
    path(f"{ONE}problems/", problems.problems, name="problems"),
    path(f"{ONE}problems/add/", problems.add_problem, name="add-problem"),
    path("problems/<uuid:pk>/edit/", problems.edit_problem, name="edit-problem"),
    path("problems/<uuid:pk>/retire/", problems.retire_problem, name="retire-problem"),
    path(f"{ONE}causes/", problems.link_cause, name="link-cause"),
    path("causes/<uuid:pk>/retire/", problems.unlink_cause, name="unlink-cause"),
    path(f"{ONE}interviews/", evidence.interviews, name="interviews"),
    path(f"{ONE}interviews/add/", evidence.add_interview, name="add-interview"),
    path("interviews/<uuid:pk>/edit/", evidence.edit_interview, name="edit-interview"),
    path(
        "interviews/<uuid:pk>/consent-back/",
        evidence.take_consent_back,
        name="take-consent-back",
    ),
    path(
        "interviews/<uuid:pk>/retire/",
        evidence.retire_interview,
        name="retire-interview",
    ),
    path(f"{ONE}evidence/", evidence.evidence, name="evidence"),
    path(f"{ONE}evidence/add/", evidence.add_evidence, name="add-evidence"),
    path("evidence/<uuid:pk>/edit/", evidence.edit_evidence, name="edit-evidence"),
    path(
        "evidence/<uuid:pk>/retire/", evidence.retire_evidence, name="retire-evidence"
    ),
    path("evidence/<uuid:pk>/file/", evidence.evidence_file, name="evidence-file"),
]
