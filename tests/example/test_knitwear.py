"""The firms of the example and their answers: the same each time, and in order."""

import numpy as np

from distretto.analysis.diagnosis.answers.rules import broken_rules
from distretto.example.answers import SEED, answers_of
from distretto.example.firms import COUNT, INSTITUTIONS, knitwear_firms
from distretto.formats.questionnaire import bottleneck_questionnaire
from distretto.formats.survey.kept import KeptResponse, responses_from

FORM = bottleneck_questionnaire()


def test_there_are_as_many_as_the_method_names():
    firms = knitwear_firms()
    assert len({firm.name for firm in firms}) == COUNT == 120
    assert len(INSTITUTIONS) == 10
    assert all(0 <= firm.women <= firm.employees for firm in firms)


def test_answers_fit_their_questions_and_each_other():
    chance = np.random.default_rng(SEED)
    kept = [
        KeptResponse(firm.name, answers_of(firm, f"{number:03d}", FORM, chance))
        for number, firm in enumerate(knitwear_firms(), start=1)
    ]
    found = responses_from(FORM, kept)
    assert found.faults.height == 0
    assert broken_rules(found.wide, FORM.rules).height == 0
    asked = {code for each in FORM.indicators for code in each.questions}
    assert asked <= {*found.wide.columns}
