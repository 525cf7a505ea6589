"""Every job is known to a worker that has only started: a run is taken by its name."""

import os
import re
import subprocess
import sys
from pathlib import Path

WEB = Path(__file__).resolve().parents[2] / "src" / "distretto" / "web"
DECLARED = re.compile(r'^@job\("([\w.]+)"\)', re.M)
STARTED = """
import django
django.setup()
from distretto.web.work import rules
print("\\n".join(rules._jobs))
"""


def test_a_worker_that_has_started_knows_every_job():
    declared = {
        name
        for path in WEB.rglob("*.py")
        for name in DECLARED.findall(path.read_text(encoding="utf-8"))
    }
    answer = subprocess.run(
        [sys.executable, "-c", STARTED],
        capture_output=True,
        text=True,
        check=True,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "distretto.web.settings",
        },
    )
    assert declared and declared <= set(answer.stdout.split())
