"""A survey there and back, as people do it: from the form to two waves compared.

The form goes through pyxform, which is what Kobo does with it; its questions, groups,
repeats, conditions and bounds are read from there, answers are drawn by them, and the
exports have the columns that Kobo makes of them. Everything on the site goes through
its pages.
"""

from copy import deepcopy
from types import SimpleNamespace

import pytest
from tests.formats.kobo.collected import (
    ADDED,
    FILLED_IN,
    XForm,
    collect,
    heads_of,
    write_export,
)

from distretto.web.diagnosis.models import AnswerFile, Form, Response, Survey, Wave
from distretto.web.register.models import Cluster, ClusterMember, Organisation

pyxform = pytest.importorskip(
    "pyxform.xls2xform", reason="pyxform is not here: no form goes there and back"
)
# With block A, which is always asked: 105 columns as Kobo writes them.
BLOCKS = ["F", "H", "L", "M"]
FIRMS = 240
LINKAGES = "/data/L/linkages"


@pytest.fixture
def firms(programme, cluster):
    made = [
        Organisation.objects.create(programme=programme, name=f"Knitter {number:03}")
        for number in range(FIRMS)
    ]
    for each in made:
        ClusterMember.objects.create(cluster=cluster, organisation=each)
    return made


@pytest.fixture
def site(client_of, amina, address, text):
    """A signed-in browser that follows where it is sent."""
    client = client_of(amina)

    def post(page, *arguments, **sent):
        answer = client.post(address(page, *arguments), sent, follow=True)
        assert answer.status_code == 200, text(answer)
        return text(answer)

    def get(page, *arguments, **asked):
        return client.get(address(page, *arguments), asked)

    return SimpleNamespace(post=post, get=get)


@pytest.fixture
def open_survey(site, cluster: Cluster, tmp_path):
    """`open_survey("Baseline", "baseline", "2026-03-01")`: wave, survey, and its form
    as a phone has it.
    """

    def opened(name, kind, day):
        site.post("add-wave", cluster.pk, name=name, kind=kind, began_on=day)
        wave = Wave.objects.get(name=name)
        if not Form.objects.exists():
            site.post("use-built-in")
        site.post("add-survey", wave.pk, form=Form.objects.get().pk, blocks=BLOCKS)
        survey = Survey.objects.get(wave=wave)
        workbook = tmp_path / f"{name}.xlsx"
        workbook.write_bytes(site.get("survey-file", survey.pk, "xlsx").content)
        return survey, XForm(pyxform.convert(workbook).xform)

    return opened


@pytest.fixture
def looked_at(site, tmp_path):
    """An export is made of what was sent, uploaded, and stands there as a dry run."""

    def upload(survey, form, sent, **way):
        path = write_export(tmp_path / "export.xlsx", form, sent, **way)
        with path.open("rb") as file:
            page = site.post("upload-answers", survey.pk, file=file)
        newest = AnswerFile.objects.order_by("-created_at").first()
        assert newest.status == AnswerFile.Status.UNDERSTOOD, page
        return newest, page

    return upload


def interviews(form, seed):
    """One of each firm, of which every twelfth refuses to take part."""
    names = [f"Knitter {number:03}" for number in range(FIRMS)]
    return collect(
        form,
        FIRMS,
        seed=seed,
        given={
            "consent": ["no" if n % 12 == 11 else "yes" for n in range(FIRMS)],
            "register_code": [""] * FIRMS,
            "firm_name": names,
            "linked_name": names,
        },
    )


def kept(asked, told):
    """An answer as the site keeps it: of a number the number, else the text."""
    return float(told) if asked.kind in ("int", "decimal") else told


def expected(form, each):
    """What the site must hold of a submission: answers, and rows of the repeat."""
    by_path = {asked.path: asked for asked in form.asked}

    def row(cells):
        return {
            by_path[path].name: kept(by_path[path], told)
            for path, told in cells.items()
            if told is not None
        }

    rows = [row(cells) for cells in each.repeats[LINKAGES]]
    return row(each.answers), {"linkages": rows} if rows else {}


def held(survey):
    """What the site holds, by key."""
    return {
        each.key: (each.answers, each.repeats) for each in survey.responses.current()
    }


def versions(survey):
    return {each.key: each.history.count() for each in survey.responses.current()}


def test_pyxform_makes_about_a_hundred_columns_of_the_form(open_survey):
    _, form = open_survey("Baseline", "baseline", "2026-03-01")
    columns = [*FILLED_IN, *heads_of(form), *ADDED]
    assert 95 <= len(columns) <= 110
    assert {"A/consent", "F/TEC5/supplier", "_A/position_latitude"} <= {*columns}
    assert "L/linkages/linked_kind/trade" in heads_of(form, LINKAGES)


def test_every_answer_arrives(open_survey, looked_at, site, firms):
    survey, form = open_survey("Baseline", "baseline", "2026-03-01")
    sent = interviews(form, seed=1)
    file, _ = looked_at(survey, form, sent)
    assert file.findings["counts"]["new"] == FIRMS
    assert (file.findings["faults"], file.findings["unplaced"]) == (0, [])
    assert not Response.objects.exists(), "a dry run enters nothing"
    assert "The answers are taken in." in site.post("accept-answers", file.pk)
    assert held(survey) == {each.uuid: expected(form, each) for each in sent}
    linked = {each.key: each.organisation for each in survey.responses.current()}
    # Who refuses is not asked for a name, and so is of no known firm.
    assert [linked[each.uuid] for each in sent] == [
        None if number % 12 == 11 else firm for number, firm in enumerate(firms)
    ]
    one = survey.responses.get(key=sent[0].uuid)
    assert (one.version, one.minutes) == (form.version, sent[0].minutes)
    assert one.submitted_at.replace(tzinfo=None) == sent[0].sent


def change_known(sent):
    """Six answers of five firms become others; Kobo gives one edited a new `_uuid`.

    Returns them, with what is listed as before and after.
    """
    chosen = [each for each in sent if each.repeats[LINKAGES]]
    one, two, three, four, five = chosen[:5]
    changes = [
        (one, "/data/F/TEC1", "TEC1", "7.25"),
        (one, "/data/F/TEC5", "TEC5", "none"),
        (two, "/data/H/women", "women", "0"),
        (three, "/data/M/seen_TEC", "seen_TEC", None),
        (four, "/data/A/place", "place", "Oued Zarga, «le Haut»"),
    ]
    told = set()
    for each, path, code, value in changes:
        told.add((each.uuid, code, each.answers[path], value))
        each.answers[path] = value
    row = five.repeats[LINKAGES][0]
    name, place = row[f"{LINKAGES}/linked_name"], "linkages[1]/linked_name"
    told.add((five.uuid, place, name, "Knitter 239"))
    row[f"{LINKAGES}/linked_name"] = "Knitter 239"
    four.edited = "0e9f8d7c-edited-by-kobo"
    return told


def plain(value):
    """Numbers are told as short as they can be: 7.0 is 7."""
    try:
        return f"{float(value):.15g}"
    except (TypeError, ValueError):
        return value


@pytest.mark.parametrize("split_only", [False, True])
def test_a_second_export_changes_exactly_the_changed_answers(
    open_survey, looked_at, site, firms, split_only
):
    """Six answers are others, one interview is new, one is not in the export."""
    survey, form = open_survey("Baseline", "baseline", "2026-03-01")
    first = interviews(form, seed=1)
    file, _ = looked_at(survey, form, first[:-1])
    site.post("accept-answers", file.pk)
    before, now = held(survey), deepcopy(first[1:])
    told = change_known(now)

    file, page = looked_at(survey, form, now, split_only=split_only)
    assert file.findings["counts"] == {
        "new": 1, "changed": 5, "unchanged": FIRMS - 7, "gone": 1, "answers_changed": 6,
    }  # fmt: skip
    assert before == held(survey), "a dry run changes nothing"
    listed = details(file)["changes"]
    assert {
        (
            each["response"],
            each["question"],
            plain(each["before"]),
            plain(each["after"]),
        )
        for each in listed
    } == {(key, code, plain(old), plain(new)) for key, code, old, new in told}
    assert "«le Haut»" in page

    site.post("accept-answers", file.pk)
    changed = {key for key, *_ in told}
    assert versions(survey) == {
        each.uuid: 2 if each.uuid in changed else 1 for each in first
    }
    assert held(survey) == before | {
        each.uuid: expected(form, each)
        for each in now
        if each.uuid in changed or each is now[-1]
    }


def details(file):
    from distretto.web.register import reading

    return reading.kept_details(file.findings["details"])


def training_ties(sent):
    """Who names whom for training, not oneself; a conflict is no tie.

    Of a partner who is named twice, the last that is said counts.
    """
    said = {
        (each.answers["/data/A/firm_name"], row[f"{LINKAGES}/linked_name"]): row
        for each in sent
        for row in each.repeats[LINKAGES]
        if "training" in (row[f"{LINKAGES}/linked_kind"] or "").split()
    }
    return {
        (one, other)
        for (one, other), row in said.items()
        if one != other and row[f"{LINKAGES}/linked_strength"] != "conflict"
    }


def test_a_later_wave_is_of_its_own_and_is_compared(
    open_survey, looked_at, site, cluster, firms
):
    base, form = open_survey("Baseline", "baseline", "2026-03-01")
    early = interviews(form, seed=1)
    site.post("accept-answers", looked_at(base, form, early)[0].pk)
    before = held(base)

    later, form = open_survey("After two years", "follow_up", "2028-03-01")
    late = interviews(form, seed=2)
    # Half of what was said of linkages is said again.
    for then, now in zip(early[::2], late[::2], strict=True):
        now.repeats[LINKAGES] = deepcopy(then.repeats[LINKAGES])
        now.answers["/data/L/linked_count"] = then.answers["/data/L/linked_count"]
    file, _ = looked_at(later, form, late, split_only=True)
    assert file.findings["counts"]["new"] == FIRMS
    site.post("accept-answers", file.pk)
    assert held(base) == before and {*versions(base).values()} == {1}
    assert later.responses.current().count() == FIRMS

    for survey in (base, later):
        form = site.get("linkages-from-answers", survey.wave_id).context["form"]
        assert not form.asked_names  # every partner is called as in the register
        site.post("linkages-from-answers", survey.wave_id, as_of=form["as_of"].value())
    page = site.get(
        "linkage-change", cluster.pk,
        wave=later.wave_id, before=base.wave_id, relation="training",
    )  # fmt: skip
    found = page.context["found"]
    # Compared are firms that were asked for their linkages in both waves: they agreed
    # to take part, and said how many they name.
    asked = set.intersection(
        *(
            {
                each.answers["/data/A/firm_name"]
                for each in sent
                if each.answers["/data/L/linked_count"] is not None
            }
            for sent in (early, late)
        )
    )
    one, other = (
        {tie for tie in training_ties(sent) if {*tie} <= asked}
        for sent in (early, late)
    )
    assert {*found.panel} == asked and len(asked) > 150
    assert (found.kept, found.new, found.lost) == (
        len(one & other), len(other - one), len(one - other),
    )  # fmt: skip
    assert found.kept > 20 and found.new > 20
