"""The tables of a study: entered, added up, shown, handed out as files."""

import csv
import io
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from openpyxl import load_workbook

from distretto.errors import RuleError
from distretto.formats.charts.language import ENGLISH
from distretto.formats.documents.blocks import Listing
from distretto.web.diagnosis import study_files, study_tables
from distretto.web.diagnosis.chain_checks import chain_checks
from distretto.web.diagnosis.models import (
    ChainFlow,
    ChainFrame,
    ChainStage,
    CostItem,
    ProfileFigure,
    Service,
    ServiceProvision,
    Study,
    UnitType,
)
from distretto.web.diagnosis.queries.baseline import of_profile
from distretto.web.diagnosis.queries.missing import missing_in
from distretto.web.diagnosis.queries.offered_figures import offered
from distretto.web.diagnosis.queries.study_rows import StudyRows
from distretto.web.diagnosis.rules import study_rows as rules
from distretto.web.diagnosis.study_measures import StudyMeasures
from distretto.web.diagnosis.study_rows import FIGURE, FRAME, STAGE
from distretto.web.history.models import Deed
from distretto.web.history.rules import undo
from distretto.web.register.models import Cluster, ClusterMember, Organisation
from distretto.web.selection.models import Candidate, Round

KEYS = (
    "profile",
    "units",
    "chain",
    "costs",
    "institutions",
    "services",
    "benchmarks",
)


def address(page, *arguments):
    return reverse(f"diagnosis:{page}", args=["lindara", *arguments])


def text(response):
    return unescape(response.content.decode())


@pytest.fixture
def study(programme):
    cluster = Cluster.objects.create(programme=programme, name="Chanderi saris")
    return Study.objects.create(
        cluster=cluster,
        title="Study",
        product="A silk sari",
        product_unit="sari",
        currency="INR",
    )


@pytest.fixture
def chain(study):
    """Yarn 0 to 400, weaving 420 to 1,000, shop 1,000 to 1,500."""
    rows = [
        ("Yarn", 1, 0, 400, False),
        ("Weaving", 2, 420, 1000, True),
        ("Shop", 3, 1000, 1500, False),
    ]
    stages = [
        ChainStage.objects.create(
            study=study,
            name=name,
            order=order,
            price_in=price_in,
            price_out=price_out,
            governs=governs,
        )
        for name, order, price_in, price_out, governs in rows
    ]
    for source, target, share in ((0, 1, "1"), (1, 2, "0.7")):
        ChainFlow.objects.create(
            source_stage=stages[source], target_stage=stages[target], share=share
        )
    return stages


def figure(indicator="Firms", value="60", source="Census", **more):
    begun = {"indicator": indicator, "value": value, "unit": "firms", "source": source}
    return begun | more


# --- T1 ---------------------------------------------------------------------------


def test_figures_that_disagree_stand_side_by_side(client_of, amina, study):
    client, page = client_of(amina), address("study-profile", study.pk)
    assert client.post(page, figure(value="60", year="2024")).status_code == 302
    client.post(page, figure(value="75", source="Association"))
    first, second = ProfileFigure.objects.order_by("value")
    assert first.is_used and not second.is_used
    shown = text(client.get(page))
    # 15 apart, of the middle 67.5: 22 per cent.
    assert "sources disagree" in shown
    assert "22 % apart" in shown.replace("\N{NO-BREAK SPACE}", " ")

    use = address("use-figure", second.pk)
    client.post(use, {"reason": ""})
    second.refresh_from_db()
    assert not second.is_used
    client.post(use, {"reason": "It has seen every workshop."})
    first.refresh_from_db(), second.refresh_from_db()
    assert second.is_used and not first.is_used
    assert "It has seen every workshop." in text(client.get(page))


def test_a_blank_value_is_unknown_and_a_zero_is_zero(client_of, amina, study):
    client, page = client_of(amina), address("study-profile", study.pk)
    client.post(page, figure("Exporters", "0"))
    client.post(page, figure("Looms", ""))
    assert ProfileFigure.objects.get(indicator="Exporters").value == 0
    assert ProfileFigure.objects.get(indicator="Looms").value is None
    assert client.post(page, figure("Looms", "many")).status_code == 422


def test_the_register_offers_what_it_has_counted(client_of, amina, study, programme):
    for place in range(6):
        firm = Organisation.objects.create(
            programme=programme, name=f"Firm {place}", employees=None if place else 12
        )
        ClusterMember.objects.create(cluster=study.cluster, organisation=firm)
    client = client_of(amina)
    shown = text(client.get(address("study-profile", study.pk)))
    assert "there already" in shown
    # Of one firm alone the number is known: too few to be told.
    assert "Persons employed in the firms" not in shown
    client.post(address("take-figure", study.pk), {"key": ""})
    taken = ProfileFigure.objects.get(indicator="Firms")
    assert (taken.value, taken.n, taken.method) == (6, 6, "census")
    assert taken.source == "Register of the programme"
    assert "there already" not in text(client.get(address("study-profile", study.pk)))


def test_a_size_class_of_few_firms_is_not_told_by_the_others(study, programme):
    """Classes of 3, 6 and 7 firms: 16 less 6 and 7 would be the three."""
    for number, employees in enumerate([2] * 3 + [10] * 6 + [50] * 7):
        firm = Organisation.objects.create(
            programme=programme, name=f"Firm {number}", employees=employees
        )
        ClusterMember.objects.create(cluster=study.cluster, organisation=firm)
    offers = {
        each.indicator: each.value
        for each in offered(study, [], date(2026, 3, 2))
        if each.unit == "firms"
    }
    assert offers == {"Firms": 16, "Firms of the size class “Medium”": 7}


def test_a_sum_over_some_firms_is_no_total(client_of, amina, study, programme):
    for place in range(6):
        firm = Organisation.objects.create(
            programme=programme, name=f"Firm {place}", employees=10 if place else None
        )
        ClusterMember.objects.create(cluster=study.cluster, organisation=firm)
    shown = text(client_of(amina).get(address("study-profile", study.pk)))
    assert "Persons employed in the firms whose number is known" in shown
    client_of(amina).post(address("take-figure", study.pk), {"key": ""})
    assert not ProfileFigure.objects.filter(indicator="Persons employed").exists()


def test_a_benchmark_stands_beside_the_same_indicator(client_of, amina, study):
    client = client_of(amina)
    client.post(address("study-profile", study.pk), figure(value="60"))
    add = address("add-study-row", study.pk, "figure")
    client.post(add, figure(value="200", of="Varanasi"))
    client.post(add, figure("Looms", "9", of="Varanasi", unit="looms"))
    shown = text(client.get(address("study-benchmarks", study.pk)))
    table = shown.split("<tbody>")[1].split("</tbody>")[0]
    assert "60" in table and "200" in table and "Varanasi" in shown
    # Figures of others are none of the profile's.
    assert "200" not in text(client.get(address("study-profile", study.pk)))


def facts(indicator, value):
    return {
        "indicator": indicator,
        "value": Decimal(value),
        "unit": "pieces",
        "source": f"Says {value}",
        "of": "",
    }


def test_the_last_value_of_an_indicator_is_the_one_that_counts(amina, study):
    first, _second = (
        rules.add_row(FIGURE, told, study=study, by=amina)
        for told in (facts("Output", 100), facts("Output", 120))
    )
    rules.retire_row(FIGURE, first, study=study, by=amina)
    [left] = of_profile(study)
    assert left.value == 120


def test_a_row_that_was_taken_out_is_not_changed(amina, study, chain):
    for change in (
        lambda: rules.edit_row(STAGE, chain[1], {"name": "x"}, study=study, by=amina),
        lambda: rules.retire_row(STAGE, chain[1], study=study, by=amina),
        lambda: rules.save_costs(chain[1], {}, by=amina),
    ):
        ChainStage.objects.filter(pk=chain[1].pk).update(retired_at=timezone.now())
        with pytest.raises(RuleError) as refusal:
            change()
        assert refusal.value.code == "part_taken_out"
    figure_out = rules.add_row(FIGURE, facts("Output", 100), study=study, by=amina)
    rules.retire_row(FIGURE, figure_out, study=study, by=amina)
    with pytest.raises(RuleError) as refusal:
        rules.use_figure(figure_out, reason="", by=amina)
    assert refusal.value.code == "part_taken_out"


def test_an_undecided_indicator_is_named_before_the_endorsement(amina, study):
    first, *_others = [
        rules.add_row(FIGURE, facts("Output", value), study=study, by=amina)
        for value in (100, 120, 140)
    ]
    rules.retire_row(FIGURE, first, study=study, by=amina)
    assert of_profile(study) == []
    assert any("“Output”" in sentence for sentence in missing_in(study))


# --- T2 to T4 ---------------------------------------------------------------------


def test_types_of_unit_are_entered_in_per_cent(client_of, amina, study):
    client = client_of(amina)
    add = address("add-study-row", study.pk, "unit-type")
    sent = {"name": "Master weavers", "count": "45", "margin_share": "12.5", "order": 1}
    assert client.post(add, sent).status_code == 302
    assert UnitType.objects.get().margin_share == Decimal("0.125")
    assert "Master weavers" in text(client.get(address("study-units", study.pk)))


def test_the_chain_is_drawn_and_added_up(client_of, amina, study, chain):
    shown = text(client_of(amina).get(address("study-chain", study.pk)))
    assert "<svg" in shown and "class=" in shown
    # 580 of 1,500; the joint of 20; the channels of weaving lack 30 per cent.
    assert "38.7 %" in shown.replace("\N{NO-BREAK SPACE}", " ")
    assert "From “Yarn” to “Weaving” the price changes by 20:" in shown
    assert "“Weaving”: its channels take 70 % of what leaves it; 30 %" in shown.replace(
        "\N{NO-BREAK SPACE}", " "
    )


def test_costs_are_saved_on_one_sheet(client_of, amina, study, chain):
    client, weaving = client_of(amina), chain[1]
    edit = address("edit-costs", weaving.pk)
    sent = {
        "material-median": "500",
        "material-best": "450",
        "labour-median": "300",
        "margin-median": "100",
        "labour-source": "12 weavers",
    }
    assert client.post(edit, sent).status_code == 302
    assert CostItem.objects.current().count() == 3
    shown = text(client.get(address("study-costs", study.pk)))
    # 900 of parts, the price is 1,000.
    assert "the parts make 900, but the price is 1,000. 100 are not" in shown
    assert "pays 50 more for Raw material than the best one" in shown
    # Input 420, other costs 800 - 420, margin 100: 900 again.
    assert "input, costs and margin make 900" in text(
        client.get(address("study-chain", study.pk))
    )
    client.post(edit, {**sent, "labour-median": ""})
    assert set(CostItem.objects.current().values_list("part", flat=True)) == {
        "material",
        "margin",
    }


def test_costs_below_the_input_are_named(client_of, amina, study, chain):
    # The input alone is 420.
    CostItem.objects.create(stage=chain[1], part="material", median=300)
    shown = text(client_of(amina).get(address("study-chain", study.pk)))
    assert "“Weaving”: its costs make less than the 420 it pays" in shown
    assert "cannot be said" not in shown
    # One that is unknown may be all that lacks.
    CostItem.objects.create(stage=chain[1], part="energy", best=3)
    shown = text(client_of(amina).get(address("study-chain", study.pk)))
    assert "its costs make less" not in shown and "cannot be said" in shown


def test_no_more_women_than_actors(client_of, amina, study):
    sent = {"name": "Yarn", "order": 1, "actors": 3, "women": 4}
    answer = client_of(amina).post(address("add-study-row", study.pk, "stage"), sent)
    assert answer.status_code == 422
    assert "There cannot be more women than actors." in text(answer)


def test_a_negative_cost_is_refused_and_a_loss_is_not(client_of, amina, chain):
    edit = address("edit-costs", chain[0].pk)
    assert client_of(amina).post(edit, {"rent-best": "-1"}).status_code == 422
    assert client_of(amina).post(edit, {"margin-best": "-1"}).status_code == 302


def test_a_stage_that_sells_at_a_loss_is_named(study, chain):
    chain[2].price_out = 990  # bought at 1,000
    chain[2].save()
    said = chain_checks(StudyMeasures(StudyRows(study)), ENGLISH)
    assert any("“Shop” sells for 10" in each for each in said)


def said_of(study):
    return chain_checks(StudyMeasures(StudyRows(study)), ENGLISH)


def test_prices_are_compared_along_the_flows_of_goods(study, chain):
    """Hand weaving stands beside weaving, buys at 430 what yarn sells at 400, and has
    the order of nobody else: by the order alone nothing of it would be compared."""
    hand = ChainStage.objects.create(
        study=study, name="Hand weaving", order=2, price_in=430, price_out=1200
    )
    ChainFlow.objects.create(source_stage=chain[0], target_stage=hand)
    ChainFlow.objects.create(source_stage=hand, target_stage=chain[2])
    said = said_of(study)
    assert any(
        "From “Yarn” to “Hand weaving” the price changes by 30" in e for e in said
    )
    # The shop buys at 1,000 and 1,200, and pays 1,000: nothing to be said.
    assert not any("“Shop” pays" in each for each in said)
    chain[2].price_in = 1300
    chain[2].save()
    sentence = "“Shop” pays 1,300, but its goods come at 1,000 to 1,200"
    assert any(sentence in each for each in said_of(study))


def test_the_price_of_a_flow_is_held_against_both_ends(study, chain):
    ChainFlow.objects.filter(target_stage=chain[2]).update(price=1100)
    said = said_of(study)
    # Weaving gets 1,000 and the shop pays 1,000.
    assert any(
        "From “Weaving” to “Shop” the price changes by \N{MINUS SIGN}100" in e
        for e in said
    )
    sentence = "“Weaving” gets 1,000, but its flow to “Shop” is priced at 1,100"
    assert any(sentence in each for each in said)


def test_a_chain_says_what_could_not_be_checked(study, chain):
    """Neither costs nor flows: the prices of the joints are all there is to compare."""
    ChainFlow.objects.all().delete()
    chain[1].price_in = 400
    chain[1].save()
    costs, flows = (
        "Not checked, for no costs are entered: whether input, costs and margin make "
        "the price of “Yarn”, “Weaving”, “Shop”.",
        "Not checked, for no flow of goods is entered: the shares of channels.",
    )
    well = "Prices and shares add up, as far as they are known."
    assert said_of(study) == [well, costs, flows]
    # Without a price that two stages tell, nothing has been checked at all.
    ChainStage.objects.update(price_in=None)
    prices = (
        "Not checked, for a price is unknown: whether what one stage gets is what the "
        "next one pays, at “Weaving”, “Shop”."
    )
    assert said_of(study) == [costs, prices, flows]


def test_stages_that_no_flow_of_goods_reaches_are_named(study, chain):
    ChainFlow.objects.filter(target_stage=chain[2]).delete()
    said = said_of(study)
    assert any("the price paid at “Shop”." in each for each in said)
    assert any("the channels of “Weaving”." in each for each in said)


def test_a_stage_has_a_name_of_its_own(client_of, amina, study, chain):
    client, add = client_of(amina), address("add-study-row", study.pk, "stage")
    answer = client.post(add, {"name": " weaving ", "order": "4"})
    assert answer.status_code == 422
    assert "There is a stage called “Weaving” already." in text(answer)
    # Saved again as it is called, and under a name that was taken out.
    edit = address("edit-study-row", "stage", chain[1].pk)
    assert client.post(edit, {"name": "Weaving", "order": "2"}).status_code == 302
    client.post(address("retire-study-row", "stage", chain[1].pk))
    assert client.post(add, {"name": "Weaving", "order": "2"}).status_code == 302


def test_a_price_below_zero_is_refused_on_the_form(client_of, amina, study):
    client = client_of(amina)
    told = {"name": "Shop", "order": "1", "price_in": "20", "price_out": "-4"}
    answer = client.post(address("add-study-row", study.pk, "stage"), told)
    assert answer.status_code == 422 and "A price is 0 or more." in text(answer)
    assert client.get(address("study-chain", study.pk)).status_code == 200


def test_a_stage_goes_with_its_flows_and_costs(client_of, amina, chain):
    CostItem.objects.create(stage=chain[1], part="labour", median=5)
    client_of(amina).post(address("retire-study-row", "stage", chain[1].pk))
    assert [each.name for each in ChainStage.objects.current()] == ["Yarn", "Shop"]
    assert not ChainFlow.objects.current().exists()
    assert not CostItem.objects.current().exists()


def test_the_framework_is_entered_drawn_and_listed(client_of, amina, study, chain):
    client, add = client_of(amina), address("add-study-row", study.pk, "frame")
    sent = {"name": "Duty on yarn", "kind": "rule", "bearing": "hinders"}
    assert client.post(add, {**sent, "stage": chain[0].pk}).status_code == 302
    client.post(add, {"name": "Power supply", "kind": "infrastructure"})
    shown = text(client.get(address("study-chain", study.pk)))
    drawing, tables = shown.split("</figure>")[0], shown.split("</figure>")[1]
    for name in ("Framework: rules", "Duty on yarn", "Power supply"):
        assert name in drawing
    assert "Hinders" in tables and "The whole chain" in tables
    client.post(address("retire-study-row", "stage", chain[0].pk))
    assert [each.name for each in ChainFrame.objects.current()] == ["Power supply"]


def test_a_part_of_the_framework_bears_on_a_stage_of_the_study(amina, study, chain):
    other = Study.objects.create(
        cluster=Cluster.objects.create(programme=study.cluster.programme, name="Other"),
        title="Other",
    )
    told = {"name": "Duty on yarn", "kind": "rule", "stage": chain[0]}
    with pytest.raises(RuleError) as refusal:
        rules.add_row(FRAME, told, study=other, by=amina)
    assert refusal.value.code == "part_of_another_study"


def test_a_flow_leads_to_another_stage_of_the_study(client_of, amina, study, chain):
    add = address("add-study-row", study.pk, "flow")
    sent = {"source_stage": chain[0].pk, "target_stage": chain[0].pk, "kind": "goods"}
    answer = client_of(amina).post(add, sent)
    assert answer.status_code == 422
    assert "A flow goes from one stage to another." in text(answer)


def test_two_ends_of_a_chain_leave_no_final_price(study, chain):
    whole = StudyMeasures(StudyRows(study)).build_up
    # By hand: weaving adds 1,000 - 420 of the 1,500 in the shop.
    assert whole.stages["final_share"][1] == pytest.approx(580 / 1500)
    ChainStage.objects.create(study=study, name="Export", order=3, price_out=2400)
    whole = StudyMeasures(StudyRows(study)).build_up
    assert whole.final_price is None
    assert whole.stages["final_share"].null_count() == 4


# --- T5 and T9 --------------------------------------------------------------------


@pytest.fixture
def matrix(study, programme):
    testing = Service.objects.create(
        study=study, name="Testing", using_share="0", willing_share="0.5"
    )
    design = Service.objects.create(study=study, name="Design")
    for name in ("Institute", "College"):
        institution = Organisation.objects.create(
            programme=programme, name=name, kind="training"
        )
        ServiceProvision.objects.create(
            service=design, institution=institution, target_group="weavers", quality=4
        )
    return testing, design


def test_gaps_and_overlaps_are_marked(client_of, amina, study, matrix):
    shown = text(client_of(amina).get(address("study-institutions", study.pk)))
    plain = shown.replace("\N{NO-BREAK SPACE}", " ")
    assert "Nobody offers “Testing”, which 50 % of the firms would pay for." in plain
    assert "offer “Design” to the same: weavers." in plain
    assert plain.count("is-overlap") == 2
    services = text(client_of(amina).get(address("study-services", study.pk)))
    assert "<bdi>gap</bdi>" in services and "<bdi>several</bdi>" in services


def test_the_type_of_an_institution_stands_in_grid_and_table(
    client_of, amina, study, matrix
):
    shown = text(client_of(amina).get(address("study-institutions", study.pk)))
    grid, table = shown.split("</table>")[:2]
    assert grid.count("Training institution") == table.count("Training institution")
    assert table.count("Training institution") == 2


def test_an_institution_is_named_once_for_a_service(client_of, amina, study, matrix):
    there = ServiceProvision.objects.first()
    sent = {"service": there.service_id, "institution": there.institution_id}
    answer = client_of(amina).post(
        address("add-study-row", study.pk, "provision"), sent
    )
    assert answer.status_code == 422
    assert "named for this service already" in text(answer)


# --- Files, documents, rules ------------------------------------------------------


def test_every_table_comes_as_csv_and_excel(client_of, amina, study, chain, matrix):
    client = client_of(amina)
    answer = client.get(address("study-table-file", study.pk, "stages", "csv"))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[2][0] == "Weaving"
    assert float(rows[2][6]) == pytest.approx(580 / 1500)
    for table in (
        "profile",
        "units",
        "stages",
        "flows",
        "frames",
        "costs",
        "institutions",
        "services",
        "benchmarks",
    ):
        found = client.get(address("study-table-file", study.pk, table, "xlsx"))
        sheet = load_workbook(io.BytesIO(found.content)).active
        assert sheet.cell(1, 1).value
    assert (
        client.get(address("study-table-file", study.pk, "stages", "exe")).status_code
        == 404
    )


def grown(study, chain, matrix, count=12):
    """The same tables with many rows more of each kind."""
    before = chain[1]
    for number in range(count):
        for value in (60, 75):
            ProfileFigure.objects.create(
                **figure(f"Figure {number}", value), study=study
            )
        ProfileFigure.objects.create(
            **figure(f"Figure {number}", 9, of="Varanasi"), study=study
        )
        UnitType.objects.create(study=study, name=f"Unit {number}", count=4)
        stage = ChainStage.objects.create(
            study=study, name=f"Stage {number}", order=4 + number, price_out=number
        )
        ChainFlow.objects.create(source_stage=before, target_stage=stage, share="0.1")
        CostItem.objects.create(stage=stage, part="labour", median=5, best=4)
        ChainFrame.objects.create(
            study=study, name=f"Rule {number}", kind="rule", stage=stage
        )
        service = Service.objects.create(study=study, name=f"Service {number}")
        for institution in Organisation.objects.exclude(kind="firm"):
            ServiceProvision.objects.create(
                service=service, institution=institution, quality=3
            )
        before = stage


def parts_of(study):
    parts = study_files.study_parts
    # Read anew: a study keeps what was read of it.
    fresh = Study.objects.get(pk=study.pk)
    return {key: parts.blocks_of(fresh, [key], ENGLISH) for key in KEYS}


def test_the_queries_of_the_document_do_not_grow(
    study, chain, matrix, asked_of_database
):
    grown(study, chain, matrix, 1)
    few = asked_of_database(lambda: parts_of(study))
    grown(study, chain[:1] * 2, matrix)
    assert asked_of_database(lambda: parts_of(study)) == few


def test_parts_for_the_document(study, chain, matrix):
    CostItem.objects.create(stage=chain[1], part="labour", median=5)
    kinds = parts_of(study)
    assert type(kinds["chain"][0]).__name__ == "Picture"
    assert any(isinstance(each, Listing) for each in kinds["institutions"])
    assert kinds["profile"] == [] and kinds["units"] == []


def test_an_endorsed_study_keeps_its_tables(amina, study, chain):
    study.status = Study.Status.ENDORSED
    study.save()
    for refused in (
        lambda: rules.add_row(FIGURE, {"indicator": "x"}, study=study, by=amina),
        lambda: rules.retire_row(STAGE, chain[0], study=study, by=amina),
        lambda: rules.save_costs(chain[0], {}, by=amina),
    ):
        with pytest.raises(RuleError) as refusal:
            refused()
        assert refusal.value.code == "study_endorsed"


def test_rows_of_an_endorsed_study_stay_through_the_history(amina, boris, study):
    rules.add_row(FIGURE, facts("Output", 100), study=study, by=amina)
    study.status = Study.Status.ENDORSED
    study.save()
    with pytest.raises(RuleError) as refusal:
        undo(Deed.objects.get(did="study_row.added"), by=boris)
    assert refusal.value.code == "study_endorsed"


@pytest.mark.parametrize("page", KEYS)
def test_the_queries_of_a_page_do_not_grow(
    client_of, amina, study, chain, matrix, page, asked_of_database
):
    client = client_of(amina)
    grown(study, chain, matrix, 1)

    def read():
        assert client.get(address(f"study-{page}", study.pk)).status_code == 200

    read()  # what is kept for all pages is kept now
    few = asked_of_database(read)
    grown(study, chain[:1] * 2, matrix)
    assert asked_of_database(read) == few


def test_another_programmes_study_is_not_there(client_of, dora, study, chain):
    client = client_of(dora)
    assert client.get(address("study-chain", study.pk)).status_code == 404
    row = address("edit-study-row", "stage", chain[0].pk)
    assert client.get(row).status_code == 404


def test_measures_of_step_1_stand_beside_the_profile(
    client_of, amina, study, programme
):
    made = Round.objects.create(programme=programme, name="Round")
    told = {"unit": "", "year": 2024, "source": "Statistics", "method": "calculated"}
    Candidate.objects.create(
        round=made,
        name="Saris",
        cluster=study.cluster,
        figures={
            "establishments": [{"value": 118, **told}],
            "employment": [{"value": 3240, **told}],
            "focus": [{"value": 0.324, **told}],
        },
    )
    client, page = client_of(amina), address("study-benchmarks", study.pk)
    client.post(
        address("study-profile", study.pk),
        figure("Persons employed", "2500", unit="persons"),
    )
    assert "3 figures are there already" in text(client.get(page))
    client.post(address("take-figure", study.pk), {"benchmarks": "1"})
    table = text(client.get(page)).split("<tbody>")[1].split("</tbody>")[0]
    assert "2,500" in table and "3,240" in table
    # A share of 0.324 is 32.4 of the profile's per cents.
    assert "32.4" in table
    assert ProfileFigure.objects.get(value=Decimal("32.4")).of == "Official measures"


def beside(study):
    """Rows of the benchmarks as people read them, by indicator."""
    found = study_tables.benchmarks(StudyMeasures(StudyRows(study)), ENGLISH)
    return {row[0]: row[1:] for row in found.table.worded(ENGLISH)}


def official(study, indicator, value, unit, **more):
    return ProfileFigure.objects.create(
        study=study,
        is_used=True,
        **figure(indicator, value, "Statistics", unit=unit, of="Official measures"),
        **more,
    )


def ours(study, indicator, value, unit, **more):
    return ProfileFigure.objects.create(
        study=study, is_used=True, **figure(indicator, value, unit=unit), **more
    )


def test_firms_stand_beside_establishments_with_the_reason(client_of, amina, study):
    ours(study, "Firms", 124, "firms", year=2026)
    official(study, "Firms", 118, "establishments", year=2025)
    official(study, "Location quotient", "17.4", "number")
    assert beside(study) == {
        "Firms": ["firms / establishments", "124", "118"],
        "Location quotient": ["number", "unknown", "17.4"],
    }
    shown = text(client_of(amina).get(address("study-benchmarks", study.pk)))
    assert "“Firms”: this cluster by “Census, 2026”, the official measure by" in shown
    assert "“Statistics, 2025”" in shown
    assert "one firm, but several establishments" in shown
    assert "“Location quotient”:" not in shown
    answer = client_of(amina).get(
        address("study-table-file", study.pk, "benchmarks", "csv")
    )
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][-1] == "Why they differ" and "several establishments" in rows[1][-1]


def test_a_sum_over_some_firms_stands_beside_the_whole_as_a_bound(study):
    some = "Persons employed in the firms whose number is known"
    part = ours(study, some, 2361, "persons", n=119)
    official(study, "Persons employed", 3240, "persons")
    bound = "≥\N{NO-BREAK SPACE}2,361"
    assert beside(study) == {"Persons employed": ["persons", bound, "3,240"]}
    [said] = study_tables.benchmark_reasons(StudyMeasures(StudyRows(study)), ENGLISH)
    assert "the sum of the 119 firms whose number is known" in said
    # What is known of all goes before what is known of some, whatever its name is.
    ours(study, "Employment", 2500, "persons")
    assert beside(study)["Persons employed"][1] == "2,500"
    assert part.is_used


def test_figures_entered_in_another_language_are_the_same(study):
    with override("fr"):
        names = gettext("Persons employed"), gettext("Official measures")
    assert names[0] != "Persons employed"
    ours(study, names[0], 2500, "persons")
    official(study, "Employment", 3240, "persons")
    assert beside(study) == {"Persons employed": ["persons", "2,500", "3,240"]}


def test_measures_of_few_firms_are_not_offered(client_of, amina, study, programme):
    made = Round.objects.create(programme=programme, name="Round")
    Candidate.objects.create(
        round=made,
        name="Saris",
        cluster=study.cluster,
        figures={"establishments": [{"value": 2}], "employment": [{"value": 340}]},
    )
    shown = text(client_of(amina).get(address("study-benchmarks", study.pk)))
    assert "1 figure is there already" in shown and "340" not in shown


def test_a_page_says_why_an_endorsed_study_takes_nothing(
    client_of, amina, study, chain
):
    Study.objects.update(status=Study.Status.ENDORSED)
    client = client_of(amina)
    for page, sent in (
        (address("study-profile", study.pk), figure()),
        (address("edit-costs", chain[0].pk), {"labour-median": "5"}),
        (address("edit-study-row", "stage", chain[0].pk), {"name": "Yarn", "order": 1}),
    ):
        answer = client.post(page, sent)
        assert answer.status_code == 422
        assert "Begin the next edition to change it." in text(answer)
    assert not ProfileFigure.objects.exists() and not CostItem.objects.exists()
    retire = address("retire-study-row", "stage", chain[0].pk)
    assert "Begin the next edition" in text(client.post(retire, follow=True))


# --- Money ------------------------------------------------------------------------


def unit_type(currency):
    return {"name": "Trader", "turnover": "900", "currency": currency, "order": "1"}


def test_a_currency_is_one_of_the_world(client_of, amina, study):
    """XQZ is three letters and no code of ISO 4217; bdt is one, in small letters."""
    client, page = client_of(amina), address("add-study-row", study.pk, "unit-type")
    for named in ("xqz", "Yuan"):
        refused = client.post(page, unit_type(named))
        assert refused.status_code == 422
        assert f"“{named}” is not a currency code. Write the three" in text(refused)
    assert not UnitType.objects.exists()
    assert client.post(page, unit_type("bdt")).status_code == 302
    assert UnitType.objects.get().currency == "BDT"


def test_a_study_prices_in_a_currency_of_the_world_or_of_its_programme(
    client_of, amina, study
):
    client, page = client_of(amina), address("edit-study", study.pk)
    sent = {"title": "Study", "product": "A sari", "product_unit": "sari"}
    refused = client.post(page, sent | {"currency": "XQZ"})
    assert refused.status_code == 422 and "“XQZ” is not a currency" in text(refused)
    study.refresh_from_db()
    assert study.currency == "INR"
    # The worked example has a money of its own.
    study.cluster.programme.currency = "LDR"
    study.cluster.programme.save()
    assert client.post(page, sent | {"currency": "LDR"}).status_code == 302
    study.refresh_from_db()
    assert study.currency == "LDR"
