"""Linkages of 300 actors and 3,000 ties on the site: time, size and queries of pages.

Promised: a sociogram with all measures under 1 s cold and 150 ms warm, pages under
100 KB without pictures, the same number of queries whatever the size. Cold is the first
request after a tie was noted, so that nothing of the picture or the measures is kept;
the peer is a cluster of 30 actors and 300 ties, in the same run.

    python benchmarks/bench_linkage_pages.py [--rounds 7]
"""

import argparse
import os
import re
import statistics
import tempfile
import time
from typing import Any

SIZES = ((30, 300), (300, 3_000))
PAGES = ("linkages", "linkage-measures", "linkage-change", "linkage-actors")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DISTRETTO_DATA"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "distretto.web.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        heads = ("page", "actors", "cold ms", "CPU", "warm ms", "CPU", "KB", "queries")
        print("{:<18}{:>7}{:>9}{:>8}{:>9}{:>8}{:>7}{:>9}".format(*heads))
        for actors, ties in SIZES:
            site = Site(actors, ties)
            site.get("linkages")  # compiles what is compiled once for all
            for page in PAGES:
                site.report(page, rounds)
            site.report_both(rounds)
            site.report_files()


class Site:
    """A programme with one cluster, two waves, and somebody of its staff."""

    def __init__(self, actors: int, ties: int) -> None:
        from django.test import Client

        from distretto.web.accounts.models import Programme, Role, User

        self.actors = actors
        slug = f"of-{actors}"
        self.programme = Programme.objects.create(name=slug, slug=slug)
        self.user = User.objects.create_user(f"{slug}@example.org", "x", name=slug)
        Role.objects.create(programme=self.programme, user=self.user, kind="agent")
        self.client = Client(HTTP_HOST="localhost")
        backend = "allauth.account.auth_backends.AuthenticationBackend"
        self.client.force_login(self.user, backend)
        self._fill(ties)

    def _fill(self, ties: int) -> None:
        import numpy as np

        from distretto.web.diagnosis.models import Linkage, LinkageActor, Wave
        from distretto.web.history.rules import create_all, deed
        from distretto.web.register.models import Cluster, Organisation

        rng = np.random.default_rng(1)
        self.cluster = Cluster.objects.create(programme=self.programme, name="Knitwear")
        people = [
            Organisation(
                programme=self.programme,
                name=f"Firm {one:03}",
                kind="firm" if one % 15 else "association",
                chain_stage=("spinning", "knitting", "dyeing")[one % 3],
            )
            for one in range(self.actors)
        ]
        kinds = ("information", "purchase", "lending", "training")
        reach = rng.gamma(1.5, 1, self.actors)
        with deed("linkage.noted", by=self.user, programme=self.programme):
            create_all(people)
            for name in ("Now", "Later"):
                self.wave = Wave.objects.create(cluster=self.cluster, name=name)
                create_all(
                    [
                        LinkageActor(
                            wave=self.wave,
                            organisation=each,
                            kind="firm" if each.kind == "firm" else "institution",
                            surveyed=bool(rng.random() < 0.9),
                        )
                        for each in people
                    ]
                )
                chance = np.outer(reach, reach)
                np.fill_diagonal(chance, 0)
                pairs = (
                    rng.choice(
                        self.actors**2,
                        ties,
                        replace=False,
                        p=(chance / chance.sum()).ravel(),
                    )
                    if ties < self.actors**2 / 4
                    else rng.choice(np.flatnonzero(chance.ravel()), ties, replace=False)
                )
                create_all(
                    [
                        Linkage(
                            wave=self.wave,
                            source=people[pair // self.actors],
                            target=people[pair % self.actors],
                            relation=kinds[int(rng.integers(4))],
                            strength=int(rng.integers(1, 4)),
                        )
                        for pair in pairs.tolist()
                    ]
                )
        self.people = people
        self.noted = 0

    def change(self) -> None:
        """Note one more tie, or another strength, so that all is worked out anew."""
        from distretto.web.diagnosis.models import LinkageActor
        from distretto.web.diagnosis.rules.linkages import Tie, note_linkages

        self.noted += 1
        actor = LinkageActor.objects.filter(
            wave=self.wave, organisation=self.people[1]
        ).get()
        again, other = divmod(self.noted, len(self.people) - 2)
        ties = [Tie("lobbying", strength=1 + again % 3)]
        note_linkages(actor, self.people[2 + other], ties, by=self.user)

    def get(self, page: str) -> Any:
        from django.urls import reverse

        pk = self.wave.pk if page == "linkage-actors" else self.cluster.pk
        answer = self.client.get(
            reverse(f"diagnosis:{page}", args=[self.programme.slug, pk])
        )
        assert answer.status_code == 200, (page, answer.status_code)
        return answer

    def report(self, page: str, rounds: int) -> None:
        """One line: medians over the rounds."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        cold, warm = [], []
        for _round in range(rounds):
            self.change()
            cold.append(timed(lambda: self.get(page)))
            warm.append(timed(lambda: self.get(page)))
        with CaptureQueriesContext(connection) as queries:
            answer = self.get(page)
        words = re.sub(rb"(?s)<svg.*?</svg>", b"", answer.content)
        print(
            f"{page:<18}{self.actors:>7,}{told(cold)}{told(warm)}"
            f"{len(words) / 1000:>7.0f}{len(queries):>9}"
        )

    def report_both(self, rounds: int) -> None:
        """The sociogram and all measures of it, one after the other."""

        def both() -> None:
            self.get("linkages")
            self.get("linkage-measures")

        cold, warm = [], []
        for _round in range(rounds):
            self.change()
            cold.append(timed(both))
            warm.append(timed(both))
        print(f"{'both first pages':<18}{self.actors:>7,}{told(cold)}{told(warm)}")

    def report_files(self) -> None:
        """Downloads, made once each; the workbook has all kinds, views and waves."""
        from django.urls import reverse

        at = [self.programme.slug, self.cluster.pk]
        for page, kind in (("picture", "png"), ("file", "gexf"), ("file", "xlsx")):
            url = reverse(f"diagnosis:linkage-{page}", args=[*at, kind])
            wall, cpu = timed(lambda url=url: self.client.get(url))
            print(f"{kind:<18}{self.actors:>7,}{wall:>9.0f}{cpu:>8.0f}")


def timed(call: Any) -> tuple[float, float]:
    """Milliseconds of wall and of CPU."""
    wall, cpu = time.perf_counter(), time.process_time()
    call()
    return 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)


def told(times: list[tuple[float, float]]) -> str:
    walls, cpus = zip(*times, strict=True)
    return f"{statistics.median(walls):>9.0f}{statistics.median(cpus):>8.0f}"


if __name__ == "__main__":
    main()
