"""The worked example's linkages are told through the rules, of whoever is a member."""

from tests.web.diagnosis.linkage_cases import enter

from distretto.analysis.diagnosis.linkages.measures import measure_linkages
from distretto.web.diagnosis.models import Linkage, LinkageActor, Wave
from distretto.web.diagnosis.queries.linkages import linkages_of
from distretto.web.overview.example_linkages import CLUSTER, tell_linkages
from distretto.web.register.models import Cluster


def test_members_have_linkages_now_and_wished_for(programme, amina):
    cluster = Cluster.objects.create(programme=programme, name=CLUSTER)
    for one in range(20):
        enter(cluster, f"Firm {one}", chain_stage="knitting" if one % 2 else "dyeing")
    enter(cluster, "Bank", kind="finance")
    tell_linkages(programme, {"amina": amina})
    waves = {each.kind: each for each in Wave.objects.all()}
    assert set(waves) == {"baseline", "desired"}
    for wave in waves.values():
        actors = LinkageActor.objects.filter(wave=wave)
        assert actors.exclude(kind="outside").count() == 21
        assert actors.filter(kind="outside").exists()
        assert Linkage.objects.filter(wave=wave).count() > 20


def test_firms_have_roles_in_knowledge(programme, amina):
    """Ties outside the cluster are told, without which no role is known."""
    cluster = Cluster.objects.create(programme=programme, name=CLUSTER)
    for one in range(30):
        enter(cluster, f"Firm {one}", chain_stage="knitting" if one % 2 else "dyeing")
    tell_linkages(programme, {"amina": amina})
    found = measure_linkages(
        linkages_of(cluster).waves[0].linkages, relations=["information"], draws=99
    )
    roles = set(found.actors["knowledge_role"].drop_nulls())
    assert len(roles) >= 3
    assert roles & {"gatekeeper", "external_star"}


def test_without_members_nothing_is_told(programme, amina):
    tell_linkages(programme, {"amina": amina})
    Cluster.objects.create(programme=programme, name=CLUSTER)
    tell_linkages(programme, {"amina": amina})
    assert not Wave.objects.exists()
