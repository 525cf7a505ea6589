"""Pages of the site with 5,000 candidates: time on the server, size, queries.

Promised: under 100 ms on the server and under 100 KB without pictures, with the same
number of queries whatever the number of candidates. The peer is the same page with 50
candidates, in the same run; a page is warm, its pictures are drawn.

    python benchmarks/bench_pages.py [--rounds 9] [--candidates 5000]
"""

import argparse
import os
import re
import statistics
import tempfile
import time
from typing import Any

FEW = 50


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--candidates", type=int, default=5_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DISTRETTO_DATA"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "distretto.web.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        few, many = site_with(FEW), site_with(asked.candidates)
        print(f"{'page':<28}{'n':>7}{'ms':>9}{'CPU ms':>9}{'KB':>8}{'queries':>9}")
        for name in few:
            for count, pages in ((FEW, few), (asked.candidates, many)):
                report(name, count, pages[name], asked.rounds)


def report(name: str, count: int, page: Any, rounds: int) -> None:
    """One line: medians over the rounds."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, address = page
    client.get(address)
    walls, cpus = [], []
    for _ in range(rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        answer = client.get(address)
        walls.append(1000 * (time.perf_counter() - wall))
        cpus.append(1000 * (time.process_time() - cpu))
    assert answer.status_code == 200, (address, answer.status_code)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    words = re.sub(rb"(?s)<svg.*?</svg>", b"", answer.content)
    print(
        f"{name:<28}{count:>7,}{statistics.median(walls):>9.1f}"
        f"{statistics.median(cpus):>9.1f}{len(words) / 1024:>8.1f}{len(queries):>9}"
    )


def site_with(count: int) -> dict[str, Any]:
    """A programme with a map of so many clusters and a scored round of as many."""
    from django.test import Client

    from distretto.web.accounts.models import User
    from distretto.web.accounts.rules.programmes import found_programme

    boss = User.objects.create_user(
        f"boss{count}@example.org", "a password of the benchmark", name="Boss"
    )
    programme = found_programme(by=boss, name=f"With {count}", slug=f"with-{count}")
    saved = a_map(programme, count, boss)
    round_ = a_round(programme, saved, count, boss)
    client = Client(HTTP_HOST="localhost")
    client.force_login(boss, "allauth.account.auth_backends.AuthenticationBackend")
    base = f"/p/with-{count}/selection/"
    addresses = {
        "home": f"/p/with-{count}/",
        "cluster map": f"{base}maps/{saved.pk}/",
        "round": f"{base}rounds/{round_.pk}/",
        "candidates": f"{base}rounds/{round_.pk}/candidates/",
        "identification": f"{base}rounds/{round_.pk}/identification/",
        "scoring": f"{base}rounds/{round_.pk}/scoring/",
        "ranking": f"{base}rounds/{round_.pk}/ranking/",
        "decision": f"{base}rounds/{round_.pk}/decision/",
    }
    for kind in ("map", "bubbles"):
        client.get(f"{base}maps/{saved.pk}/pictures/?kind={kind}")
    return {name: (client, address) for name, address in addresses.items()}


def a_map(programme: Any, count: int, by: Any) -> Any:
    """A measured table in which `count` regions each have a cluster of one industry."""
    import polars as pl

    from distretto.analysis.selection.table import RegionIndustryTable
    from distretto.web.register import tables
    from distretto.web.register.models import Dataset
    from distretto.web.selection.queries.maps import Settings
    from distretto.web.selection.rules.maps import save_map

    regions = pl.DataFrame({"region": [f"R{number:05d}" for number in range(count)]})
    number = pl.int_range(pl.len())
    special = regions.with_columns(
        industry=pl.format("{}", 1000 + number % 97),
        establishments=30.0 + number % 13,
        employment=300.0 + number % 101,
    )
    rest = regions.with_columns(
        industry=pl.lit("9999"),
        establishments=pl.lit(900.0),
        employment=pl.lit(9_000.0),
    )
    table = RegionIndustryTable(cells=pl.concat([special, rest]))
    dataset = Dataset.objects.create(
        programme=programme,
        name="Made for the benchmark",
        status=Dataset.Status.ACCEPTED,
        file="none",
        file_name="none",
        sha256=f"{count:064d}",
        size_bytes=1,
        cells={"4": tables.write(table)},
    )
    saved = save_map(dataset, Settings(), name="Map", by=by)
    assert saved.cluster_count >= count * 0.9, saved.cluster_count
    return saved


def a_round(programme: Any, saved: Any, count: int, by: Any) -> Any:
    """A round whose candidates are the clusters of the map, scored by two assessors.

    The scores are written without their history, which would take minutes.
    """
    from django.utils import timezone

    from distretto.web.accounts.models import User
    from distretto.web.accounts.rules.people import invite_person
    from distretto.web.selection.models import Assessor, Candidate, Round, Score
    from distretto.web.selection.rules import rounds

    round_ = rounds.start_round(programme, by=by, name="Round")
    criteria = list(round_.criteria.all())
    for place, criterion in enumerate(criteria):
        criterion.weight = 100 // len(criteria) + (place < 100 % len(criteria))
        criterion.save()
    figures = {"employment": [{"value": 300, "source": "made", "method": "estimate"}]}
    candidates = Candidate.objects.bulk_create(
        Candidate(
            round=round_,
            name=f"Candidate {number}",
            industries=["1000"],
            regions=[f"R{number:05d}"],
            figures=figures,
            stage=Round.Stage.SCORED,
        )
        for number in range(count)
    )
    for which in range(2):
        role = invite_person(
            programme, email=f"a{which}-{count}@example.org", kind="analyst", by=by
        )
        user = User.objects.get(pk=role.user_id)
        seat = Assessor.objects.create(
            round=round_, user=user, handed_in_at=timezone.now()
        )
        Score.objects.bulk_create(
            (
                Score(
                    assessor=seat,
                    candidate=candidate,
                    criterion=criterion,
                    value=1 + (row * 7 + column * 3 + which) % 5,
                )
                for row, candidate in enumerate(candidates)
                for column, criterion in enumerate(criteria)
            ),
            batch_size=2_000,
        )
    Round.objects.filter(pk=round_.pk).update(
        stage=Round.Stage.SCORED,
        weights_fixed_at=timezone.now(),
        scoring_closed_at=timezone.now(),
    )
    return round_


if __name__ == "__main__":
    main()
