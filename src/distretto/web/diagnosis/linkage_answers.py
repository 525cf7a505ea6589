"""What respondents of a survey said of whom they work with, as linkages.

The block of the questionnaire repeats: a name, what it is about, how strong it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from distretto.analysis.register.folding import folded
from distretto.formats.questionnaire.model import CONSENT
from distretto.web.diagnosis.linkage_reading import relation_of
from distretto.web.diagnosis.models import (
    Linkage,
    LinkageActor,
    Relation,
    Response,
    Survey,
    Wave,
)
from distretto.web.diagnosis.queries.questionnaires import whole
from distretto.web.diagnosis.queries.survey_results import last_responses
from distretto.web.diagnosis.rules.linkage_files import Intake, Meant, Told

BLOCK = "linkages"
NAME, ABOUT, STRENGTH = "linked_name", "linked_kind", "linked_strength"
PARTNER, COUNT = "linked_partner", "linked_count"
STRENGTHS = {"weak": 1, "regular": 2, "strong": 3, "conflict": -1}
INSTITUTIONS = frozenset({"institution", "bank"})
# As many letters as the register keeps of a name: a longer one would be found in it
# no more, and entered again at each press.
LONGEST = 200
Kind = LinkageActor.Kind


def answered_linkages(wave: Wave) -> Intake | None:
    """The linkages that the answers of a wave's survey name; None without such answers.

    Answers count as they do in the results. A name is the organisation of the register
    that alone bears it; of whom there is none is entered new, by what the respondent
    said that it is; a name that several bear is nobody's.
    """
    responses = _asked(wave)
    if not responses and not _were_taken(wave):
        return None
    found = _Found(_known(wave))
    for response in responses:
        found.take(response)
    return Intake(
        ties=list(found.ties.values()),
        meant=found.meant,
        surveyed=found.surveyed,
        is_answered=True,
        unsure=sorted(found.unsure.values()),
        unsure_ends=frozenset(found.unsure_ends),
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


@dataclass
class _Found:
    """What was found in the answers so far."""

    known: Mapping[str, Sequence[UUID]]
    ties: dict[tuple[str, str, str], Told] = field(default_factory=dict)
    meant: dict[str, Meant] = field(default_factory=dict)
    surveyed: dict[str, bool] = field(default_factory=dict)
    unsure: dict[str, str] = field(default_factory=dict)
    unsure_ends: set[tuple[UUID, UUID]] = field(default_factory=set)

    def take(self, response: Response) -> None:
        """A response: who answered, and each repetition of the block."""
        source = str(response.organisation_id)
        self.meant[source] = Meant(organisation=response.organisation_id)
        self.surveyed[source] = True
        for row in response.repeats.get(BLOCK, []):
            self._take_row(row, response, source)

    def _take_row(
        self, row: Mapping[str, Any], response: Response, source: str
    ) -> None:
        """One repetition: a partner, and a tie for each kind that was chosen."""
        target = self._partner(row, source)
        if not target:
            return
        strength = STRENGTHS.get(str(row.get(STRENGTH) or ""))
        for about in str(row.get(ABOUT) or "").split() or [""]:
            relation = str(relation_of(about) or Relation.OTHER)
            self.ties[source, target, relation] = Told(
                source, target, relation, strength, response=response.pk
            )

    def _partner(self, row: Mapping[str, Any], source: str) -> str:
        """What the partner of a repetition goes by; “” where nobody knows who it is."""
        name = str(row.get(NAME) or "").strip()[:LONGEST].strip()
        words = _words(name)
        bearers = self.known.get(words, ())
        if len(bearers) > 1:
            self.unsure.setdefault(words, name)
            self.unsure_ends |= {(UUID(source), pk) for pk in bearers}
            return ""
        if bearers:
            self.meant.setdefault(str(bearers[0]), Meant(organisation=bearers[0]))
            return str(bearers[0])
        if name:
            is_new = Kind.INSTITUTION if row.get(PARTNER) in INSTITUTIONS else Kind.FIRM
            self.meant.setdefault(words, Meant(new_kind=str(is_new), spelled=name))
        return words


def _known(wave: Wave) -> dict[str, list[UUID]]:
    """Organisations of the register by the words of their names."""
    found: dict[str, list[UUID]] = {}
    programme = wave.cluster.programme
    for pk, name in programme.organisations.current().values_list("pk", "name"):
        found.setdefault(_words(name), []).append(pk)
    return found


def _words(name: str) -> str:
    """What two spellings of one name share; signs alone are a name as they stand."""
    return folded(name) or name
