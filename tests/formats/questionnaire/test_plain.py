"""A questionnaire by way of JSON: nothing is lost, and other JSON is refused."""

import json

import pytest

from distretto.errors import FormatError
from distretto.formats.questionnaire import bottleneck_questionnaire
from distretto.formats.questionnaire.editing import retired, reworded
from distretto.formats.questionnaire.plain import from_plain, to_plain
from distretto.formats.questionnaire.results import to_json


def test_the_built_in_questionnaire_comes_back_whole():
    form = bottleneck_questionnaire()
    assert from_plain(json.loads(json.dumps(to_plain(form)))) == form


def test_what_the_command_writes_is_read():
    edited = retired(
        reworded(bottleneck_questionnaire(), "TEC1", "fr", "Quel âge ?"), "TEC2"
    )
    assert from_plain(json.loads(to_json(edited))) == edited


@pytest.mark.parametrize("other", [{}, {"blocks": 3, "languages": ["en"]}, []])
def test_other_json_is_refused(other):
    with pytest.raises(FormatError) as refusal:
        from_plain(other)
    assert refusal.value.code == "not_a_questionnaire"
