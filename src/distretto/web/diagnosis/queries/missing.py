"""What a study lacks before it goes to the commission: of each section, and of all."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext, ngettext

from distretto.web.diagnosis.models import (
    Study,
)
from distretto.web.diagnosis.queries.evidence import cited_in, codes_of
from distretto.web.diagnosis.queries.gaps import gaps_of
from distretto.web.diagnosis.queries.studies import (
    SectionState,
    sections_of,
)


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
            self._parts[key] = list(gaps_of(self.study, key))
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
