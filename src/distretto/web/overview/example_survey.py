"""The baseline survey of the example's first cluster, told through the rules."""

import csv
import io
from collections.abc import Mapping
from contextlib import closing
from datetime import timedelta
from typing import Any

import numpy as np
from django.utils import timezone

from distretto.example.answers import (
    BENCHMARKS,
    ENUMERATORS,
    SEED,
    Answers,
    again,
    answers_of,
    export_rows,
)
from distretto.example.firms import ExampleFirm, knitwear_firms
from distretto.web.accounts.models import Programme, User
from distretto.web.diagnosis.models import Response, SampledFirm, Survey, Wave
from distretto.web.diagnosis.queries.questionnaires import whole
from distretto.web.diagnosis.queries.samples import Plan
from distretto.web.diagnosis.rules import (
    answer_files,
    questionnaires,
    responses,
    samples,
    survey_results,
    surveys,
    waves,
)
from distretto.web.overview.example_register import tell_register
from distretto.web.register.arriving import arrive
from distretto.web.register.models import Cluster

PLAN = Plan(("size_class",), 64, None, "proportional", 4, 0.9, 1997)
BEGAN_AGO, ENDED_AGO = 210, 180
SECONDS = 3
State = SampledFirm.State


def tell_survey(
    programme: Programme, cluster: Cluster, people: Mapping[str, User]
) -> Survey:
    """A wave, its sample, refusals with their replacements, answers, and results."""
    amina, boris = people["amina"], people["boris"]
    tell_register(programme, cluster, amina)
    wave = _open_wave(cluster, amina)
    form = questionnaires.use_built_in(programme, by=amina)
    survey = surveys.add_survey(wave, form, [], by=amina)
    survey = samples.draw_sample(survey, PLAN, by=amina)
    asked = _ask(survey, amina)
    _take_in(survey, _interviews(survey, asked), by=amina)
    _say_seconds(survey, by=amina)
    survey = surveys.set_benchmarks(survey, BENCHMARKS, by=amina)
    survey_results.publish_results(survey, by=boris)
    return survey


def _open_wave(cluster: Cluster, by: User) -> Wave:
    """The baseline; where another part of the example has opened it, that one."""
    there = Wave.objects.current().filter(cluster=cluster, name="Baseline").first()
    if there is not None:
        return there
    today = timezone.localdate()
    facts = {
        "name": "Baseline",
        "kind": Wave.Kind.BASELINE,
        "began_on": today - timedelta(days=BEGAN_AGO),
        "ended_on": today - timedelta(days=ENDED_AGO),
        "note": "",
    }
    return waves.add_wave(facts, cluster=cluster, by=by)


def _ask(survey: Survey, by: User) -> list[SampledFirm]:
    """Some refuse and one is gone; all others of whom the register knows are asked."""
    told = {firm.name for firm in knitwear_firms()}
    first = list(survey.sample.current().filter(state=State.TO_ASK).order_by("code"))
    for firm in (first[3], first[17], first[41]):
        samples.set_state(firm, State.REFUSED, by=by)
    samples.set_state(first[29], State.GONE, by=by)
    asked = survey.sample.current().filter(state=State.TO_ASK)
    named = asked.select_related("organisation").order_by("code")
    return [each for each in named if each.organisation.name in told]


Interview = tuple[str, Answers, str, float]


def _interviews(survey: Survey, asked: list[SampledFirm]) -> list[Interview]:
    """Nearly all of those asked, and a few of them a second time."""
    chance = np.random.default_rng(SEED)
    form, firms = whole(survey.form), {firm.name: firm for firm in knitwear_firms()}
    today = timezone.localdate()
    made: list[Interview] = []
    for number, sampled in enumerate(asked):
        firm: ExampleFirm = firms[sampled.organisation.name]
        answers = answers_of(firm, sampled.code, form, chance)
        day = today - timedelta(days=BEGAN_AGO - number // 3)
        answers |= {
            "interview_date": day.isoformat(),
            "enumerator": ENUMERATORS[number % len(ENUMERATORS)],
        }
        minutes = float(np.clip(chance.normal(62, 12), 25, 110))
        if chance.random() < 0.95:
            made.append((f"marsovia-{number:03d}", answers, day.isoformat(), minutes))
    for key, answers, _day, minutes in made[5 : 5 + 9 * SECONDS : 9]:
        day = today - timedelta(days=ENDED_AGO + 1)
        second = again(answers, form, chance) | {"interview_date": day.isoformat()}
        made.append((f"{key}-again", second, day.isoformat(), minutes))
    return made


def _take_in(survey: Survey, interviews: list[Interview], *, by: User) -> None:
    rows = export_rows(interviews)
    heads = list(dict.fromkeys(name for row in rows for name in row))
    content = io.StringIO()
    writer = csv.DictWriter(content, heads)
    writer.writeheader()
    writer.writerows(rows)
    with closing(arrive(content.getvalue().encode(), "marsovia-baseline.csv")) as file:
        answers = answer_files.upload_answers(file, survey=survey, by=by)
    answers.refresh_from_db()
    answers.survey = survey
    answer_files.accept_answers(answers, by=by)


def _say_seconds(survey: Survey, *, by: Any) -> None:
    there = {
        each.key: each for each in Response.objects.current().filter(survey=survey)
    }
    for key, second in there.items():
        if key.endswith("-again"):
            responses.say_second(second, there[key.removesuffix("-again")], by=by)
