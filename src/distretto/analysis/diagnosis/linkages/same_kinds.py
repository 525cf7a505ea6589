"""Whether two waves can be compared: the kinds of linkage that both have."""

from collections.abc import Sequence

from distretto.analysis.diagnosis.linkages.survey import Linkages
from distretto.errors import InputError, gettext_noop

NONE_IN_BOTH = gettext_noop(
    "“%(wave)s” and “%(other)s” are not compared: they have no kind of linkage in "
    "common. “%(wave)s” has %(kinds)s, “%(other)s” has %(others)s, and answers to "
    "different questions say nothing of a change. Look at each by itself. Where the "
    "question was the same, call the kind alike: files or sheets “Lending 2024” and "
    "“Lending 2026” are two waves of one kind."
)


def kinds_in_both(before: Linkages, after: Linkages) -> list[str]:
    """The kinds of linkage that two waves have in common.

    A wave without any tie was asked like the other, for all that is known.

    Parameters
    ----------
    before, after : Linkages

    Returns
    -------
    list of str
        In the order of the first, without a unit (dimensionless).

    Raises
    ------
    InputError
        Both have ties, and none of a kind that the other has: answers to different
        questions.
    """
    first, second = before.relations, after.relations
    both = [kind for kind in first if kind in second]
    if first and second and not both:
        raise InputError(
            "no_kind_in_common",
            NONE_IN_BOTH,
            wave=before.wave or "1",
            other=after.wave or "2",
            kinds=_named(first),
            others=_named(second),
        )
    return both


def _named(kinds: Sequence[str]) -> str:
    return ", ".join(f"“{each}”" if each else "ties of no named kind" for each in kinds)
