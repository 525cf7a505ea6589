"""The diagnostic study of the example's first cluster, as it is told."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

Row = Mapping[str, Any]
Rows = Sequence[Row]


@dataclass(frozen=True)
class StudyStory:
    """Sections by key, and rows as the tables of the study have them.

    Rows speak of each other by their key; days are told as days before today (“ago”).
    """

    title: str
    product: str
    product_unit: str
    currency: str
    decision: str
    reason: str
    sections: Mapping[str, str]
    interviews: Rows
    evidence: Rows
    findings: Rows
    votes: Row
    options: Rows
    problems: Rows
    causes: Rows
    figures: Rows
    used: Rows
    unit_types: Rows
    stages: Rows
    flows: Rows
    frames: Rows
    costs: Row
    services: Rows
    provisions: Rows
    remark: Row


@cache
def study_story() -> StudyStory:
    """The study of the worked example."""
    text = files("distretto.example").joinpath("study.toml").read_text("utf-8")
    return StudyStory(**tomllib.loads(text))
