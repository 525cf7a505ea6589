"""The words of the measures of linkages, as tables and workbooks head them."""

from typing import Any

from distretto.errors import gettext_noop
from distretto.formats.charts.language import Language

HEADINGS: dict[str, str] = {
    "wave": gettext_noop("Wave"),
    "wave_before": gettext_noop("Wave before"),
    "wave_after": gettext_noop("Wave after"),
    "relation": gettext_noop("Kind of linkage"),
    "view": gettext_noop("Who is counted"),
    "measure": gettext_noop("Measure"),
    "value": gettext_noop("Value"),
    "actor": gettext_noop("Actor"),
    "kind": gettext_noop("Kind of actor"),
    "group": gettext_noop("Group"),
    "surveyed": gettext_noop("Surveyed"),
    "actors": gettext_noop("Actors"),
    "coverage": gettext_noop("Coverage (share surveyed)"),
    "known_pairs_share": gettext_noop("Share of pairs that are known"),
    "ties": gettext_noop("Ties"),
    "possible": gettext_noop("Known pairs"),
    "density": gettext_noop("Density"),
    "density_low": gettext_noop("Density, low end"),
    "density_high": gettext_noop("Density, high end"),
    "valued_density": gettext_noop("Density by strength"),
    "strength_known_share": gettext_noop("Share of ties of known strength"),
    "mean_degree": gettext_noop("Ties of an actor, mean"),
    "isolates": gettext_noop("Isolates (surveyed, without any tie)"),
    "unheard": gettext_noop("Not surveyed, and named by nobody"),
    "components": gettext_noop("Components"),
    "giant_share": gettext_noop("Share in the largest component"),
    "cut_actors": gettext_noop("Actors who hold parts together"),
    "transitivity": gettext_noop("Transitivity"),
    "degree_centralisation": gettext_noop("Centralisation by degree"),
    "betweenness_centralisation": gettext_noop("Centralisation by betweenness"),
    "core_size": gettext_noop("Actors in the core"),
    "core_fit": gettext_noop("Fit of core and periphery"),
    "core_density": gettext_noop("Density of the core"),
    "between_density": gettext_noop("Density between core and periphery"),
    "periphery_density": gettext_noop("Density of the periphery"),
    "outside_share": gettext_noop("Share of ties that lead out of the cluster"),
    "conflicts": gettext_noop("Conflicts"),
    "directed_ties": gettext_noop("Ties with their direction"),
    "directed_density": gettext_noop("Density with direction"),
    "directed_valued_density": gettext_noop("Density by strength, with direction"),
    "reciprocity": gettext_noop("Reciprocity"),
    "given_centralisation": gettext_noop("Centralisation of ties given"),
    "received_centralisation": gettext_noop("Centralisation of ties received"),
    "directed_betweenness_centralisation": gettext_noop(
        "Centralisation by betweenness, with direction"
    ),
    "degree": gettext_noop("Ties"),
    "given": gettext_noop("Ties given"),
    "received": gettext_noop("Ties received"),
    "betweenness": gettext_noop("Betweenness"),
    "is_isolate": gettext_noop("Isolate"),
    "is_cut": gettext_noop("Holds parts together"),
    "component": gettext_noop("Component"),
    "is_core": gettext_noop("In the core"),
    "constraint": gettext_noop("Constraint"),
    "coupling": gettext_noop("Coupling"),
    "partners_coupling": gettext_noop("Coupling of partners"),
    "outside_ties": gettext_noop("Ties outside"),
    "coordinator": gettext_noop("Coordinator"),
    "itinerant": gettext_noop("Itinerant broker"),
    "representative": gettext_noop("Representative"),
    "gatekeeper": gettext_noop("Gatekeeper"),
    "liaison": gettext_noop("Liaison"),
    "brokered": gettext_noop("Pairs brokered"),
    "knowledge_role": gettext_noop("Role in knowledge"),
    "attribute": gettext_noop("Attribute"),
    "ei_index": gettext_noop("E-I index"),
    "ei_expected": gettext_noop("E-I index to be expected"),
    "within": gettext_noop("Ties within groups"),
    "across": gettext_noop("Ties across groups"),
    "left_out": gettext_noop("Actors of unknown group"),
    "firms": gettext_noop("Firms"),
    "tied_share": gettext_noop("Share of firms tied to an institution"),
    "mean_ties": gettext_noop("Institutions of a firm, mean"),
    "concentration": gettext_noop("Concentration on few institutions"),
    "several_types_share": gettext_noop("Share of firms with three types or more"),
    "before": gettext_noop("Before"),
    "after": gettext_noop("After"),
    "change": gettext_noop("Change"),
    "low": gettext_noop("Change, low end"),
    "high": gettext_noop("Change, high end"),
    "p_value": gettext_noop("p-value"),
    "panel": gettext_noop("Actors compared"),
    "kept": gettext_noop("Ties kept"),
    "new": gettext_noop("New ties"),
    "lost": gettext_noop("Lost ties"),
    "wished_there": gettext_noop("Ties there and wished for"),
    "wished_only": gettext_noop("Ties wished for, not there yet"),
    "unwished": gettext_noop("Ties there, not wished for"),
    "jaccard": gettext_noop("Share kept of all ties (Jaccard)"),
    "entry_ties": gettext_noop("Ties of actors who came"),
    "exit_ties": gettext_noop("Ties of actors who left"),
    "qap_correlation": gettext_noop("Correlation of the waves (QAP)"),
    "qap_p_value": gettext_noop("p-value of the correlation"),
    "from": gettext_noop("From"),
    "to": gettext_noop("To"),
    "status": gettext_noop("Status"),
    "strength": gettext_noop("Strength"),
    "formal": gettext_noop("Formal"),
    "latitude": gettext_noop("Latitude"),
    "longitude": gettext_noop("Longitude"),
    "sheet_whole": gettext_noop("Measures"),
    "sheet_change": gettext_noop("Change"),
    "sheet_actors": gettext_noop("Measures of actors"),
    "sheet_mixing": gettext_noop("Within and across groups"),
    "sheet_institutions": gettext_noop("Institutions"),
    "sheet_ties_changed": gettext_noop("Ties that changed"),
    "sheet_ties": gettext_noop("Ties"),
    "sheet_listed": gettext_noop("Actors"),
}
VALUES: dict[str, str] = {
    "everybody": gettext_noop("everybody"),
    "without_team": gettext_noop("without the team"),
    "firms": gettext_noop("firms alone"),
    "firm": gettext_noop("firm"),
    "institution": gettext_noop("institution"),
    "team": gettext_noop("project team"),
    "outside": gettext_noop("outside the cluster"),
    "kept": gettext_noop("kept"),
    "new": gettext_noop("new"),
    "lost": gettext_noop("lost"),
    "wished_there": gettext_noop("there and wished for"),
    "wished_only": gettext_noop("wished for, not there yet"),
    "unwished": gettext_noop("there, not wished for"),
    "gatekeeper": gettext_noop("gatekeeper"),
    "active_exchanger": gettext_noop("active mutual exchanger"),
    "weak_exchanger": gettext_noop("weak mutual exchanger"),
    "external_star": gettext_noop("external star"),
    "isolated": gettext_noop("isolated firm"),
}
YES, NO = gettext_noop("yes"), gettext_noop("no")


def heading_of(name: str, language: Language) -> str:
    """The heading of a column; people's own columns keep their names."""
    return language.say(HEADINGS[name]) if name in HEADINGS else name


def said(value: Any, language: Language) -> str:
    """A cell in words: kinds, roles and measures by their names."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return language.say(YES if value else NO)
    if isinstance(value, str):
        known = VALUES.get(value) or HEADINGS.get(value)
        return language.say(known) if known else value
    return f"{value:.3f}" if isinstance(value, float) else str(value)
