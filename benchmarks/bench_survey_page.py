"""The results page of a survey of 10,000 responses, and taking them in.

Promised: under 150 ms warm on the server and under 100 KB without pictures, with the
same number of queries whatever the number of responses. The peer is the same page with
100 responses, in the same run. Beside it, what the first visit takes, and how long an
export of as many responses by 100 columns takes to be looked at and taken in.

    python benchmarks/bench_survey_page.py [--rounds 9] [--responses 10000]
"""

import argparse
import io
import os
import re
import statistics
import tempfile
import time
from contextlib import closing
from typing import Any

import numpy as np
from bench_survey import export

FEW = 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--responses", type=int, default=10_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DISTRETTO_DATA"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "distretto.web.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        print(f"{'page':<12}{'n':>8}{'first ms':>10}{'ms':>8}{'KB':>8}{'queries':>9}")
        for count in (FEW, asked.responses):
            client, pages = site_with(count)
            for name, address in pages.items():
                report(name, count, client, address, asked.rounds)


def report(name: str, count: int, client: Any, address: str, rounds: int) -> None:
    """One line: the first visit, then the median of the rounds."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    first = milliseconds(client, address)
    warm = statistics.median(milliseconds(client, address) for _ in range(rounds))
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    words = re.sub(rb"(?s)<svg.*?</svg>", b"", answer.content)
    print(
        f"{name:<12}{count:>8,}{first:>10.0f}{warm:>8.1f}"
        f"{len(words) / 1024:>8.1f}{len(queries):>9}"
    )


def milliseconds(client: Any, address: str) -> float:
    began = time.perf_counter()
    client.get(address)
    return 1000 * (time.perf_counter() - began)


def site_with(count: int) -> tuple[Any, dict[str, str]]:
    """A programme whose survey has so many responses, taken in from an export."""
    from django.test import Client

    from distretto.web.accounts.models import User
    from distretto.web.accounts.rules.programmes import found_programme
    from distretto.web.diagnosis.models import Wave
    from distretto.web.diagnosis.rules import answer_files, questionnaires, surveys
    from distretto.web.register.arriving import arrive
    from distretto.web.register.models import Cluster

    boss = User.objects.create_user(
        f"boss{count}@example.org", "a password of the benchmark", name="Boss"
    )
    programme = found_programme(by=boss, name=f"With {count}", slug=f"with-{count}")
    cluster = Cluster.objects.create(programme=programme, name="Knitwear")
    wave = Wave.objects.create(cluster=cluster, name="Baseline")
    form = questionnaires.use_built_in(programme, by=boss)
    survey = surveys.add_survey(wave, form, [], by=boss)
    # Here at once, not in the background: what is measured is the work itself.
    answer_files.BACKGROUND_FROM_BYTES = 10**12
    answer_files.BACKGROUND_FROM_RESPONSES = 10**9
    content = io.BytesIO()
    export(count, np.random.default_rng(7)).write_csv(content)
    began = time.perf_counter()
    with closing(arrive(content.getvalue(), "export.csv")) as file:
        read = answer_files.upload_answers(file, survey=survey, by=boss)
    looked = time.perf_counter()
    answer_files.accept_answers(read, by=boss)
    taken = time.perf_counter()
    print(
        f"import of {count:,}: looked at in {looked - began:.1f} s, "
        f"taken in in {taken - looked:.1f} s"
    )
    client = Client(HTTP_HOST="localhost")
    client.force_login(boss, "allauth.account.auth_backends.AuthenticationBackend")
    base = f"/p/with-{count}/diagnosis/surveys/{survey.pk}/"
    return client, {
        name: f"{base}{name}/" for name in ("results", "quality", "answers")
    }


if __name__ == "__main__":
    main()
