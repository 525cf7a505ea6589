"""Files of linkages: looked at first, names matched with forgiveness, one deed."""

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.diagnosis.linkage_cases import (
    address,
    enter,
    found,
    named_cluster,
    sent,
    text,
    wave_of,
)

from distretto.web.diagnosis.models import (
    Linkage,
    LinkageActor,
)
from distretto.web.diagnosis.queries import linkages as queries
from distretto.web.diagnosis.rules import linkage_files as rules
from distretto.web.history.models import Deed
from distretto.web.history.rules import undo
from distretto.web.register.models import ClusterMember, Organisation


@pytest.fixture
def cluster(programme, files_aside):
    return named_cluster(programme)


@pytest.fixture
def wave(cluster):
    return wave_of(cluster, "Now", "", actors="")


EDGES = """from,to,kind,strength,formal
ATLAS KNITTING MILLS,Bravo Yarn,Lending,3,yes
Bravo Yarn,Cafe Laine,Training,1,
Cafe Laine,Zulu Buttons,Joint dyeing,2,no
Delta Dye,Bravo Yarn,Training,-1,
"""


def uploaded(client, wave, content, name="ties.csv"):
    file = SimpleUploadedFile(name, content.encode())
    answer = client.post(address("upload-linkages", wave.pk), {"file": file})
    assert answer.status_code == 302, text(answer)
    return answer.url


def test_a_list_of_ties_is_looked_at_first(client_of, amina, wave):
    client = client_of(amina)
    url = uploaded(client, wave, EDGES)
    page = text(client.get(url))
    assert not Linkage.objects.exists()
    assert "Zulu Buttons" in page and "Who is meant?" in page
    # Accents and legal forms do not make another firm; the latter are shown, though.
    looked = client.get(url).context["looked"]
    assert [each.name for each in looked.named.unmatched] == ["Zulu Buttons"]
    assert [each.name for each in looked.named.guessed] == ["ATLAS KNITTING MILLS"]


def test_a_legal_form_makes_no_other_firm_among_many(client_of, amina, wave, cluster):
    """A record may have two spellings; both are shown with who is preset."""
    for one in range(60):
        enter(cluster, f"Yarn house {one}")
    rows = "from,to\nYARN HOUSE 7 LTD,Bravo Yarn\nYarn house 7 Inc,Delta Dye\n"
    client = client_of(amina)
    looked = client.get(uploaded(client, wave, rows)).context["looked"]
    assert [each.known.name for each in looked.named.guessed] == ["Yarn house 7"] * 2
    assert looked.named.joined == [
        ("Yarn house 7", ["YARN HOUSE 7 LTD", "Yarn house 7 Inc"])
    ]


# From an open list of factories in China, which has a firm, its branch and its twin.
FACTORIES = (
    "ZhongShan Easy On Garment Manufactory Co. Ltd.",
    "ZhongShan Easy On Garment Manufactory Co. Ltd. Second Branch",
    "WENZHOU LIANGJIAN SHOES,CO.,LTD",
    "TAIZHOU BAOLITE SHOES CO.,LTD",
    "Taizhou Baolite Shoes Co. Ltd",
    "CORTINA CHINA OFFICE",
)
EASY_ON, BRANCH, SHOES, TWIN, OTHER_TWIN, OFFICE = FACTORIES


def names_of_file(client, wave, *pairs):
    """The names of a file, as the dry run takes them."""
    rows = "".join(f"{source};{target}\n" for source, target in pairs)
    url = uploaded(client, wave, "from;to\n" + rows)
    names = client.get(url).context["looked"].named.names
    return url, {each.name: each for each in names}


def test_the_firm_itself_comes_before_its_branch(client_of, amina, wave, cluster):
    """Each of these is written twice in the file, once as in the register."""
    for name in FACTORIES:
        enter(cluster, name)
    short = "ZhongShan Easy On Garment Manufactory"
    without_form = "WENZHOU LIANGJIAN SHOES"
    url, names = names_of_file(
        client_of(amina),
        wave,
        (EASY_ON, "WENZHOU LIANGJIAN SHOES CO LTD"),
        (short, without_form),
        ("Cortina Chna Office", OFFICE),
    )
    assert names[short].known.name == EASY_ON
    assert [each.name for each in names[short].candidates][:2] == [EASY_ON, BRANCH]
    assert names[without_form].known.name == SHOES
    assert names["Cortina Chna Office"].known.name == OFFICE
    page = text(client_of(amina).get(url))
    assert f"In the register: “{EASY_ON}”" in page


def test_of_two_firms_called_alike_none_is_preset(client_of, amina, wave, cluster):
    enter(cluster, TWIN, address="Wenling, Hengshi road")
    enter(cluster, OTHER_TWIN, address="Jiaojiang")
    _, names = names_of_file(
        client_of(amina), wave, ("TAIZHOU BAOLITE SHOES CO.LTD", "Bravo Yarn")
    )
    name = names["TAIZHOU BAOLITE SHOES CO.LTD"]
    assert name.known is None
    assert {words for _pk, words in name.choices} == {
        f"{TWIN}, Wenling, Hengshi road",
        f"{OTHER_TWIN}, Jiaojiang",
    }


def test_nobody_is_left_out_without_a_word(client_of, amina, wave):
    client = client_of(amina)
    answer = sent(client, uploaded(client, wave, EDGES))
    assert answer.status_code == 422
    assert not Linkage.objects.exists()


def test_a_list_of_ties_is_taken_in_as_one_deed(client_of, amina, boris, wave):
    client = client_of(amina)
    url = uploaded(client, wave, EDGES)
    assert sent(client, url, rest="new-outside").status_code == 302
    assert found() == {
        ("Atlas Knitting Mills Ltd", "Bravo Yarn", "lending", 3, True),
        ("Bravo Yarn", "Café Laine", "training", 1, None),
        ("Café Laine", "Zulu Buttons", "Joint dyeing", 2, False),
        ("Delta Dye", "Bravo Yarn", "training", -1, None),
    }
    kinds = dict(
        LinkageActor.objects.current().values_list("organisation__name", "kind")
    )
    assert kinds["Zulu Buttons"] == "outside"
    assert kinds["Bravo Yarn"] == "firm"
    assert Organisation.objects.get(name="Zulu Buttons").is_firm
    undo(Deed.objects.get(did="linkage.file_accepted"), by=boris)
    assert not found()
    assert not Organisation.objects.current().filter(name="Zulu Buttons").exists()


def test_ties_to_oneself_and_another_wave_are_told(client_of, amina, wave):
    client = client_of(amina)
    ties = "from,to,kind,strength,wave\nBravo Yarn,Bravo Yarn,Lending,1,Endline\n"
    ties += "Bravo Yarn,Delta Dye,Lending,1,Endline\n"
    page = text(client.get(uploaded(client, wave, ties)))
    assert "The file speaks of the wave “Endline”" in page
    assert "1 tie of an actor to itself was left out." in page
    same = text(client.get(uploaded(client, wave, ties.replace("Endline", "now"))))
    assert "The file speaks of" not in same


def test_leaving_a_name_out_leaves_its_ties_out(client_of, amina, wave):
    client = client_of(amina)
    sent(client, uploaded(client, wave, EDGES), rest="skip")
    assert len(found()) == 3
    assert not Organisation.objects.filter(name="Zulu Buttons").exists()


def test_a_second_file_changes_what_differs(client_of, amina, wave):
    client = client_of(amina)
    sent(client, uploaded(client, wave, EDGES), rest="skip")
    versions = Linkage.history.count()
    later = "from,to,kind,strength\nBravo Yarn,Café Laine,Training,3\n"
    later += "Delta Dye,Bravo Yarn,Training,-1\n"
    sent(client, uploaded(client, wave, later, "later.csv"))
    assert len(found()) == 3
    assert Linkage.history.count() == versions + 1
    sent(client, uploaded(client, wave, later, "later.csv"), is_whole="on")
    assert {each[2] for each in found()} == {"training"} and len(found()) == 2


MATRIX = """,Atlas Knitting Mills Ltd,Bravo Yarn,Café Laine
Atlas Knitting Mills Ltd,,1,0
Bravo Yarn,2,,no answer
Café Laine,0,3,
"""


def test_a_matrix_lists_who_was_asked_and_what_was_not_answered(
    client_of, amina, wave, cluster
):
    client = client_of(amina)
    url = uploaded(client, wave, MATRIX, "lending.csv")
    assert sent(client, url, **{"relation-0": "lending"}).status_code == 302
    held = queries.linkages_of(cluster).waves[0].linkages
    assert held.unanswered.rows() == [("Bravo Yarn", "Café Laine", "lending")]
    strengths = {row[:2]: row[3] for row in held.ties.rows()}
    assert strengths["Café Laine", "Bravo Yarn"] == 3
    assert held.actors.filter(pl.col("surveyed")).height == 3


SPELLED = """from,to,kind,strength,formal
Delta Dye,Bravo Yarn,Training,1,no
DELTA DYE,Bravo Yarn,Training,3,yes
Delta Dyeing Works,Café Laine,Training,2,
Delta Dye,Delta Dyeing Works,Training,1,
Delta Dye,Atlas Knitting Mills Ltd,Training,2,
DELTA DYE,Atlas Knitting Mills Ltd,Training,-1,
"""


def test_two_spellings_and_another_name_are_one_actor(client_of, amina, wave):
    """Of six rows two are told twice, and one leads from a firm to itself."""
    dye = Organisation.objects.get(name="Delta Dye")
    dye.other_names = "Delta Dyeing Works"
    dye.save()
    client = client_of(amina)
    url = uploaded(client, wave, SPELLED)
    assert client.get(url).context["looked"].named.joined == [
        ("Delta Dye", ["Delta Dye", "DELTA DYE", "Delta Dyeing Works"])
    ]
    page = text(client.get(url))
    assert "one record of the register" in page and "Who is meant?" not in page
    answer = sent(client, url)
    assert answer.status_code == 302
    assert found() == {
        ("Delta Dye", "Bravo Yarn", "training", 3, True),
        ("Delta Dye", "Café Laine", "training", 2, None),
        ("Delta Dye", "Atlas Knitting Mills Ltd", "training", -1, None),
    }
    assert LinkageActor.objects.filter(organisation=dye).count() == 1
    assert "2 ties stood in the file once more" in text(client.get(answer.url))


def test_who_is_given_as_one_record_is_one_actor(wave, amina):
    """The staff says that two names mean Delta Dye; it answered under one of them."""
    firm, other = (
        Organisation.objects.get(name=name) for name in ("Delta Dye", "Bravo Yarn")
    )
    meant = {name: rules.Meant(organisation=firm.pk) for name in ("Delta", "Dye")}
    meant["Bravo"] = rules.Meant(organisation=other.pk)
    ties = [
        rules.Told("Delta", "Bravo", "training", is_unanswered=True),
        rules.Told("Dye", "Bravo", "training", None, None),
    ]
    intake = rules.Intake(
        ties=ties, meant=meant, surveyed={"Delta": False, "Dye": True},
        kinds={"Dye": "outside"},
    )  # fmt: skip
    taken = rules.accept_linkage_file(wave, intake, by=amina, about="x")
    assert (taken.actors, taken.new, taken.joined) == (2, 1, 1)
    actor = LinkageActor.objects.get(organisation=firm)
    assert actor.surveyed and actor.kind == "outside"
    tie = Linkage.objects.get()
    assert tie.strength is None and not tie.is_unanswered


def test_somebody_new_in_two_spellings_is_entered_once(client_of, amina, wave):
    rows = "from,to\nZulu Buttons,Bravo Yarn\nZULU BUTTONS,Delta Dye\n"
    client = client_of(amina)
    sent(client, uploaded(client, wave, rows), rest="new-firm")
    assert Organisation.objects.filter(name__iexact="zulu buttons").count() == 1
    assert {row[1] for row in found()} == {"Bravo Yarn", "Delta Dye"}


def test_a_new_firm_is_a_member_until_the_file_is_undone(
    client_of, amina, boris, wave, cluster
):
    client = client_of(amina)
    sent(client, uploaded(client, wave, "from,to\nZulu,Xenia\n"), rest="new-firm")
    undo(Deed.objects.get(did="linkage.file_accepted"), by=boris)
    names = ["Zulu", "Xenia"]
    assert not Organisation.objects.current().filter(name__in=names).exists()
    assert not ClusterMember.objects.current().filter(organisation__name__in=names)


def test_a_new_firm_of_the_cluster_is_a_member(client_of, amina, wave, cluster):
    """And therefore no outsider in the next wave, where it is known already."""
    rows = "from,to\nZulu Buttons,Xenia Knits\n"
    client = client_of(amina)
    sent(client, uploaded(client, wave, rows), rest="new-firm")
    members = ClusterMember.objects.current().filter(cluster=cluster)
    names = {"Zulu Buttons", "Xenia Knits"}
    assert names <= set(members.values_list("organisation__name", flat=True))
    later = wave_of(cluster, "Later", "", actors="")
    sent(client, uploaded(client, later, rows))
    actors = LinkageActor.objects.filter(wave=later)
    assert set(actors.values_list("organisation__name", "kind")) == {
        (name, "firm") for name in names
    }
    sent(
        client,
        uploaded(client, later, "from,to\nPort Traders,Xenia Knits\n"),
        rest="new-outside",
    )
    assert not members.filter(organisation__name="Port Traders").exists()


def test_wrong_cells_are_told_and_not_taken_silently(client_of, amina, wave):
    wrong = "from,to,strength\nDelta Dye,Bravo Yarn,9\nBravo Yarn,Café Laine,2\n"
    client = client_of(amina)
    url = uploaded(client, wave, wrong)
    assert "9" in text(client.get(url))
    assert sent(client, url).status_code == 422
    assert sent(client, url, accept_problems="on").status_code == 302


def test_no_linkages_are_refused_with_the_columns(client_of, amina, wave):
    file = SimpleUploadedFile("x.csv", b"name,jobs\nA,3\n")
    answer = client_of(amina).post(address("upload-linkages", wave.pk), {"file": file})
    assert answer.status_code == 422
    assert "holds no linkages" in text(answer)


def test_a_token_of_another_wave_opens_nothing(client_of, amina, wave, cluster):
    client = client_of(amina)
    token = uploaded(client, wave, EDGES).rstrip("/").rsplit("/", 1)[1]
    other = wave_of(cluster, "Other", "", actors="")
    url = address("check-linkages", other.pk, token)
    assert client.get(url).status_code == 404
