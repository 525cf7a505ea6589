"""What the parts beside the sections of a study may lack, in sentences."""

from collections.abc import Callable, Iterator, Mapping
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
from distretto.web.diagnosis.queries.linkages import HeldWave, wave_about
from distretto.web.diagnosis.queries.studies import (
    findings_of,
    interviews_of,
    ranked_problems,
)
from distretto.web.register.kinds import FIRM, MARKET
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


def gaps_of(study: Study, key: str) -> Iterator[str]:
    """What a part lacks; nothing of a part that cannot lack anything by itself."""
    if function := _gaps.get(key):
        yield from function(study)


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
    found = wave_about(study)
    if found is None:
        return
    _held, wave = found
    if wave.is_thin:
        yield _thin(wave)
    fewest = study.cluster.programme.smallest_cell
    if not wave.rests_on(fewest):
        yield gettext(
            "Fewer than %(fewest)s firms of “%(wave)s” answered about linkages: no "
            "figure of them is shown, as it would tell of single firms."
        ) % {"fewest": fewest, "wave": wave.name}


def _thin(wave: HeldWave) -> str:
    return ngettext(
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
    institutions = sum(kind not in {FIRM, None, *MARKET} for kind in kinds)
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
