"""What respondents of a survey said of whom they work with, as linkages.

The block of the questionnaire repeats: a name, what it is about, how strong it is.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from distretto.formats.questionnaire.model import CONSENT
from distretto.web.diagnosis.linkage_names import Names, matched, words_of
from distretto.web.diagnosis.linkage_reading import relation_of
from distretto.web.diagnosis.models import (
    Linkage,
    Relation,
    Response,
    Survey,
    Wave,
)
from distretto.web.diagnosis.queries.questionnaires import whole
from distretto.web.diagnosis.queries.survey_results import last_responses
from distretto.web.diagnosis.rules.linkage_files import Told

BLOCK = "linkages"
NAME, ABOUT, STRENGTH = "linked_name", "linked_kind", "linked_strength"
PARTNER, COUNT = "linked_partner", "linked_count"
STRENGTHS = {"weak": 1, "regular": 2, "strong": 3, "conflict": -1}
# As many letters as the register keeps of a name: a longer one would be found in it
# no more, and entered again at each press.
LONGEST = 200


@dataclass(frozen=True)
class Answered:
    """What the answers of a wave's survey name, before anybody is taken for a partner.

    Attributes
    ----------
    respondents : dict of key to record
        Who answered; the ties are from these keys to names of partners.
    ties : list of Told
    named : Names
        The partners, one spelling of each.
    said : dict of name to answer
        What most of the respondents call a partner: a firm, a buyer, an institution.
    called : dict of name to words
        The same in the words of the questionnaire.
    """

    respondents: Mapping[str, UUID]
    ties: Sequence[Told]
    named: Names
    said: Mapping[str, str]
    called: Mapping[str, str]


def answered_linkages(wave: Wave) -> Answered | None:
    """The linkages that the answers of a wave's survey name; None without such answers.

    Answers count as they do in the results.
    """
    responses = _asked(wave)
    if not responses and not _were_taken(wave):
        return None
    found = _Found()
    for response in responses:
        found.take(response)
    said = {name: told.most_common(1)[0][0] for name, told in found.said.items()}
    words = _words_for_partners(wave)
    return Answered(
        respondents=found.respondents,
        ties=list(found.ties.values()),
        named=matched(list(found.spelled.values()), wave),
        said=said,
        called={name: words[code] for name, code in said.items() if code in words},
    )


def _asked(wave: Wave) -> list[Response]:
    """The responses that count, of known firms that agreed and were asked for ties."""
    return [
        each
        for survey in wave.surveys.current()
        for each in _agreed(last_responses(survey), survey)
        if each.organisation_id and (BLOCK in each.repeats or COUNT in each.answers)
    ]


def _agreed(responses: list[Response], survey: Survey) -> list[Response]:
    """Those that agreed to take part. A form that does not ask refuses nobody."""
    if not any(CONSENT in each.answers for each in responses):
        return responses
    form = whole(survey.form)
    return [each for each in responses if form.agreed(each.answers.get(CONSENT))]


def _were_taken(wave: Wave) -> bool:
    """Whether ties are there that came from answers."""
    taken = Linkage.objects.current().filter(wave=wave, response__isnull=False)
    return bool(taken.exists())


def _words_for_partners(wave: Wave) -> dict[str, str]:
    """What the questionnaires of a wave call the answers to what a partner is."""
    language = get_language() or ""
    found: dict[str, str] = {}
    for survey in wave.surveys.current():
        form = whole(survey.form)
        question = form.by_code.get(PARTNER)
        for choice in form.offered(question) if question else ():
            found[choice.name] = form.label(choice.labels, language) or choice.name
    return found


@dataclass
class _Found:
    """What was found in the answers so far."""

    respondents: dict[str, UUID] = field(default_factory=dict)
    ties: dict[tuple[str, str, str], Told] = field(default_factory=dict)
    # Names of partners by what their spellings share, as they were written first.
    spelled: dict[str, str] = field(default_factory=dict)
    said: dict[str, Counter[str]] = field(default_factory=dict)

    def take(self, response: Response) -> None:
        """A response: who answered, and each repetition of the block."""
        source = str(response.organisation_id)
        self.respondents[source] = UUID(source)
        for row in response.repeats.get(BLOCK, []):
            self._take_row(row, response, source)

    def _take_row(
        self, row: Mapping[str, Any], response: Response, source: str
    ) -> None:
        """One repetition: a partner, and a tie for each kind that was chosen."""
        target = self._partner(row)
        if not target:
            return
        strength = STRENGTHS.get(str(row.get(STRENGTH) or ""))
        for about in str(row.get(ABOUT) or "").split() or [""]:
            relation = str(relation_of(about) or Relation.OTHER)
            self.ties[source, target, relation] = Told(
                source, target, relation, strength, response=response.pk
            )

    def _partner(self, row: Mapping[str, Any]) -> str:
        """What the partner of a repetition goes by; “” where none is named."""
        name = str(row.get(NAME) or "").strip()[:LONGEST].strip()
        if not name:
            return ""
        name = self.spelled.setdefault(words_of(name), name)
        if row.get(PARTNER):
            self.said.setdefault(name, Counter())[str(row[PARTNER])] += 1
        return name
