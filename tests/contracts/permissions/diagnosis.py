"""Who may reach the diagnosis of a cluster."""

import hashlib

from django.urls import reverse

from distretto.web.accounts.models import Role
from distretto.web.accounts.policy import EVERYBODY, MANAGERS, STAFF
from distretto.web.diagnosis.models import (
    Cause,
    EndorsedEdition,
    Evidence,
    Finding,
    Interview,
    Problem,
    ReviewNote,
    Section,
    StrategyOption,
    Study,
    Wave,
)
from distretto.web.register import kept_files
from distretto.web.register.models import Body, Cluster

READERS = STAFF | {Role.Kind.EVALUATOR}
# Who a draft does not exist for.
OTHERS = frozenset({Role.Kind.MEMBER, Role.Kind.OBSERVER})
WAVE = {"name": "Baseline", "kind": "baseline"}
FINDING = {"quadrant": "S", "statement": "Skilled women"}
PROBLEM = {"statement": "Dust"}
PIECE = {"kind": "document", "title": "Census", "source": "Office of statistics"}
PDF = f"endorsed-studies/{hashlib.sha256(b'%PDF').hexdigest()}.pdf"
ENDORSED = {"endorsed_on": "2026-05-04", "decision": "Agreed.", "reason": "First."}


def prepare(world):
    programme = world.programme
    world.cluster = Cluster.objects.create(programme=programme, name="Knitwear")
    world.wave = Wave.objects.create(cluster=world.cluster, name="First")
    world.study = study = Study.objects.create(cluster=world.cluster, title="Study")
    world.body = Body.objects.create(
        programme=programme, cluster=world.cluster, kind="commission", name="All"
    )
    world.section = Section.objects.create(study=study, key="history")
    world.note = ReviewNote.objects.create(
        section=world.section, by=world.people["manager"], text="And the war?"
    )
    world.finding = Finding.objects.create(study=study, quadrant="S", statement="A")
    world.chance = Finding.objects.create(study=study, quadrant="O", statement="B")
    world.option = StrategyOption.objects.create(
        study=study, inside=world.finding, outside=world.chance, statement="Sell"
    )
    world.problem, world.other = (
        Problem.objects.create(study=study, statement=name) for name in "ab"
    )
    world.cause = Cause.objects.create(cause=world.problem, effect=world.other)
    world.interview = Interview.objects.create(study=study, group="Owners")
    world.piece = Evidence.objects.create(study=study, kind="document", title="A")
    kept_files.keep(PDF, b"%PDF")
    world.edition = EndorsedEdition.objects.create(
        study=study, edition=9, endorsed_on="2026-01-01", pdf=PDF
    )


def in_review(row):
    """The same row where the study is with the commission already."""
    kwargs = row["kwargs"]

    def with_study_in_review(world):
        world.study.status, world.study.reviewed_by = "in_review", world.body
        world.study.save()
        return kwargs(world)

    return row | {"kwargs": with_study_in_review}


def with_file(world):
    from django.core.files.base import ContentFile

    world.piece.file.save("census.txt", ContentFile(b"1890"))
    return {"pk": world.piece.pk}


def written(world):
    """The study as somebody had it written in the background."""
    kwargs = {"pk": world.study.pk, "digest": "aa", "ending": "pdf"}
    kept_files.keep("studies/aa/aa.pdf", b"%PDF")
    manager = world.people["manager"]
    path = reverse("diagnosis:written-study", kwargs={"programme": "lindara", **kwargs})
    world.programme.runs.create(
        job="diagnosis.write_study", started_by=manager, result_url=path
    )
    return kwargs


def drafted(name, kwargs=None, **more):
    """A page of a draft, which only its readers know of."""
    row = seen(name, kwargs or of("study"), READERS) | {"unseen": OTHERS}
    return row | more


def of(name):
    return lambda world: {"pk": getattr(world, name).pk}


def seen(name, kwargs=None, may=EVERYBODY):
    row = {"url": f"diagnosis:{name}", "may": may}
    return row | ({"kwargs": kwargs} if kwargs else {})


def changed(name, kwargs=None, data=None, status=302):
    row = seen(name, kwargs, STAFF) | {"method": "post", "status": status}
    return row | {"data": data or {}}


ROWS = [
    seen("clusters"),
    seen("home", of("cluster")),
    seen("add-wave", of("cluster"), STAFF),
    changed("add-wave", of("cluster"), WAVE),
    changed("add-wave", of("cluster"), status=422),
    seen("edit-wave", of("wave"), STAFF),
    changed("edit-wave", of("wave"), WAVE),
    changed("retire-wave", of("wave")),
    seen("study", of("cluster")),
    changed("study", of("cluster"), status=200),
    seen("edit-study", of("study"), STAFF),
    changed("edit-study", of("study"), {"title": "Another"}),
    changed("edit-study", of("study"), status=422),
    drafted("section", lambda world: {"pk": world.study.pk, "key": "history"}),
    in_review(seen("section", lambda world: {"pk": world.study.pk, "key": "place"})),
    changed(
        "section", lambda world: {"pk": world.study.pk, "key": "place"}, {"text": "x"}
    ),
    in_review(
        seen("remark", lambda world: {"pk": world.study.pk, "key": "place"})
        | {"method": "post", "status": 302, "data": {"text": "More."}}
    ),
    changed("answer-remark", of("note"), {"text": "Added."}),
    changed("send-to-commission", of("study"), status=422),
    in_review(changed("send-back", of("study"), {"text": "The war."})),
    in_review(
        seen("endorse", of("study"), MANAGERS)
        | {"method": "post", "status": 302, "data": ENDORSED}
    ),
    changed("revise-study", of("study")),
    drafted(
        "study-file",
        lambda world: {"pk": world.study.pk, "kind": "summary", "ending": "docx"},
    ),
    drafted(
        "write-study",
        lambda world: {"pk": world.study.pk, "ending": "pdf"},
        method="post",
        status=302,
    ),
    drafted("written-study", written),
    # What was endorsed everybody reads, whatever is drafted since.
    seen("edition", lambda world: {"pk": world.study.pk, "number": 9}),
    seen("edition-file", lambda world: {"pk": world.study.pk, "number": 9}),
    seen(
        "edition-baseline",
        lambda world: {"pk": world.study.pk, "number": 9, "ending": "csv"},
    ),
    drafted("board"),
    seen("add-finding", of("study"), STAFF),
    changed("add-finding", of("study"), FINDING),
    changed("add-finding", of("study"), status=422),
    seen("edit-finding", of("finding"), STAFF),
    changed("edit-finding", of("finding"), FINDING),
    changed("move-finding", of("finding"), {"quadrant": "W", "place": "0"}),
    changed("retire-finding", of("finding")),
    seen("record-votes", of("study"), STAFF),
    changed("record-votes", of("study"), {"voters": "9"}, status=422),
    changed(
        "add-option",
        of("study"),
        {"statement": "x"},
        status=422,
    ),
    changed("retire-option", of("option")),
    drafted("problems"),
    seen("add-problem", of("study"), STAFF),
    changed("add-problem", of("study"), PROBLEM),
    seen("edit-problem", of("problem"), STAFF),
    changed("edit-problem", of("problem"), PROBLEM),
    changed("retire-problem", of("problem")),
    changed("link-cause", of("study"), status=422),
    changed("unlink-cause", of("cause")),
    drafted("evidence"),
    seen("add-evidence", of("study"), STAFF),
    changed("add-evidence", of("study"), PIECE),
    changed("add-evidence", of("study"), status=422),
    seen("edit-evidence", of("piece"), STAFF),
    changed("edit-evidence", of("piece"), PIECE),
    changed("retire-evidence", of("piece")),
    drafted("evidence-file", with_file),
    seen("interviews", of("study"), READERS),
    seen("add-interview", of("study"), STAFF),
    changed("add-interview", of("study"), {"group": "Workers"}),
    seen("edit-interview", of("interview"), STAFF),
    changed("edit-interview", of("interview"), {"group": "Workers"}),
    changed("retire-interview", of("interview")),
    changed("take-consent-back", of("interview")),
]
