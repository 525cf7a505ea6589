"""Which translations were made from words that have changed since."""

from collections.abc import Mapping
from dataclasses import replace

from distretto.formats.questionnaire.model import Labels, Question, Questionnaire


def with_words(question: Question, labels: Labels, source: str) -> Question:
    """The question in other words, in which older translations are known as such.

    A translation that stays while the words of the source language change keeps in
    `translated_from` the words that it was made from. One that is changed itself is
    taken to be made from the words that stand there now.

    Parameters
    ----------
    question : as it was
    labels : its words in every language, as they are to be
    source : the language that the others are translated from
    """
    before, now = question.labels.get(source, ""), labels.get(source, "")
    origins = {
        language: question.translated_from.get(language, before)
        for language, text in labels.items()
        if language != source and text and text == question.labels.get(language)
    }
    older = {each: words for each, words in origins.items() if words and words != now}
    return replace(question, labels=labels, translated_from=older)


def older_translations(
    question: Question, questionnaire: Questionnaire
) -> Mapping[str, str]:
    """Languages whose words are older than those of the first, with what they render.

    That are the words of the first language as they were when they were translated.
    """
    source = questionnaire.languages[0]
    return {
        language: words
        for language, words in question.translated_from.items()
        if language != source and words != question.labels.get(source)
    }
