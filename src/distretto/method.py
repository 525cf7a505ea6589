"""The steps of the cluster development method, in their order.

The layout of the program follows this list: a step that is built has a package
in `analysis` or an app in `web`, a group of commands, a page in `docs/method`
and its tests. Steps look back at the steps before them, never forward.
"""

from enum import Enum

from distretto.errors import gettext_noop


class Step(Enum):
    """One step of the method: its name in code, and its title for people."""

    SELECTION = "selection"
    DIAGNOSIS = "diagnosis"
    PLANNING = "planning"
    IMPLEMENTATION = "implementation"
    MONITORING = "monitoring"
    HANDOVER = "handover"

    @property
    def title(self) -> str:
        """The step's title in English, marked for translation."""
        return _TITLES[self]


_TITLES = {
    Step.SELECTION: gettext_noop("Selection"),
    Step.DIAGNOSIS: gettext_noop("Diagnostic study"),
    Step.PLANNING: gettext_noop("Vision and action plan"),
    Step.IMPLEMENTATION: gettext_noop("Implementation and networks"),
    Step.MONITORING: gettext_noop("Monitoring and evaluation"),
    Step.HANDOVER: gettext_noop("Hand-over"),
}
