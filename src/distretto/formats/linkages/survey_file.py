"""A file of linkages, understood: its waves, what is wrong, what was decided."""

from collections.abc import Iterable
from dataclasses import dataclass

from distretto.analysis.diagnosis.linkages.survey import Linkages
from distretto.errors import FormatError, gettext_noop
from distretto.formats.problems import Problem, errors_of
from distretto.notes import Note


@dataclass(frozen=True)
class SurveyFile:
    """What a file of linkages says.

    Attributes
    ----------
    file : str
    waves : tuple of Linkages
        In the order in which the file names them; one, without a name, where it names
        none.
    problems : tuple of Problem
        Cells that could not be used, each with its sheet, row and column.
    notes : tuple of Note
    """

    file: str
    waves: tuple[Linkages, ...]
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()

    def checked(self) -> "SurveyFile":
        """Itself, where no cell is wrong; else the first of them as an error."""
        errors = errors_of(self.problems)
        if errors:
            raise FormatError(
                "wrong_cells_of_linkages",
                gettext_noop(
                    "“%(file)s” has %(count)s cells or rows that cannot be used. The "
                    "first: %(first)s"
                ),
                file=self.file,
                count=len(errors),
                first=str(errors[0]),
            )
        return self

    def wave(self, name: str) -> Linkages:
        """The wave of a name."""
        for each in self.waves:
            if each.wave.casefold() == name.casefold():
                return each
        raise FormatError(
            "no_such_wave",
            gettext_noop("“%(file)s” has no wave “%(wave)s”. It has: %(waves)s."),
            file=self.file,
            wave=name,
            waves=names_of(each.wave for each in self.waves),
        )


def names_of(names: Iterable[str]) -> str:
    """Names in quotation marks, in one line."""
    return ", ".join(f"“{name}”" for name in names) or "none"
