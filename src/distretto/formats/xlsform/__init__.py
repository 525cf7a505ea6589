"""XLSForm workbooks, which Kobo and ODK Collect take: written, and read back."""

from distretto.formats.xlsform.reading import ReadForm, read_xlsform
from distretto.formats.xlsform.writing import to_xlsform, write_xlsform

__all__ = ["ReadForm", "read_xlsform", "to_xlsform", "write_xlsform"]
