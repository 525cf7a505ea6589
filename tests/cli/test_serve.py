"""`distretto serve` and `distretto site`, as processes of their own."""

import contextlib
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from distretto.cli import main, tending

DISTRETTO = [sys.executable, "-m", "distretto.cli"]
# A machine that is busy with the rest of the suite may take its time.
LONG = 300


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def with_data_in(folder: Path) -> dict[str, str]:
    """What a person's shell has; no database but the one in the data folder."""
    unwanted = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    return {**kept, "DISTRETTO_DATA": str(folder)}


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return with_data_in(tmp_path / "data")


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a site without people; making it takes half a minute."""
    folder = tmp_path_factory.mktemp("migrated") / "data"
    command = [*DISTRETTO, "site", "migrate"]
    subprocess.run(command, env=with_data_in(folder), check=True, capture_output=True)
    return folder


@pytest.fixture
def site(
    environment: dict[str, str], migrated: Path, tmp_path: Path
) -> Iterator["Site"]:
    shutil.copytree(migrated, environment["DISTRETTO_DATA"])
    started = Site(environment, tmp_path)
    yield started
    started.stop()


class Site:
    """A running `distretto serve` and what it printed."""

    def __init__(
        self, environment: dict[str, str], folder: Path, *options: str
    ) -> None:
        self.port = free_port()
        self.printed = folder / "printed"
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        with self.printed.open("wb") as out:
            self.process = subprocess.Popen(
                [*DISTRETTO, "serve", "--port", str(self.port), *options],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            self.wait_for(self.answers)
        except BaseException:
            # Or it lives on beside the tests that come after.
            self.stop()
            raise

    def wait_for(self, holds) -> None:
        end = time.monotonic() + LONG
        while not holds():
            assert time.monotonic() < end, self.printed.read_text()
            time.sleep(0.1)

    def get(self, path: str) -> str:
        address = f"http://127.0.0.1:{self.port}{path}"
        with self.browser.open(address, timeout=LONG) as answer:
            return answer.read().decode()

    def sign_in(self) -> None:
        """As the first of those whom the example names."""
        printed = self.printed.read_text()
        token = re.search(
            r'csrfmiddlewaretoken" value="(\w+)"', self.get("/account/login/")
        )
        fields = {
            "csrfmiddlewaretoken": token[1],
            "login": re.search(r"\S+@lindara\.example", printed)[0],
            "password": re.search(r"with the password +(\S+)", printed)[1],
        }
        address = f"http://127.0.0.1:{self.port}/account/login/"
        data = urllib.parse.urlencode(fields).encode()
        with self.browser.open(address, data, timeout=LONG) as answer:
            assert answer.url.endswith("/p/lindara/")

    def answers(self) -> bool:
        try:
            return "Distretto" in self.get("/account/login/")
        except urllib.error.URLError:
            return False

    def children(self) -> list[int]:
        """The processes that the server has started, by the system's own list."""
        listed = subprocess.run(
            ["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True
        ).stdout
        pairs = [map(int, line.split()) for line in listed.splitlines()]
        return [pid for pid, parent in pairs if parent == self.process.pid]

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(LONG)


def is_alive(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    # A process that has ended but was not waited for is as good as gone.
    return state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="asks /proc for processes")
def test_it_opens_says_how_to_sign_in_and_stops_whole(site):
    printed = site.printed.read_text()
    assert f"http://127.0.0.1:{site.port}/" in printed
    assert re.search(r"e-mail +manager@", printed)
    assert re.search(r"password +[0-9a-f-]{19}", printed)
    assert "body" in site.get("/static/ui/css/base.css")
    children = site.children()
    # As a terminal sends Ctrl-C: to the server and to what it has started.
    os.killpg(site.process.pid, signal.SIGINT)
    assert site.process.wait(LONG) == 0
    assert not any(map(is_alive, children))
    assert "Traceback" not in site.printed.read_text()


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="asks /proc for processes")
def test_nothing_outlives_a_server_that_was_killed(site):
    children = site.children()
    assert len(children) == 2  # the one that answers, and the worker
    site.wait_for(site.answers)
    site.process.kill()
    site.process.wait(LONG)
    site.wait_for(lambda: not any(map(is_alive, children)))


READ = """
from distretto.web.accounts.models import User
from distretto.web.accounts.rules.programmes import found_programme
from distretto.web.register.arriving import arrive
from distretto.web.register.models import Dataset
from distretto.web.register.rules.datasets import read_dataset, upload_dataset
by = User.objects.get()
if there := Dataset.objects.first():
    read_dataset(there, by=by)
else:
    lines = "".join(f"{i % 200},{1000 + i % 97},{i % 9}\\n" for i in range(2_000_000))
    file = arrive(b"region,industry,size\\n" + lines.encode(), "firms.csv")
    programme = found_programme(by=by, name="Lindara", slug="lindara")
    upload_dataset(file, programme=programme, by=by)
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="asks /proc for processes")
def test_a_worker_that_is_killed_at_work_is_replaced(site, environment):
    def runs() -> list[tuple[str, str, str]]:
        database = Path(environment["DISTRETTO_DATA"], "distretto.sqlite3")
        asked = "select state, worker, refusal from work_run order by created_at"
        with contextlib.closing(sqlite3.connect(database, timeout=LONG)) as opened:
            return opened.execute(asked).fetchall()

    def read_in_the_background() -> None:
        command = [*DISTRETTO, "site", "manage", "shell", "-c", READ]
        subprocess.run(command, env=environment, check=True, capture_output=True)

    read_in_the_background()
    site.wait_for(lambda: runs()[0][0] == "running")
    doing = runs()[0][1]
    dead = int(doing.split()[-1])
    assert dead in site.children()
    os.kill(dead, signal.SIGKILL)
    site.wait_for(lambda: runs()[0][0] == "failed")
    assert "worker_lost" in runs()[0][2]
    said = "The worker was killed (SIGKILL). Another one starts in 1 s"
    assert site.printed.read_text().count(said) == 1

    read_in_the_background()
    site.wait_for(lambda: [run[0] for run in runs()] == ["failed", "done"])
    assert runs()[1][1] != doing
    assert len(site.children()) == 2


def test_a_worker_that_cannot_live_is_tried_again_after_growing_pauses(monkeypatch):
    told = []
    monkeypatch.setattr(tending, "LOOK", 0.01)
    monkeypatch.setattr(tending, "FIRST_PAUSE", 0.02)
    monkeypatch.setattr(tending, "LONGEST_PAUSE", 0.08)
    monkeypatch.setattr(
        tending,
        "_start",
        lambda dead: subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"]),
    )
    monkeypatch.setattr(tending.click, "echo", lambda line, err: told.append(line))
    with tending.tended_worker():
        end = time.monotonic() + LONG
        while len(told) < 4 and time.monotonic() < end:
            time.sleep(0.01)
    pauses = [re.search(r"ended \(code 3\).* in ([0-9.]+) s", line)[1] for line in told]
    assert pauses[:4] == ["0.02", "0.04", "0.08", "0.08"]


def test_the_tables_of_a_new_example_open_at_once(environment, tmp_path):
    """The server forks; what it had read with threads before would wait for ever."""
    site = Site(environment, tmp_path, "--example", "--no-worker")
    try:
        site.sign_in()
        maps = site.get("/p/lindara/selection/maps/")
        (address,) = set(
            re.findall(r'"(/p/lindara/selection/maps/[0-9a-f-]{36}/)"', maps)
        )
        assert "Manufacture of footwear" in site.get(address)
        assert "<svg" in site.get(f"{address}pictures/?kind=map")
    finally:
        site.stop()


def test_a_second_site_on_the_same_port_is_refused(environment):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = subprocess.run(
            [*DISTRETTO, "serve", "--port", str(port), "--no-worker"],
            env=environment,
            capture_output=True,
            text=True,
        )
    assert answer.returncode == 1
    assert answer.stderr.startswith(f"Error: Port {port} of 127.0.0.1 is taken")
    # As it was called, to be copied.
    assert f"distretto.cli serve --no-worker --port {port + 1}" in answer.stderr
    # Refused before anything was made.
    assert not Path(environment["DISTRETTO_DATA"], "distretto.sqlite3").exists()


def test_without_the_site_one_sentence_says_what_to_install(environment, tmp_path):
    """Only the library is installed: Django is not there to be imported."""
    (tmp_path / "django.py").write_text("raise ModuleNotFoundError('django')")
    answer = subprocess.run(
        [*DISTRETTO, "serve"],
        env={**environment, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1
    assert 'pip install "distretto[web]"' in answer.stderr


def test_a_wrong_setting_is_named(environment):
    answer = subprocess.run(
        [*DISTRETTO, "site", "migrate"],
        env={**environment, "DISTRETTO_DEBUG": "yes"},
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 1
    assert answer.stderr == (
        "Error: DISTRETTO_DEBUG is “yes”; it may only be “True” or “False”.\n"
    )


@pytest.mark.django_db
def test_createmanager_makes_somebody_who_may_begin_programmes():
    from distretto.web.accounts.models import User
    from distretto.web.accounts.policy import may_found

    answer = CliRunner().invoke(main, ["site", "createmanager", "Esi@Example.org"])
    assert answer.exit_code == 0, answer.output
    password = re.search(r"Password: (\S+)", answer.output)[1]
    assert "Next: open the site (distretto serve" in answer.output
    esi = User.objects.get(email="esi@example.org")
    assert esi.check_password(password) and may_found(esi)
    again = CliRunner().invoke(main, ["site", "createmanager", "esi@example.org"])
    assert again.exit_code == 1 and "has an account already" in again.output


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["", "esi", "esi@"])
def test_createmanager_refuses_what_is_no_address(email):
    answer = CliRunner().invoke(main, ["site", "createmanager", email])
    assert answer.exit_code == 1
    assert "is not an e-mail address" in answer.output


def test_catalogues_are_compiled_when_they_are_newer(tmp_path):
    import gettext

    from distretto.web.catalogues import compile_stale

    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = folder / "django.po"
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    source.write_text(f'{head}msgid "Places"\nmsgstr "Lieux"\n')
    assert compile_stale(tmp_path) == [folder / "django.mo"]
    assert compile_stale(tmp_path) == []
    source.write_text(f'{head}msgid "Places"\nmsgstr "Endroits"\n')
    later = time.time() + 10
    os.utime(source, (later, later))
    compile_stale(tmp_path)
    with (folder / "django.mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Places") == "Endroits"
    assert [
        path.name for path in folder.iterdir() if path.suffix not in {".po", ".mo"}
    ] == []
