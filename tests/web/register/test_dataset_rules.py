"""Datasets come in by content, are read as a dry run, and accepted in one deed."""

import errno
import hashlib
from pathlib import Path

import polars as pl
import pytest

from distretto.errors import InputError, RuleError
from distretto.web.history.models import Deed
from distretto.web.history.rules import undo
from distretto.web.register import queries, reading
from distretto.web.register.models import Dataset
from distretto.web.register.rules import datasets as rules
from distretto.web.work.models import Run
from distretto.web.work.rules import cancel_run, perform

FACTS = {"name": "Employment", "source": "By hand", "licence": "own", "year": 2024}


def test_an_upload_is_a_dry_run(dataset, programme, long_table):
    assert dataset.status == Dataset.Status.UNDERSTOOD
    assert dataset.name == "table"
    assert dataset.row_count == 6
    assert dataset.sha256 == hashlib.sha256(long_table).hexdigest()
    assert dataset.findings["columns"]["industry"] == "industry"
    assert dataset.findings["regions"] == 2
    assert not queries.datasets_in_use(programme).exists()


def test_accepting_is_one_deed_that_can_be_undone(dataset, programme, amina):
    accepted = rules.accept_dataset(dataset, **FACTS, accept_problems=False, by=amina)
    assert accepted.status == Dataset.Status.ACCEPTED
    entry = Deed.objects.get(did="dataset.accepted")
    assert entry.who == amina and entry.programme_id == programme.pk
    undo(entry, by=amina)
    dataset.refresh_from_db()
    assert dataset.status == Dataset.Status.UNDERSTOOD
    assert queries.datasets_in_use(programme).count() == 0


# Land is at least the sum of the others wherever it can be compared: 60 >= 30 + 20,
# 20 >= 12, 9 >= 4; figures of theirs are hidden, so that nothing proves it.
LAND = b"""region,industry,employment
Land,1410,60
N1,1410,30
N2,1410,20
N3,1410,
Land,1520,20
N1,1520,12
N2,1520,
N3,1520,
Land,1071,9
N1,1071,
N2,1071,4
N3,1071,
"""


@pytest.fixture
def doubled(programme, amina, arrived):
    return rules.upload_dataset(arrived(LAND), programme=programme, by=amina)


def test_a_probable_total_is_asked_about_before_the_table_is_used(doubled, amina):
    [question] = doubled.findings["questions"]
    assert (question["code"], question["value"]) == ("maybe_total", "Land")
    assert doubled.findings["error_count"] == 0  # no cell is wrong
    with pytest.raises(RuleError, match="Say first what is a total"):
        rules.accept_dataset(doubled, **FACTS, accept_problems=True, by=amina)
    told = rules.answer_question(doubled, answer={"total_region": "Land"}, by=amina)
    assert told.findings["questions"] == [] and told.findings["regions"] == 3
    accepted = rules.accept_dataset(told, **FACTS, accept_problems=False, by=amina)
    table = queries.region_industry_table(accepted)
    totals = table.industry_totals.collect()
    assert dict(totals.select("industry", "employment").iter_rows()) == {
        "1410": 60,
        "1520": 20,
        "1071": 9,
    }


def test_answers_stand_beside_what_was_told_before(doubled, amina):
    told = rules.read_dataset(
        doubled, by=amina, told={"leave_out": ["N3"], "decimal": "."}
    )
    told = rules.answer_question(told, answer={"leave_out": ["Land"]}, by=amina)
    assert told.reading["leave_out"] == ["N3", "Land"]
    assert told.reading["decimal"] == "." and told.findings["regions"] == 2


def test_unknown_stays_unknown_in_the_stored_table(accepted):
    table = queries.region_industry_table(accepted)
    cells = table.cells.collect()
    hidden = cells.filter(pl.col("region") == "N1", pl.col("industry") == "1520")
    assert hidden["employment"].to_list() == [None]
    assert hidden["establishments"].to_list() == [3.0]


def test_coarser_levels_are_sums_and_stay_unknown_with_a_part(accepted):
    assert queries.levels_of(accepted) == [2, 3, 4]
    cells = queries.region_industry_table(accepted, level=2).cells.collect()
    # By hand: of N2, 1410 is 20 in 14 and 1520 is 700 in 15.
    found = {(r["region"], r["industry"]): r["employment"] for r in cells.to_dicts()}
    assert found["N2", "14"] == 20 and found["N2", "15"] == 700
    assert found["N1", "15"] is None


def test_a_level_that_is_not_there_is_refused(accepted):
    with pytest.raises(InputError) as refusal:
        queries.region_industry_table(accepted, level=6)
    assert refusal.value.code == "dataset_has_no_level"
    assert "2, 3, 4" in str(refusal.value)


def test_a_dataset_without_table_says_so(programme):
    with pytest.raises(InputError) as refusal:
        queries.region_industry_table(Dataset(programme=programme, name="Nothing"))
    assert refusal.value.code == "dataset_not_read"


def test_the_same_content_is_kept_once(
    dataset, programme, amina, kept_files, arrived, long_table
):
    before = kept_files("arriving")
    again = rules.upload_dataset(
        arrived(long_table, "another name.csv"), programme=programme, by=amina
    )
    assert again == dataset
    assert kept_files("arriving") == before


def test_two_programmes_share_the_content_and_not_the_record(
    dataset, other_programme, dora, kept_files, arrived, long_table
):
    theirs = rules.upload_dataset(
        arrived(long_table), programme=other_programme, by=dora
    )
    assert theirs != dataset and theirs.file == dataset.file
    assert sum(name.startswith("datasets/") for name in kept_files()) == 1


def test_a_refused_file_leaves_only_the_record(programme, amina, kept_files, arrived):
    refused = rules.upload_dataset(
        arrived(b"\x89PNG\x00\x00\x01\x02 no table", "photo.csv"),
        programme=programme,
        by=amina,
    )
    assert refused.status == Dataset.Status.REFUSED
    assert refused.findings["error"]["code"] == "binary_file"
    assert "photo.csv" in refused.findings["error"]["params"]["file"]
    assert kept_files("arriving") == []


def test_a_refused_file_stays_where_somebody_else_uses_it(
    dataset, other_programme, dora, kept_files, monkeypatch, arrived, long_table
):
    def refuse(*_, **__):
        raise InputError("broken", "It is “%(what)s”.", what="broken")

    monkeypatch.setattr(reading, "dry_run", refuse)
    theirs = rules.upload_dataset(
        arrived(long_table), programme=other_programme, by=dora
    )
    assert theirs.status == Dataset.Status.REFUSED
    assert dataset.file.name in kept_files()


def test_what_is_in_use_is_not_read_in_another_way(accepted, amina):
    with pytest.raises(RuleError) as refusal:
        rules.read_dataset(accepted, told={"layout": "wide"}, by=amina)
    assert refusal.value.code == "dataset_reading_is_fixed"


def test_only_what_is_understood_is_accepted(accepted, amina):
    with pytest.raises(RuleError) as refusal:
        rules.accept_dataset(accepted, **FACTS, accept_problems=True, by=amina)
    assert refusal.value.code == "dataset_not_understood"


BAD = b"region,industry,employment\nN1,1410,many\nN1,1520,-7\nN2,1410,4\n"


def test_problems_must_be_agreed_to(programme, amina, arrived):
    dataset = rules.upload_dataset(arrived(BAD), programme=programme, by=amina)
    assert dataset.findings["error_count"] == 2
    with pytest.raises(RuleError) as refusal:
        rules.accept_dataset(dataset, **FACTS, accept_problems=False, by=amina)
    assert refusal.value.code == "problems_not_accepted"
    dataset.refresh_from_db()
    assert dataset.status == Dataset.Status.UNDERSTOOD
    accepted = rules.accept_dataset(dataset, **FACTS, accept_problems=True, by=amina)
    cells = queries.region_industry_table(accepted).cells.collect()
    assert cells["employment"].null_count() == 2


def test_columns_can_be_told(programme, amina, arrived):
    content = b"alpha,beta,gamma\nN1,shoes,3\nN2,bags,4\n"
    dataset = rules.upload_dataset(arrived(content), programme=programme, by=amina)
    assert dataset.status == Dataset.Status.UPLOADED
    assert dataset.findings["error"]["code"] == "unclear_columns"
    assert dataset.file  # it is a table: nothing is lost while columns are asked
    told = {"columns": {"region": "alpha", "industry": "beta", "employment": "gamma"}}
    read = rules.read_dataset(dataset, told=told, by=amina)
    assert read.status == Dataset.Status.UNDERSTOOD
    assert read.findings["regions"] == 2


def test_a_wrong_word_about_the_file_is_told_and_loses_nothing(dataset, amina):
    read = rules.read_dataset(dataset, told={"encoding": "utf-16"}, by=amina)
    assert read.status == Dataset.Status.UPLOADED
    assert read.findings["error"] and read.file
    again = rules.read_dataset(read, told={}, by=amina)
    assert again.status == Dataset.Status.UNDERSTOOD


@pytest.fixture
def everything_is_large(monkeypatch):
    monkeypatch.setattr(rules, "BACKGROUND_FROM_BYTES", 1)


def test_large_files_are_read_in_the_background(
    everything_is_large, programme, amina, work_done, arrived, long_table
):
    with work_done():
        dataset = rules.upload_dataset(
            arrived(long_table), programme=programme, by=amina
        )
        assert dataset.status == Dataset.Status.UPLOADED
        assert rules.is_being_read(dataset)
    dataset.refresh_from_db()
    assert dataset.status == Dataset.Status.UNDERSTOOD
    assert dataset.run.state == Run.State.DONE
    assert str(dataset.pk) in dataset.run.result_url


def test_reading_can_be_cancelled_and_begun_again(
    everything_is_large, programme, amina, work_done, arrived, long_table
):
    dataset = rules.upload_dataset(arrived(long_table), programme=programme, by=amina)
    cancel_run(dataset.run)
    perform.func(str(dataset.run.pk))
    dataset.refresh_from_db()
    assert dataset.run.state == Run.State.CANCELLED
    assert dataset.status == Dataset.Status.UPLOADED and dataset.cells == {}
    with work_done():
        rules.read_dataset(dataset, by=amina)
    dataset.refresh_from_db()
    assert dataset.status == Dataset.Status.UNDERSTOOD


def test_cancelled_in_the_middle_it_writes_nothing(
    everything_is_large, programme, amina, monkeypatch, arrived, long_table
):
    dataset = rules.upload_dataset(arrived(long_table), programme=programme, by=amina)
    understand = reading.understand_table

    def cancelled_meanwhile(*arguments):
        cancel_run(dataset.run)
        return understand(*arguments)

    monkeypatch.setattr(reading, "understand_table", cancelled_meanwhile)
    perform.func(str(dataset.run.pk))
    dataset.refresh_from_db()
    assert dataset.run.state == Run.State.CANCELLED
    assert dataset.status == Dataset.Status.UPLOADED and dataset.findings == {}


def test_one_reading_at_a_time(
    everything_is_large, programme, amina, arrived, long_table
):
    dataset = rules.upload_dataset(arrived(long_table), programme=programme, by=amina)
    with pytest.raises(RuleError) as refusal:
        rules.read_dataset(dataset, by=amina)
    assert refusal.value.code == "dataset_being_read"


def test_retired_datasets_are_gone_and_can_come_back(accepted, programme, amina):
    rules.retire_dataset(accepted, by=amina, reason="Newer figures.")
    assert not queries.datasets_in(programme).exists()
    entry = Deed.objects.get(did="dataset.retired")
    assert entry.reason == "Newer figures."
    undo(entry, by=amina)
    assert queries.datasets_in_use(programme).get() == accepted


def test_published_totals_are_checked_against_their_parts(programme, amina, arrived):
    # By hand: the parts of N1 are 300 + 50 = 350, the table says 400.
    content = (
        b"region,industry,employment\n"
        b"N1,1410,300\nN1,1071,50\nN1,Total,400\n"
        b"N2,1410,20\nN2,1071,80\nN2,Total,100\n"
        b"N3,1410,5\nN3,1071,7\nN3,Total,12\n"
    )
    dataset = rules.upload_dataset(arrived(content), programme=programme, by=amina)
    assert dataset.findings["totals"] == {"checked": 3, "differing": 1}
    totals = queries.details_of(dataset)["totals"]
    assert totals[0]["code"] == "N1" and not totals[0]["agrees"]
    assert (totals[0]["published"], totals[0]["parts"]) == (400, 350)


def test_regions_are_matched_with_places(accepted, squares):
    match = queries.region_match(accepted)
    assert (match.all_count, match.matched, match.missing) == (2, 2, ())


def test_regions_without_a_place_are_named(accepted):
    assert queries.region_match(accepted).missing == ("N1", "N2")


def test_a_file_from_another_disk_is_copied_whole(
    programme, amina, arrived, long_table, monkeypatch, kept_files
):
    def another_disk(*_):
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(Path, "hardlink_to", another_disk)
    dataset = rules.upload_dataset(arrived(long_table), programme=programme, by=amina)
    with dataset.file.open("rb") as kept:
        assert kept.read() == long_table
    assert not [name for name in kept_files("arriving") if name.endswith(".part")]
