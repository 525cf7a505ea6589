"""The whole diagnostic study as Word and PDF, beside the one of the worked example.

Promised: a Word study of 60 pages in under 10 s. The long study is the example's with
more text in each section, until its PDF has the pages; the peer is the example's own,
in the same run.

    python benchmarks/bench_study.py [--rounds 3] [--pages 60]
"""

import argparse
import os
import tempfile
from io import BytesIO
from statistics import median
from time import perf_counter
from typing import Any


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pages", type=int, default=60)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DISTRETTO_DATA"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "distretto.web.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        from distretto.web.diagnosis.models import Study
        from distretto.web.overview.example_programme import load

        load()
        study = Study.objects.get()
        print(f"{'study':<12}{'pages':>7}{'Word s':>9}{'PDF s':>9}{'Word KB':>9}")
        report("example", study, asked.rounds)
        lengthen(study, asked.pages)
        report("long", study, asked.rounds)


def report(name: str, study: Any, rounds: int) -> None:
    word, of_word = timed(study, "docx", rounds)
    pdf, of_pdf = timed(study, "pdf", rounds)
    size = len(word) // 1024
    print(f"{name:<12}{pages(pdf):>7}{of_word:>9.2f}{of_pdf:>9.2f}{size:>9}")


def timed(study: Any, ending: str, rounds: int) -> tuple[bytes, float]:
    times = []
    for _ in range(rounds):
        began = perf_counter()
        content = written(study, ending)
        times.append(perf_counter() - began)
    return content, median(times)


def written(study: Any, ending: str) -> bytes:
    from distretto.formats.charts.language import Language
    from distretto.web.diagnosis import study_files

    language = Language()
    blocks = study_files.whole(study, language)
    return study_files.document(
        study, study.title, blocks, language, ending, contents="Contents"
    )


def pages(pdf: bytes) -> int:
    from pypdf import PdfReader

    return len(PdfReader(BytesIO(pdf)).pages)


def lengthen(study: Any, wanted: int) -> None:
    """Repeat the text of every section until the study has so many pages."""
    from distretto.web.diagnosis.models import Section

    texts = {each.pk: each.text for each in study.sections.all()}
    times = 1
    while pages(written(study, "pdf")) < wanted:
        times *= 2
        for pk, text in texts.items():
            repeated = "\n\n".join([text] * times)[:60_000]
            Section.objects.filter(pk=pk).update(text=repeated)


if __name__ == "__main__":
    main()
