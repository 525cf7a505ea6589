"""A small cluster with linkages, for the tests of its pages."""

from datetime import date
from html import unescape

from django.urls import reverse

from distretto.web.diagnosis.models import Linkage, LinkageActor, Wave
from distretto.web.history.rules import create_all, deed
from distretto.web.register.models import Cluster, ClusterMember, Organisation, Place


def small_cluster(programme, firms="ABCDEF", institutions=("Bank",)):
    """Firms of these letters and institutions, all members of a cluster."""
    cluster = Cluster.objects.create(programme=programme, name="Knitwear")
    place = Place.objects.create(programme=programme, code="M", name="Marsovia")
    for name in firms:
        enter(cluster, f"Firm {name}", place=place)
    for name in institutions:
        enter(cluster, name, kind="finance")
    return cluster


def enter(cluster, name, **facts):
    """An organisation that is a member."""
    organisation = Organisation.objects.create(
        programme=cluster.programme, name=name, **facts
    )
    ClusterMember.objects.create(cluster=cluster, organisation=organisation)
    return organisation


def named_cluster(programme):
    """Four firms with names as people write them."""
    cluster = small_cluster(programme, firms="", institutions=())
    for name in ("Atlas Knitting Mills Ltd", "Bravo Yarn", "Café Laine", "Delta Dye"):
        enter(cluster, name)
    return cluster


def wave_of(cluster, name, ties, *, actors=None, silent="", kind="baseline", by=None):
    """A wave with ties such as “AB BC”; members are its actors, all answered."""
    wave = Wave.objects.create(
        cluster=cluster, name=name, kind=kind, ended_on=date(2026, 3, 1)
    )
    by_letter = {
        each.name.removeprefix("Firm "): each
        for each in Organisation.objects.filter(programme=cluster.programme)
    }
    chosen = by_letter if actors is None else actors.split()
    with deed("linkage.noted", by=by, programme=cluster.programme):
        create_all(
            [
                LinkageActor(
                    wave=wave,
                    organisation=by_letter[each],
                    kind="firm" if by_letter[each].is_firm else "institution",
                    surveyed=each not in silent,
                )
                for each in chosen
            ]
        )
        create_all(
            [
                Linkage(
                    wave=wave,
                    source=by_letter[one],
                    target=by_letter[other],
                    relation="lending",
                    strength=2,
                )
                for one, other in (tie.split("-") for tie in ties.split())
            ]
        )
    return wave


def address(page, *arguments):
    return reverse(f"diagnosis:{page}", args=["lindara", *arguments])


def text(response):
    return unescape(response.content.decode())


def sent(client, url, **more):
    """What the page of the dry run would send as it stands."""
    page = client.get(url)
    form = page.context["form"]
    told = {
        field.html_name: field.value() or ""
        for field in form
        if field.html_name not in ("is_whole", "accept_problems")
    }
    return client.post(url, told | more)


def found():
    return {
        (
            each.source.name,
            each.target.name,
            each.relation,
            each.strength,
            each.is_formal,
        )
        for each in Linkage.objects.current().select_related("source", "target")
    }
