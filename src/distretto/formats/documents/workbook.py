"""Selection reports for Excel: what can be worked out again is a live formula."""

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from distretto.errors import gettext_noop
from distretto.formats.charts.funnel import funnel
from distretto.formats.charts.picture import Cell, Column, Table, word
from distretto.formats.charts.ranges import score_ranges
from distretto.formats.documents import report_tables as tables
from distretto.formats.documents import sections as parts
from distretto.formats.selection_report import SelectionReport
from distretto.formats.sheet_setup import for_paper, set_height, widths_of

SUMMARY = gettext_noop("Summary")
FUNNEL = gettext_noop("Funnel")
CRITERIA = gettext_noop("Criteria")
VOTES = gettext_noop("Scores")
MEANS = gettext_noop("Means")
METHODS = gettext_noop("Methods")
FIRMNESS = gettext_noop("Robustness")
FIGURES = gettext_noop("Figures")
ASSESSOR = gettext_noop("Assessor")
WEIGHTED = gettext_noop("Weighted sum, 0 to 100")
RANK = gettext_noop("Rank")
MIDDLE = gettext_noop(
    "A criterion without any score counts with the middle of the scale here; the range "
    "that is possible stands on the sheet “%(sheet)s”. Candidates that are ruled out "
    "have no rank."
)
_SUMMARY_WIDTH = 100  # letters beside the name of a fact
_FORMATS = {
    # Each leaves the width of a bracket behind it, away from words that follow.
    "count": "#,##0_)",
    "number": "#,##0.00_)",
    "score": "0.00_)",
    "figure": "#,##0.00_)",
    "share": "0.0%_)",
    "text": "General",
}


def selection_report(report: SelectionReport) -> bytes:
    """The report for Excel."""
    out = BytesIO()
    with _Book(out, report) as book:
        book.summary()
        book.listing(SUMMARY, _candidates(report))
        book.listing(FUNNEL, _stages(report))
        book.listing(CRITERIA, tables.criteria_table(report))
        book.listing(VOTES, _votes(report))
        book.means()
        book.listing(METHODS, _methods(report))
        book.listing(FIRMNESS, _firmness(report))
        book.listing(FIGURES, _figures(report))
    return out.getvalue()


class _Book:
    """A workbook in the house style; text is always written as text."""

    def __init__(self, out: BytesIO, report: SelectionReport) -> None:
        self.report, self.say = report, report.language.say
        plain = {"strings_to_formulas": False, "strings_to_urls": False}
        self.file: Any = xlsxwriter.Workbook(out, {"in_memory": True, **plain})
        self.head = self.file.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        self.title = self.file.add_format({"font_size": 16, "font_name": "Georgia"})
        self.wrapped = self.file.add_format({"text_wrap": True, "valign": "top"})
        self.formats = {
            kind: self.file.add_format({"num_format": told, "valign": "top"})
            for kind, told in _FORMATS.items()
        }
        # A word in the place of a number stands where the number would.
        self.said = self.file.add_format({"align": "right", "valign": "top"})
        self.sheets: dict[str, Any] = {}
        self.used: dict[str, int] = {}

    def __enter__(self) -> "_Book":
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def sheet_name(self, name: str) -> str:
        """What a sheet is called: its word, as far as Excel allows it as a name."""
        return re.sub(r"[\[\]:*?/\\']", " ", self.say(name)).strip()[:31]

    def sheet(self, name: str) -> Any:
        """A sheet by its English name, made when it is first asked for."""
        if name not in self.sheets:
            sheet = self.file.add_worksheet(self.sheet_name(name))
            if self.report.language.is_rtl:
                sheet.right_to_left()
            self.sheets[name], self.used[name] = sheet, 0
        return self.sheets[name]

    def summary(self) -> None:
        """Title, programme, date, decision."""
        sheet, row = self.sheet(SUMMARY), 2
        sheet.write_string(0, 0, parts.title(self.report), self.title)
        for block in (parts.opening(self.report), parts.decided(self.report)):
            for name, said in block.pairs:
                sheet.write_string(row, 0, name, self.wrapped)
                sheet.merge_range(row, 1, row, 3, "", self.wrapped)
                sheet.write_string(row, 1, said, self.wrapped)
                set_height(sheet, row, [said], [_SUMMARY_WIDTH])
                row += 1
        self.used[SUMMARY] = row + 1

    def listing(self, name: str, table: Table) -> None:
        """A table on its sheet; its head stays in sight, on screen and on paper."""
        if not table.rows:
            return
        sheet, top = self.sheet(name), self.used[name]
        for at, column in enumerate(table.columns):
            sheet.write_string(top, at, column.name, self.head)
        for down, row in enumerate(table.rows, start=top + 1):
            for at, (column, cell) in enumerate(table.cells(row)):
                self.write(sheet, down, at, column, cell)
        if not top:
            sheet.freeze_panes(1, 1)
        heads = [column.name for column in table.columns]
        self._fit(sheet, top, heads, table.worded(self.report.language))
        self.used[name] = top + len(table.rows) + 2

    def write(self, sheet: Any, row: int, at: int, column: Column, cell: Cell) -> None:
        """One cell: a number as a number, text as text, unknown said."""
        kind = column.kind
        if isinstance(cell, (int, float)) and kind != "text":
            whole = kind in {"score", "figure"} and float(cell).is_integer()
            style = self.formats["count" if whole else kind]
            sheet.write_number(row, at, cell, style)
        else:
            said = word(column, cell, self.report.language)
            sheet.write_string(
                row, at, said, self.wrapped if kind == "text" else self.said
            )

    def means(self) -> None:
        """Means of the scores, weighted sums and ranks, all live."""
        report = self.report
        if not report.scored or not sum(each.weight for each in report.criteria):
            return
        sheet = self.sheet(MEANS)
        count, people = len(report.criteria), len(report.votes)
        sheet.write_string(0, 0, self.say(tables.WEIGHT), self.head)
        sheet.write_string(1, 0, self.say(tables.CANDIDATE), self.head)
        criteria = f"'{self.sheet_name(CRITERIA)}'"
        for at, each in enumerate(report.criteria, start=1):
            link = f"={criteria}!{xl_rowcol_to_cell(at, 3)}"
            sheet.write_formula(0, at, link, self.formats["share"], each.weight)
            sheet.write_string(1, at, each.name, self.head)
        heads = (WEIGHTED, RANK, parts.VETOES)
        for at, name in enumerate(heads, start=count + 1):
            sheet.write_string(1, at, self.say(name), self.head)
        for down, candidate in enumerate(report.scored):
            self._means_row(sheet, down, candidate.name, count, people)
        self._ranks(sheet, count)
        note = self.say(MIDDLE) % {"sheet": self.sheet_name(METHODS)}
        sheet.write_string(len(report.scored) + 3, 0, note)
        sheet.freeze_panes(2, 1)
        told = [each.name for each in report.criteria] + [self.say(e) for e in heads]
        names = max((each.name for each in report.scored), key=len)
        self._fit(sheet, 1, ["", *told], [[names, *("",) * len(told)]])

    def _fit(
        self,
        sheet: Any,
        top: int,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
    ) -> None:
        """Columns as wide, and rows as high, as their texts; set up for paper."""
        widths = widths_of(heads, rows)
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        for down, texts in enumerate((heads, *rows), start=top):
            set_height(sheet, down, texts, widths)
        for_paper(sheet, widths, head=top)

    def _means_row(
        self, sheet: Any, down: int, name: str, count: int, people: int
    ) -> None:
        report, row, votes = self.report, down + 2, f"'{self.sheet_name(VOTES)}'"
        sheet.write_string(row, 0, name, self.wrapped)
        first = 1 + down * people
        for at, each in enumerate(report.criteria, start=1):
            cells = xl_range_abs(first, at + 1, first + people - 1, at + 1)
            mean = report.mean(name, each.name)
            sheet.write_formula(
                row,
                at,
                f'=IFERROR(AVERAGE({votes}!{cells}),"{_doubled(report)}")',
                self.formats["score"],
                report.language.unknown if mean is None else mean,
            )
        weights, scores = xl_range_abs(0, 1, 0, count), _row_range(row, count)
        low, high = report.scale
        sheet.write_formula(
            row,
            count + 1,
            # SUMPRODUCT takes text for nothing; the second part puts the middle there.
            f"=100*((SUMPRODUCT({weights},{scores})"
            f"+{(low + high) / 2}*SUMPRODUCT({weights},--NOT(ISNUMBER({scores}))))"
            f"/SUM({weights})-{low})/{high - low}",
            self.formats["number"],
            weighted_sum(report, name),
        )

    def _ranks(self, sheet: Any, count: int) -> None:
        """Ranks among those that are not ruled out, ties sharing the smaller one."""
        scored = self.report.scored
        held = [weighted_sum(self.report, e.name) for e in scored if not e.veto]
        last = len(scored) + 1
        sums = xl_range_abs(2, count + 1, last, count + 1)
        grounds = xl_range_abs(2, count + 3, last, count + 3)
        for row, each in enumerate(scored, start=2):
            if each.veto:
                sheet.write_string(row, count + 2, "–")
                sheet.write_string(row, count + 3, self.say(parts.VETOES))
                continue
            own = weighted_sum(self.report, each.name)
            sheet.write_formula(
                row,
                count + 2,
                f"=1+SUMPRODUCT(({sums}>{xl_rowcol_to_cell(row, count + 1)})"
                f'*({grounds}=""))',
                None,
                1 + sum(points > own for points in held),
            )


def weighted_sum(report: SelectionReport, candidate: str) -> float:
    """The weighted sum from 0 to 100 of the means, as the sheet works it out."""
    low, high = report.scale
    total = sum(each.weight for each in report.criteria)
    means = [report.mean(candidate, each.name) for each in report.criteria]
    points = sum(
        each.weight * ((low + high) / 2 if mean is None else mean)
        for each, mean in zip(report.criteria, means, strict=True)
    )
    return 100 * (points / total - low) / (high - low)


def _row_range(row: int, count: int) -> str:
    return f"{xl_rowcol_to_cell(row, 1)}:{xl_rowcol_to_cell(row, count)}"


def _doubled(report: SelectionReport) -> str:
    return report.language.unknown.replace('"', '""')


def _candidates(report: SelectionReport) -> Table:
    say = report.language.say
    names = (tables.CANDIDATE, parts.OUTCOME, tables.REASON)
    rows = tuple(
        (
            each.name,
            parts.outcome(each, report.language),
            each.left_because or each.veto or each.reasons,
        )
        for each in report.candidates
    )
    return Table(tuple(Column(name, say(name)) for name in names), rows)


def _stages(report: SelectionReport) -> Table:
    return funnel(report.stages, language=report.language).table


def _votes(report: SelectionReport) -> Table:
    """A row for each candidate and assessor, a column for each criterion."""
    say = report.language.say
    columns = (
        Column("candidate", say(tables.CANDIDATE)),
        Column("assessor", say(ASSESSOR)),
        *(Column(each.name, each.name, "score") for each in report.criteria),
    )
    rows = tuple(
        (
            each.name,
            assessor,
            *(by_name.get(each.name, {}).get(c.name) for c in report.criteria),
        )
        for each in report.scored
        for assessor, by_name in report.votes.items()
    )
    return Table(columns, rows)


def _methods(report: SelectionReport) -> Table:
    return score_ranges(report.methods, language=report.language).table


def _firmness(report: SelectionReport) -> Table:
    from distretto.formats.charts.robustness import robustness

    moved = report.moved
    if moved is None:
        return Table((), ())
    return robustness(
        moved.stands, top=moved.top, draws=moved.draws, language=report.language
    ).table


def _figures(report: SelectionReport) -> Table:
    language = report.language
    rows, columns = [], [Column("candidate", language.say(tables.CANDIDATE))]
    for each in report.candidates:
        table = tables.figures_table(each, language)
        columns[1:] = table.columns
        rows += [(each.name, *row) for row in table.rows]
    return Table(tuple(columns), tuple(rows))
