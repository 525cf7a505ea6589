"""Pages of a register of 10,000 firms: time on the server, size, queries.

Promised: under 100 ms on the server and under 100 KB without pictures, with the same
number of queries whatever the number of firms. The peer is the same page with 50 firms,
in the same run; a page is warm, and the words of the search are read.

    python benchmarks/bench_register.py [--rounds 9] [--firms 10000]
"""

import argparse
import os
import tempfile
from typing import Any

from bench_pages import report

FEW = 50
TRADES = ("Knitwear", "Shoes", "Furniture", "Textiles", "Leather", "Metal works")
PLACES = ("Harbour", "Mill", "Upper Town", "Lower Town", "Station", "River")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--firms", type=int, default=10_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DISTRETTO_DATA"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "distretto.web.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        few, many = site_with(FEW), site_with(asked.firms)
        print(f"{'page':<28}{'n':>7}{'ms':>9}{'CPU ms':>9}{'KB':>8}{'queries':>9}")
        for name in few:
            for count, pages in ((FEW, few), (asked.firms, many)):
                report(name, count, pages[name], asked.rounds)


def site_with(count: int) -> dict[str, Any]:
    """A programme with so many firms, all of them members of one cluster."""
    from django.test import Client

    from distretto.web.accounts.models import User
    from distretto.web.accounts.rules.programmes import found_programme
    from distretto.web.history.rules import create_all, deed
    from distretto.web.register.models import Cluster, Organisation
    from distretto.web.register.rules.members import join_all

    boss = User.objects.create_user(
        f"boss{count}@example.org", "a password of the benchmark", name="Boss"
    )
    programme = found_programme(by=boss, name=f"With {count}", slug=f"with-{count}")
    cluster = Cluster.objects.create(programme=programme, name="Knitwear")
    firms = [a_firm(programme, number) for number in range(count)]
    for firm in firms:
        firm.follow()
    with deed("firm_list.accepted", by=boss, programme=programme):
        create_all(firms)
        join_all(firms, cluster, joined_on=None)
    client = Client(HTTP_HOST="localhost")
    client.force_login(boss, "allauth.account.auth_backends.AuthenticationBackend")
    base = f"/p/with-{count}/register/"
    assert Organisation.objects.filter(programme=programme).count() == count
    return {
        "register": (client, base),
        "firms": (client, f"{base}organisations/"),
        "firms, last page": (client, f"{base}organisations/?page=99999"),
        "firms, small ones": (client, f"{base}organisations/?size=small"),
        "firms, misspelt": (client, f"{base}organisations/?q=furnitre+harbuor"),
        "one firm": (client, f"{base}organisations/{firms[0].pk}/"),
        "members": (client, f"{base}clusters/{cluster.pk}/members/"),
    }


def a_firm(programme: Any, number: int) -> Any:
    from distretto.web.register.models import Organisation

    trade, place = TRADES[number % 6], PLACES[number // 6 % 6]
    return Organisation(
        programme=programme,
        name=f"{place} {trade} {number}",
        employees=number % 140,
        latitude=10 + number % 97 / 100,
        longitude=20 + number % 89 / 100,
    )


if __name__ == "__main__":
    main()
