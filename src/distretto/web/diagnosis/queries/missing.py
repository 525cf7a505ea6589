"""What a study lacks before it goes to the commission: of each section, and of all."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from distretto.web.diagnosis.models import (
    CostItem,
    Finding,
    SampledFirm,
    ServiceProvision,
    Study,
)
from distretto.web.diagnosis.queries.evidence import cited_in, codes_of
from distretto.web.diagnosis.queries.linkages import wave_of
from distretto.web.diagnosis.queries.studies import (
    SectionState,
    findings_of,
    interviews_of,
    ranked_problems,
    sections_of,
)
from distretto.web.register.kinds import FIRM
from distretto.web.register.queries.organisations import members_of

# The method: 30 to 60 firms, 10 to 20 institutions.
LEAST_FIRMS, LEAST_INSTITUTIONS = 30, 10
QUADRANTS = tuple(Finding.Quadrant)
PUBLISHED = Q(published__isnull=False, published__retired_at__isnull=True)

Gap = Callable[[Study], Iterator[str]]
# What each part beside a section may lack, under the key of the part.
_gaps: dict[str, Gap] = {}


def gap(key: str) -> Callable[[Gap], Gap]:
    """Register a function as what the part `key` may lack, in sentences."""

    def register_gap(function: Gap) -> Gap:
        _gaps[key] = function
        return function

    return register_gap


@dataclass(frozen=True)
class Missing:
    """What a study lacks; asked of the database once for a page."""

    study: Study

    @cached_property
    def states(self) -> list[SectionState]:
        """The sections, written or not."""
        return sections_of(self.study)

    @cached_property
    def _parts(self) -> dict[str, list[str]]:
        return {}

    def part(self, key: str) -> list[str]:
        """What a part lacks; nothing of a part that lacks nothing by itself."""
        if key not in self._parts:
            function = _gaps.get(key)
            self._parts[key] = list(function(self.study)) if function else []
        return self._parts[key]

    def section(self, state: SectionState) -> list[str]:
        """What a section lacks."""
        return list(self._of(state))

    @cached_property
    def codes(self) -> set[str]:
        """The evidence that may be cited."""
        there = set(self.study.evidence.current().values_list("pk", flat=True))
        return {code for pk, code in codes_of(self.study).items() if pk in there}

    def _of(self, state: SectionState) -> Iterator[str]:
        if not state.text.strip():
            yield gettext("It has no text yet.")
        elif not state.is_ready:
            yield gettext("Its text is not marked as ready.")
        for key in state.kind.parts:
            yield from self.part(key)
        yield from self._citations(state)
        if state.open_remarks:
            yield _open_remarks(state.open_remarks)

    def _citations(self, state: SectionState) -> Iterator[str]:
        cited = cited_in(state.text)
        for code in sorted(cited - self.codes):
            yield gettext(
                "It cites [%(code)s], which is no evidence of this study (any more)."
            ) % {"code": code}
        stands_alone = not state.kind.parts and not state.kind.is_proposal
        if state.text.strip() and not cited and stands_alone:
            yield gettext(
                "It cites no evidence, and no table stands beside it: write [E1] where "
                "a sentence rests on the first piece of evidence."
            )

    @property
    def whole(self) -> list[str]:
        """All that is missing, in sentences that name the section where it helps."""
        return list(self._whole())

    def _whole(self) -> Iterator[str]:
        yield from self._unwritten()
        if self.study.wave is None:
            yield gettext(
                "No wave is named: say whose answers and linkages the study speaks of."
            )
        for state in self.states:
            for key in state.kind.parts:
                yield from self.part(key)
        for state in self.states:
            for sentence in self._citations(state):
                yield f"{state.kind.number} {state.kind.title}: {sentence}"
        open_remarks = sum(each.open_remarks for each in self.states)
        if open_remarks:
            yield _open_remarks(open_remarks)

    def _unwritten(self) -> Iterator[str]:
        unwritten = [each for each in self.states if not each.text.strip()]
        if unwritten:
            yield ngettext(
                "%(count)s section has no text yet: %(first)s.",
                "%(count)s sections have no text yet; the first: %(first)s.",
                len(unwritten),
            ) % {"count": len(unwritten), "first": unwritten[0].kind.title}
        begun = [s for s in self.states if s.text.strip() and not s.is_ready]
        if begun:
            yield ngettext(
                "%(count)s section is not marked as ready: %(first)s.",
                "%(count)s sections are not marked as ready; the first: %(first)s.",
                len(begun),
            ) % {"count": len(begun), "first": begun[0].kind.title}


def missing_in(study: Study) -> list[str]:
    """What a study lacks before it should go to the commission, in sentences."""
    return Missing(study).whole


def _open_remarks(count: int) -> str:
    return ngettext(
        "%(count)s remark of the commission is not answered.",
        "%(count)s remarks of the commission are not answered.",
        count,
    ) % {"count": count}


# --- What each part may lack --------------------------------------------------------

# Is there anything, and the sentence where there is not.
_EMPTY: Mapping[str, tuple[Callable[[Study], Any], Any]] = {
    "benchmarks": (
        lambda study: study.figures.current().exclude(of=""),
        _("No figure of another cluster is entered to compare with."),
    ),
    "units": (
        lambda study: study.unit_types.current(),
        _("No type of unit is entered."),
    ),
    "members": (
        lambda study: members_of(study.cluster),
        _("Nobody belongs to the cluster in the register."),
    ),
    "costs": (
        lambda study: CostItem.objects.current().filter(
            stage__study=study, stage__retired_at__isnull=True
        ),
        _("No cost structure is entered."),
    ),
    "chain": (
        lambda study: study.chain_stages.current(),
        _("No stage of the value chain is entered."),
    ),
    "institutions": (
        lambda study: ServiceProvision.objects.current().filter(
            service__study=study, service__retired_at__isnull=True
        ),
        _("No institution is entered with a service that it offers."),
    ),
    "services": (
        lambda study: study.services.current(),
        _("No service is entered."),
    ),
    "options": (
        lambda study: study.options.current(),
        _("No option follows from the findings yet."),
    ),
    "sample": (
        lambda study: (
            SampledFirm.objects.current().filter(survey__wave=study.wave)
            if study.wave
            else ()
        ),
        _("No sample was drawn for the survey of the wave."),
    ),
}


def _is_there(found: Any) -> bool:
    return found.exists() if hasattr(found, "exists") else bool(found)


def _empty(key: str) -> Gap:
    there, sentence = _EMPTY[key]

    def lacks(study: Study) -> Iterator[str]:
        if not _is_there(there(study)):
            yield str(sentence)

    return lacks


for _key in _EMPTY:
    gap(_key)(_empty(_key))


@gap("profile")
def _profile(study: Study) -> Iterator[str]:
    """Indicators of which no value is chosen, and so none is in the baseline."""
    told = list(study.figures.current().filter(of="").values("indicator", "is_used"))
    if not told:
        yield gettext("No figure of the profile is entered.")
    used = {each["indicator"] for each in told if each["is_used"]}
    for indicator in sorted({each["indicator"] for each in told} - used):
        yield gettext(
            "Sources disagree on “%(indicator)s”, and no value is chosen: choose one "
            "in the profile."
        ) % {"indicator": indicator}


@gap("bottlenecks")
def _bottlenecks(study: Study) -> Iterator[str]:
    if study.wave and not study.wave.surveys.current().filter(PUBLISHED).exists():
        yield gettext(
            "No results of the survey of “%(wave)s” are published: a study shows what "
            "everybody may see."
        ) % {"wave": study.wave.name}


@gap("linkages")
def _linkages(study: Study) -> Iterator[str]:
    """No linkages, or too few who were asked for any figure of the whole."""
    if study.wave and not study.wave.linkages.current().exists():
        yield gettext("No linkages of the wave are entered.")
    # Where no wave is named, a study shows the linkages that were observed last.
    found = wave_of(study)
    if found is None or not found[1].is_thin:
        return
    wave = found[1]
    yield ngettext(
        "Only %(count)s of %(actors)s actors of “%(wave)s” was asked about linkages: "
        "too few for figures of the cluster.",
        "Only %(count)s of %(actors)s actors of “%(wave)s” were asked about linkages: "
        "too few for figures of the cluster.",
        wave.surveyed or 0,
    ) % {"count": wave.surveyed, "actors": wave.counted, "wave": wave.name}


@gap("interviews")
def _interviews(study: Study) -> Iterator[str]:
    kinds = list(interviews_of(study).values_list("organisation__kind", flat=True))
    firms = sum(kind == FIRM for kind in kinds)
    institutions = sum(kind not in (FIRM, None) for kind in kinds)
    if firms < LEAST_FIRMS or institutions < LEAST_INSTITUTIONS:
        yield gettext(
            "Interviews: %(firms)s with firms, %(institutions)s with institutions, "
            "%(others)s with others. The method asks for 30 to 60 firms and 10 to 20 "
            "institutions."
        ) % {
            "firms": firms,
            "institutions": institutions,
            "others": len(kinds) - firms - institutions,
        }


@gap("swot")
def _findings(study: Study) -> Iterator[str]:
    findings = list(findings_of(study))
    empty = [
        str(quadrant.label)
        for quadrant in QUADRANTS
        if not any(each.quadrant == quadrant for each in findings)
    ]
    if empty:
        yield gettext("No finding yet under: %(names)s.") % {"names": ", ".join(empty)}
    bare = [each for each in findings if not each.links]  # type: ignore[attr-defined]
    if bare:
        yield ngettext(
            "%(count)s finding rests on no evidence: “%(first)s”.",
            "%(count)s findings rest on no evidence; the first: “%(first)s”.",
            len(bare),
        ) % {"count": len(bare), "first": bare[0].statement}


@gap("problems")
def _problems(study: Study) -> Iterator[str]:
    ranked = ranked_problems(study)
    if not ranked:
        yield gettext("No problem is named yet.")
    unknown = [each.problem for each in ranked if each.priority is None]
    if unknown:
        yield ngettext(
            "%(count)s problem has no priority, because its share, severity or "
            "feasibility is unknown: “%(first)s”.",
            "%(count)s problems have no priority, because a share, severity or "
            "feasibility is unknown; the first: “%(first)s”.",
            len(unknown),
        ) % {"count": len(unknown), "first": unknown[0].statement}
    bare = [p for each in ranked if not (p := each.problem).evidence and not p.finding]
    if bare:
        yield ngettext(
            "%(count)s problem rests on no finding and no evidence: “%(first)s”.",
            "%(count)s problems rest on no finding and no evidence; the first: "
            "“%(first)s”.",
            len(bare),
        ) % {"count": len(bare), "first": bare[0].statement}
