"""What respondents of a survey said of whom they work with, as linkages.

The block of the questionnaire repeats: a name, what it is about, how strong it is.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from distretto.analysis.register.folding import folded
from distretto.web.diagnosis.linkage_reading import relation_of
from distretto.web.diagnosis.models import LinkageActor, Relation, Response, Wave
from distretto.web.diagnosis.rules.linkage_files import Intake, Meant, Told

BLOCK = "linkages"
NAME, ABOUT, STRENGTH = "linked_name", "linked_kind", "linked_strength"
PARTNER, COUNT = "linked_partner", "linked_count"
STRENGTHS = {"weak": 1, "regular": 2, "strong": 3, "conflict": -1}
INSTITUTIONS = frozenset({"institution", "bank"})
Kind = LinkageActor.Kind


def answered_linkages(wave: Wave) -> Intake | None:
    """The linkages that the answers of a wave's survey name; None without such answers.

    A name is the organisation of the register that alone bears it; of whom there is
    none is entered new, by what the respondent said that it is.
    """
    responses = [
        each
        for each in Response.objects.current().filter(
            survey__wave=wave,
            survey__retired_at__isnull=True,
            organisation__isnull=False,
            left_out_because="",
            repeats_interview__isnull=True,
        )
        if BLOCK in each.repeats or COUNT in each.answers
    ]
    if not responses:
        return None
    known = _known(wave)
    ties: dict[tuple[str, str, str], Told] = {}
    meant: dict[str, Meant] = {}
    surveyed: dict[str, bool] = {}
    for response in responses:
        source = str(response.organisation_id)
        meant[source] = Meant(organisation=response.organisation_id)
        surveyed[source] = True
        for row in response.repeats.get(BLOCK, []):
            _take(row, source, known, meant, ties)
    return Intake(ties=list(ties.values()), meant=meant, surveyed=surveyed)


def _take(
    row: Mapping[str, Any],
    source: str,
    known: Mapping[str, UUID],
    meant: dict[str, Meant],
    ties: dict[tuple[str, str, str], Told],
) -> None:
    """One repetition: a partner, and a tie for each kind that was chosen."""
    name = str(row.get(NAME) or "").strip()
    if not name:
        return
    pk = known.get(folded(name))
    target = str(pk) if pk else name
    new = Kind.INSTITUTION if row.get(PARTNER) in INSTITUTIONS else Kind.FIRM
    meant.setdefault(target, Meant(organisation=pk) if pk else Meant(new_kind=str(new)))
    strength = STRENGTHS.get(str(row.get(STRENGTH) or ""))
    for about in str(row.get(ABOUT) or "").split() or [""]:
        relation = relation_of(about) or Relation.OTHER
        ties[source, target, relation] = Told(source, target, str(relation), strength)


def _known(wave: Wave) -> dict[str, UUID]:
    """Organisations by their folded names; those of one name are none of them."""
    found: dict[str, list[UUID]] = {}
    programme = wave.cluster.programme
    for pk, name in programme.organisations.current().values_list("pk", "name"):
        found.setdefault(folded(name), []).append(pk)
    return {name: pks[0] for name, pks in found.items() if len(pks) == 1}
