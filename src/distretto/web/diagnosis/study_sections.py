"""The sections of a diagnostic study, 0 to 20 and the annexes: method.md, section 1.3.

Each has its guidance: what it answers, in the words of the method; and the parts that
stand beside its text: tables and pictures of the study under their keys.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class SectionKind:
    """One section of every study."""

    number: int
    key: str
    title: Any
    guidance: Any
    parts: tuple[str, ...] = ()
    # What is proposed rests on the rest of the study.
    is_proposal: bool = False


SECTIONS: Sequence[SectionKind] = (
    SectionKind(
        0,
        "summary",
        _("Summary and fact sheet"),
        _(
            "One page that a minister reads: what the cluster is, what holds it back, "
            "what its firms can do together first."
        ),
        ("facts",),
    ),
    SectionKind(
        1,
        "method",
        _("Method, sample and limits"),
        _(
            "Who was asked, how they were chosen, when, by whom; what could not be "
            "found out."
        ),
        ("sample", "interviews"),
    ),
    SectionKind(
        2,
        "sector",
        _("The sector in the world and the country"),
        _("Trends of demand and technology, and clusters to compare with."),
        ("benchmarks",),
    ),
    SectionKind(
        3,
        "place",
        _("The place"),
        _("Geography, people, roads, power, water; who lives from the cluster."),
    ),
    SectionKind(
        4,
        "history",
        _("History and turning points"),
        _("How it began, what changed it, what was tried before and what came of it."),
    ),
    SectionKind(
        5,
        "profile",
        _("Present profile"),
        _(
            "Products, types of unit, firms, jobs of men and women, wages, turnover, "
            "exports, investment, use of capacity; each with its source."
        ),
        ("profile", "units"),
    ),
    SectionKind(
        6,
        "actors",
        _("Core actors"),
        _("The principal firms by type and size, the workers, the traders."),
        ("members",),
    ),
    SectionKind(
        7,
        "production",
        _("Production, technology and cost"),
        _("The steps of production, the machines, and what a unit of product costs."),
        ("costs",),
    ),
    SectionKind(
        8,
        "chain",
        _("Value chain"),
        _("Stages, channels, prices and margins; who governs the chain."),
        ("chain",),
    ),
    SectionKind(
        9,
        "functions",
        _("Business operations by function"),
        _(
            "Raw material, production and quality, technology, design, marketing, "
            "finance, people, infrastructure, environment, law: the bottlenecks as "
            "measured and as seen."
        ),
        ("bottlenecks",),
    ),
    SectionKind(
        10,
        "institutions",
        _("Support institutions and services"),
        _("Who offers which service to whom; gaps and overlaps."),
        ("institutions", "services"),
    ),
    SectionKind(
        11,
        "linkages",
        _("Linkages"),
        _(
            "Who works with whom, now and as wished; with and without the project and "
            "the institutions."
        ),
        ("linkages", "linkage_wish"),
    ),
    SectionKind(
        12,
        "governance",
        _("Social capital, governance and conflict"),
        _("Trust, associations, leaders, quarrels; who decides."),
        ("commission",),
    ),
    SectionKind(
        13,
        "people",
        _("Poverty, gender, labour and environment"),
        _("Who gains and who does not; the view of workers, of women and of the poor."),
    ),
    SectionKind(
        14,
        "swot",
        _("Strengths, weaknesses, opportunities, threats"),
        _("What the findings say, each with its evidence."),
        ("swot",),
    ),
    SectionKind(
        15,
        "problems",
        _("Problem analysis"),
        _("The problems in their order, and what causes them."),
        ("problems",),
    ),
    SectionKind(
        16,
        "options",
        _("Opportunities and options"),
        _("Ways the cluster could go, from strengths and weaknesses against the rest."),
        ("options",),
    ),
    SectionKind(
        17,
        "vision",
        _("Vision (draft)"),
        _("A first picture, for the cluster to judge."),
        is_proposal=True,
    ),
    SectionKind(
        18,
        "plan",
        _("Action plan (first year)"),
        _("Few, cheap, quick and visible steps first; who, until when."),
        is_proposal=True,
    ),
    SectionKind(
        19,
        "monitoring",
        _("Monitoring and baseline"),
        _("The values as they stand now, to be held against later."),
        ("baseline",),
    ),
    SectionKind(
        20,
        "exit",
        _("How it will last"),
        _("Which local institution can take the lead, and what it lacks."),
        is_proposal=True,
    ),
)
BY_KEY = {section.key: section for section in SECTIONS}
