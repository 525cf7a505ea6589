"""Questionnaires: what firms are asked, in several languages, in versions."""

from distretto.formats.questionnaire.built_in import bottleneck_questionnaire
from distretto.formats.questionnaire.model import (
    Block,
    Choice,
    Question,
    Questionnaire,
)

__all__ = [
    "Block",
    "Choice",
    "Question",
    "Questionnaire",
    "bottleneck_questionnaire",
]
