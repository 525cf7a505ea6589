"""Addresses of answers, results and their quality."""

from django.urls import URLPattern, path

from distretto.web.diagnosis.views import answers, survey_results

SURVEY, FILE, ONE = (
    "surveys/<uuid:pk>/",
    "answer-files/<uuid:pk>/",
    "responses/<uuid:pk>/",
)

urlpatterns: list[URLPattern] = [
    path(f"{SURVEY}answers/", answers.answers, name="answers"),
    path(f"{SURVEY}answers/upload/", answers.upload_answers, name="upload-answers"),
    path(FILE, answers.answer_file, name="answer-file"),
    path(f"{FILE}accept/", answers.accept_answers, name="accept-answers"),
    path(f"{FILE}retire/", answers.retire_answers, name="retire-answers"),
    path(f"{FILE}problems.csv", answers.answer_problems, name="answer-problems"),
    path(ONE, answers.response, name="response"),
    path(f"{ONE}link/", answers.link_response, name="link-response"),
    path(f"{ONE}leave-out/", answers.leave_out, name="leave-out"),
    path(f"{ONE}second/", answers.say_second, name="say-second"),
    path(f"{SURVEY}results/", survey_results.results, name="results"),
    path(f"{SURVEY}results.xlsx", survey_results.results_file, name="results-file"),
    path(
        f"{SURVEY}results/publish/",
        survey_results.publish_results,
        name="publish-results",
    ),
    path(
        f"{SURVEY}results/benchmarks/",
        survey_results.set_benchmarks,
        name="set-benchmarks",
    ),
    path(f"{SURVEY}quality/", survey_results.quality, name="quality"),
]
