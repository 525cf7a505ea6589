"""A selection report as PDF, Word or Excel, each writer imported when it is used."""

from distretto.formats.selection_report import SelectionReport


def to_pdf(report: SelectionReport) -> bytes:
    """The report as a PDF, readable aloud (PDF/UA-1)."""
    from distretto.formats.documents.printed import selection_report

    return selection_report(report)


def to_docx(report: SelectionReport) -> bytes:
    """The report for Word."""
    from distretto.formats.documents.word import selection_report

    return selection_report(report)


def to_xlsx(report: SelectionReport) -> bytes:
    """The report for Excel; means, weighted sums and ranks are live formulas."""
    from distretto.formats.documents.workbook import selection_report

    return selection_report(report)
