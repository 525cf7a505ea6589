"""Responses kept and taken out again say what the export said."""

import json
from dataclasses import asdict

import pytest
from tests.formats.kobo.export import LINKAGES, NAMES, ROWS, with_cell, write_xlsx

from distretto.formats.kobo import compare_responses, read_responses
from distretto.formats.questionnaire import bottleneck_questionnaire
from distretto.formats.survey.kept import (
    KeptResponse,
    kept_responses,
    responses_from,
)

FORM = bottleneck_questionnaire()


@pytest.fixture
def read(tmp_path):
    def reading(rows):
        path = write_xlsx(
            tmp_path / "e.xlsx", {"survey": [NAMES, *rows], "linkages": LINKAGES}
        )
        return read_responses(path, FORM)

    return reading


def by_json(kept):
    """As a database gives them back."""
    return [
        KeptResponse(**each) for each in json.loads(json.dumps(list(map(asdict, kept))))
    ]


def test_kept_responses_come_back_as_they_were_read(read):
    found = read(ROWS)
    again = responses_from(FORM, by_json(kept_responses(found)))
    there = [name for name in found.wide.columns if found.wide[name].count()]
    assert again.wide.select(there).equals(found.wide.select(there))
    assert {*again.repeats} == {*found.repeats}
    for block, rows in again.repeats.items():
        assert rows.equals(found.repeats[block].select(rows.columns))


def test_the_same_export_again_changes_nothing(read):
    first = responses_from(FORM, by_json(kept_responses(read(ROWS))))
    compared = compare_responses(
        first, responses_from(FORM, kept_responses(read(ROWS)))
    )
    assert compared.unchanged == ("u-1", "u-2", "u-3")


def test_an_answer_at_fault_keeps_its_text(read):
    found = read(with_cell("H/workers", 0, "some")[1:])
    kept = kept_responses(found)
    assert kept[0].answers["workers"] == "some"
    again = responses_from(FORM, by_json(kept))
    assert again.wide["workers"][0] is None
    assert again.faults["code"].to_list().count("not_a_number") == 1
