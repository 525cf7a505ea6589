"""`distretto serve` and `distretto site`, as processes of their own."""

import os
import re
import signal
import socket
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

from distretto.cli import main

DISTRETTO = [sys.executable, "-m", "distretto.cli"]
# A machine that is busy with the rest of the suite may take its time.
LONG = 60


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """What a person's shell has; no database but the one in the data folder."""
    unwanted = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    return {**kept, "DISTRETTO_DATA": str(tmp_path / "data")}


@pytest.fixture
def site(environment: dict[str, str], tmp_path: Path) -> Iterator["Site"]:
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
        self.wait_for(self.answers)

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
            [*DISTRETTO, "serve", "--port", str(port)],
            env=environment,
            capture_output=True,
            text=True,
        )
    assert answer.returncode == 1
    assert answer.stderr.startswith(f"Error: Port {port} of 127.0.0.1 is taken")
    assert f"--port {port + 1}" in answer.stderr
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
