"""Files that people take along: their names, and what Excel makes of them."""

from django.http import HttpResponse

from distretto.web.ui.downloads import CSV, csv_for_excel, download


def test_a_name_survives_in_any_script():
    answer = download(b"x", "عنقود النسيج.csv", CSV)
    assert isinstance(answer, HttpResponse) and answer.content == b"x"
    # RFC 5987: UTF-8 in percent signs; ع is D8 B9.
    assert "filename*=utf-8''%D8%B9" in answer["Content-Disposition"]
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"


def test_a_csv_begins_with_the_mark_of_utf_8():
    assert csv_for_excel("a;é\n".encode()) == b"\xef\xbb\xbfa;\xc3\xa9\n"
