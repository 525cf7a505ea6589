"""Long work: started once, followed, stopped, and given up when its worker is gone."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils import timezone

from distretto.errors import RuleError
from distretto.web.ui.templatetags.ui import explain
from distretto.web.work import heartbeat, rules, workers
from distretto.web.work.models import Run

State = Run.State


@pytest.fixture
def job(monkeypatch) -> Iterator[Any]:
    """`job(function)` lets runs of the job “test” call it."""
    yield lambda function: monkeypatch.setitem(rules._jobs, "test", function)


@pytest.fixture
def start(programme, boris, work_done):
    """`start(size=3)` starts a run of “test” and returns it when it is over."""

    def start_run(**arguments: Any) -> Run:
        with work_done():
            run = rules.start_run(
                "test", by=boris, programme=programme, subject="A test", **arguments
            )
        run.refresh_from_db()
        return run

    return start_run


def test_a_job_gets_its_arguments_and_gives_the_address_of_its_result(job, start):
    job(lambda run, progress, size: f"/made/{size}/")
    run = start(size=3)
    assert (run.state, run.result_url) == (State.DONE, "/made/3/")
    assert run.ended_at is not None and run.is_over


def test_progress_is_seen_from_outside(job, start):
    seen = []

    def work(run, progress):
        for done in range(3):
            progress.say("Counting.", done=done, of=3)
            seen.append(
                Run.objects.values_list("done_parts", "all_parts", "state").get()
            )
        return ""

    job(work)
    start()
    assert seen == [(0, 3, "running"), (1, 3, "running"), (2, 3, "running")]


def test_a_refusal_is_kept_as_a_sentence_in_any_language(job, start):
    def refuse(run, progress):
        raise RuleError("too_big", "%(file)s is too big.", file="a.csv")

    job(refuse)
    run = start()
    assert run.state == State.FAILED
    assert run.error.code == "too_big"
    assert explain(run.error) == "a.csv is too big."


def test_a_bug_is_told_kindly_and_not_hidden(job, programme, boris):
    def stumble(run, progress):
        raise ZeroDivisionError

    job(stumble)
    run = rules.start_run("test", by=boris, programme=programme, subject="A test")
    with pytest.raises(ZeroDivisionError):
        rules.perform.call(str(run.pk))
    run.refresh_from_db()
    assert run.state == State.FAILED and run.error.code == "unexpected"


def test_a_worker_that_is_stopped_leaves_no_run_behind(job, programme, boris):
    def work(run, progress):
        raise SystemExit(1)

    job(work)
    run = rules.start_run("test", by=boris, programme=programme, subject="A test")
    with pytest.raises(SystemExit):
        rules.perform.call(str(run.pk))
    run.refresh_from_db()
    assert run.state == State.FAILED and run.error.code == "worker_lost"


def test_what_waits_is_cancelled_at_once(job, programme, boris):
    job(lambda run, progress: pytest.fail("was cancelled before"))
    run = rules.start_run("test", by=boris, programme=programme, subject="A test")
    rules.cancel_run(run)
    rules.perform.call(str(run.pk))
    run.refresh_from_db()
    assert run.state == State.CANCELLED


def test_what_runs_is_cancelled_at_its_next_word(job, start):
    said = []

    def work(run, progress):
        progress.say("Before.")
        rules.cancel_run(run)
        said.append("until here")
        progress.say("After.")
        return pytest.fail("was cancelled before")

    job(work)
    run = start()
    assert said == ["until here"]
    assert run.state == State.CANCELLED and run.doing == "Before."


def test_a_task_delivered_twice_is_done_once(job, start):
    done = []

    def work(run, progress):
        done.append(run.pk)
        return ""

    job(work)
    run = start()
    rules.perform.call(str(run.pk))
    assert len(done) == 1


def running(programme: Any, user: Any, silent_for: timedelta) -> Run:
    return Run.objects.create(
        programme=programme,
        started_by=user,
        job="test",
        subject="A test",
        state=State.RUNNING,
        beat_at=timezone.now() - silent_for,
    )


@pytest.mark.parametrize(
    ("silent_for", "state"),
    [(rules.SILENCE * 2, "failed"), (rules.SILENCE / 2, "running")],
)
def test_runs_without_a_heart_are_given_up(programme, boris, silent_for, state):
    run = running(programme, boris, silent_for)
    rules.reap_runs()
    run.refresh_from_db()
    assert run.state == state


def test_what_a_dead_worker_did_is_given_up_and_no_more(programme, boris):
    """Its own run at once, whatever its heart; not another's, nor what is over."""
    dead, other = workers.name(4321), workers.name(43210)
    states = [(dead, State.RUNNING), (other, State.RUNNING), (dead, State.DONE)]
    runs = [running(programme, boris, timedelta()) for _ in states]
    for run, (worker, state) in zip(runs, states, strict=True):
        Run.objects.filter(pk=run.pk).update(worker=worker, state=state)
    assert rules.give_up_runs(4321) == 1
    for run in runs:
        run.refresh_from_db()
    assert [run.state for run in runs] == [State.FAILED, State.RUNNING, State.DONE]
    assert runs[0].error.code == "worker_lost" and runs[0].is_over


@pytest.mark.parametrize(
    ("silent_for", "state"),
    [(rules.SILENCE * 2, "running"), (rules.LONGEST_SILENCE * 2, "failed")],
)
def test_a_silent_worker_that_is_there_is_only_held_up(
    programme, boris, client_of, silent_for, state
):
    """While it writes much at once its heart cannot; numbers are given out again."""
    run = running(programme, boris, silent_for)
    Run.objects.update(worker=workers.name(os.getpid()))
    client_of(boris).get(reverse("work:run", args=["lindara", run.pk]))
    run.refresh_from_db()
    assert run.state == state


def test_a_worker_whose_process_is_gone_is_not_there():
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    assert not workers.is_there(workers.name(gone.pid))
    assert workers.is_there(workers.name(os.getpid()))
    assert not workers.is_there(f"another machine {os.getpid()}")
    assert not workers.is_there("")


def test_a_run_says_which_process_took_it(job, start):
    job(lambda run, progress: "")
    assert start().worker == workers.name(os.getpid())


def test_looking_at_a_lost_run_tells_its_end(programme, boris, client_of):
    run = running(programme, boris, rules.SILENCE * 2)
    page = client_of(boris).get(reverse("work:run", args=["lindara", run.pk]))
    assert "The work stopped before its end" in page.content.decode()


def test_a_job_that_wakes_up_after_it_was_given_up_stops(job, start):
    """A laptop that was asleep: its person was told of the failure meanwhile."""

    def work(run, progress):
        silent_since = timezone.now() - rules.SILENCE * 2
        Run.objects.update(beat_at=silent_since, worker="another machine 17")
        rules.reap_runs()
        progress.say("Good morning.")
        return pytest.fail("was given up")

    job(work)
    run = start()
    assert run.state == State.FAILED and run.error.code == "worker_lost"


@pytest.mark.django_db(transaction=True)
def test_the_heart_beats_through_a_long_step(programme, boris, monkeypatch):
    monkeypatch.setattr(heartbeat, "BEAT", 0.02)
    run = running(programme, boris, rules.SILENCE * 2)
    before = run.beat_at
    with heartbeat.heartbeat(run.pk):
        end = timezone.now() + timedelta(seconds=20)
        while run.beat_at == before and timezone.now() < end:
            run.refresh_from_db()
    assert run.beat_at > before
    assert rules.reap_runs() == 0


@pytest.mark.django_db(transaction=True)
def test_a_busy_database_does_not_stop_the_heart(programme, boris, monkeypatch):
    monkeypatch.setattr(heartbeat, "BEAT", 0.02)
    run = running(programme, boris, timedelta(minutes=3))
    before = run.beat_at
    refused = []
    filter_runs = Run.objects.filter

    def locked_once(**wanted):
        if not refused:
            refused.append(True)
            raise OperationalError("database is locked")
        return filter_runs(**wanted)

    monkeypatch.setattr(heartbeat.Run.objects, "filter", locked_once)
    with heartbeat.heartbeat(run.pk):
        end = timezone.now() + timedelta(seconds=20)
        while run.beat_at == before and timezone.now() < end:
            run.refresh_from_db()
    assert refused and run.beat_at > before


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_does_it(programme, boris, job):
    """Through the queue in the database, as `distretto serve` runs it."""
    job(lambda run, progress, words: f"/said/{words[0]}/")
    run = rules.start_run(
        "test", by=boris, programme=programme, subject="A test", words=["hello"]
    )
    run.refresh_from_db()
    assert run.state == State.WAITING
    call_command(
        "db_worker", batch=True, startup_delay=False, reload=False, verbosity=0
    )
    run.refresh_from_db()
    assert (run.state, run.result_url) == (State.DONE, "/said/hello/")
    assert run.ended_at - run.created_at < timedelta(minutes=1)


# --- A database that is busy ------------------------------------------------------


@pytest.fixture
def busy(transactional_db) -> Iterator[None]:
    """Somebody else is writing, and nobody waits for long."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has one writer at a time")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=20")
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()
    connection.close()


@pytest.fixture
def open_page(boris, client_of):
    """`open_page(url)` as a browser does it: an error is an answer."""
    client = client_of(boris)
    client.raise_request_exception = False
    return client


@pytest.fixture
def lost(programme, boris) -> Run:
    return running(programme, boris, rules.SILENCE * 2)


def test_pages_that_give_up_runs_open_while_somebody_writes(lost, open_page, busy):
    for url in (
        reverse("work:runs", args=["lindara"]),
        reverse("work:run", args=["lindara", lost.pk]),
    ):
        assert open_page.get(url).status_code == 200


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_page_that_cannot_write_says_to_try_again(lost, open_page, busy, headers):
    url = reverse("work:cancel-run", args=["lindara", lost.pk])
    answer = open_page.post(url, headers=headers)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert answer["Distretto-Busy"] == "1"
    assert "try again in a minute" in " ".join(answer.content.decode().split())
    assert ("<html" in answer.content.decode()) == (not headers)


def test_another_fault_of_the_database_is_a_fault(lost, open_page, monkeypatch):
    def broken(run):
        raise OperationalError("no such table: work_run")

    monkeypatch.setattr(rules, "cancel_run", broken)
    url = reverse("work:cancel-run", args=["lindara", lost.pk])
    assert open_page.post(url).status_code == 500


# --- Pages ---------------------------------------------------------------------------


@pytest.fixture
def waiting(programme, boris) -> Run:
    return Run.objects.create(
        programme=programme, started_by=boris, job="test", subject="Reading a.csv"
    )


def test_the_page_asks_again_with_and_without_javascript(waiting, boris, client_of):
    page = client_of(boris).get(reverse("work:run", args=["lindara", waiting.pk]))
    text = page.content.decode()
    assert 'hx-trigger="every 1s"' in text
    assert '<noscript><meta http-equiv="refresh"' in text


def test_htmx_gets_the_bar_and_stops_asking_at_the_end(waiting, boris, htmx_of):
    url = reverse("work:run", args=["lindara", waiting.pk])
    asked = htmx_of(boris).get(url).content.decode()
    assert "<html" not in asked and "every 1s" in asked
    Run.objects.update(state=State.DONE, result_url="/p/lindara/")
    over = htmx_of(boris).get(url).content.decode()
    assert "every 1s" not in over and 'href="/p/lindara/"' in over


def test_who_started_it_may_stop_it(waiting, boris, amina, client_of):
    url = reverse("work:cancel-run", args=["lindara", waiting.pk])
    assert client_of(amina).post(url).status_code == 403
    assert client_of(boris).post(url).status_code == 302
    waiting.refresh_from_db()
    assert waiting.state == State.CANCELLED


@pytest.mark.parametrize("runs", [1, 40])
def test_queries_of_the_list(
    programme, boris, client_of, runs, django_assert_max_num_queries
):
    for number in range(runs):
        Run.objects.create(
            programme=programme, started_by=boris, job="test", subject=f"Run {number}"
        )
    client = client_of(boris)
    url = reverse("work:runs", args=["lindara"])
    with django_assert_max_num_queries(13):
        assert "Run 0" in client.get(url).content.decode()
