"""Who may reach questionnaires, surveys, samples, answers, interviews and results."""

from contextlib import closing

from distretto.web.accounts.models import Role
from distretto.web.accounts.policy import EVERYBODY, STAFF
from distretto.web.diagnosis.models import Response, SampledFirm, Wave
from distretto.web.diagnosis.rules import answer_files, questionnaires, surveys
from distretto.web.register.arriving import arrive
from distretto.web.register.models import Cluster, ClusterMember, Organisation

READERS = STAFF | {Role.Kind.EVALUATOR}
EXPORT = b"_uuid,consent,workers\nu-1,yes,7\n"
PLAN = {
    "strata": ["size_class"],
    "size": "1",
    "answering": "80",
    "allocation": "proportional",
    "minimum": "1",
    "seed": "1",
}


def prepare(world):
    programme, manager = world.programme, world.people["manager"]
    cluster = Cluster.objects.create(programme=programme, name="Knitwear")
    firm = Organisation.objects.create(programme=programme, name="Arka")
    ClusterMember.objects.create(cluster=cluster, organisation=firm)
    world.cluster, world.firm = cluster, firm
    world.wave = Wave.objects.create(cluster=cluster, name="First")
    world.bare = Wave.objects.create(cluster=cluster, name="Second")
    world.form = questionnaires.use_built_in(programme, by=manager)
    survey = surveys.add_survey(world.wave, world.form, [], by=manager)
    world.survey = survey
    world.sampled = SampledFirm.objects.create(
        survey=survey, organisation=firm, code="001", stratum="all", place_in_stratum=1
    )
    world.response = Response.objects.create(
        survey=survey, key="u-0", answers={"consent": "yes"}
    )
    world.draft = Response.objects.create(survey=survey, key="d", is_complete=False)
    with closing(arrive(EXPORT, "export.csv")) as file:
        world.file = answer_files.upload_answers(file, survey=survey, by=manager)


def of(name, **more):
    return lambda world: {"pk": getattr(world, name).pk, **more}


def seen(name, kwargs=None, may=READERS, **more):
    row = {"url": f"diagnosis:{name}", "may": may, **more}
    return row | ({"kwargs": kwargs} if kwargs else {})


def changed(name, kwargs=None, data=None, status=302):
    return seen(name, kwargs, STAFF, method="post", status=status, data=data or {})


QUESTION = {"code": "TEC9", "kind": "text", "label": "Which looms?"}
TEC1 = of("form", code="TEC1")

ROWS = [
    seen("forms", may=EVERYBODY),
    changed("use-built-in"),
    seen("upload-form", may=STAFF),
    changed("upload-form", status=422),
    seen("form", of("form"), EVERYBODY),
    seen("form-file", of("form", ending="json"), EVERYBODY),
    changed("retire-form", of("form")),
    seen("edit-question", TEC1, STAFF),
    changed("edit-question", TEC1, {"label_en": "How old?"}),
    changed("retire-question", TEC1),
    seen("add-question", of("form", block="F"), STAFF),
    changed("add-question", of("form", block="F"), QUESTION),
    seen("surveys", of("cluster"), EVERYBODY),
    seen("add-survey", of("bare"), STAFF),
    changed("add-survey", of("bare"), status=422),
    seen("edit-survey", of("survey"), STAFF),
    changed("edit-survey", of("survey"), status=422),
    seen("sample", of("survey")),
    changed("draw-sample", of("survey"), PLAN, status=409),
    seen("sample-file", of("survey")),
    seen("survey-file", of("survey", ending="json")),
    changed("set-state", of("sampled"), {"state": "asked"}),
    seen("answers", of("survey")),
    changed("upload-answers", of("survey"), status=422),
    seen("answer-file", of("file")),
    changed("accept-answers", of("file")),
    changed("retire-answers", of("file")),
    seen("answer-problems", of("file")),
    seen("response", of("response")),
    changed("link-response", of("response")),
    changed("leave-out", of("response")),
    changed("say-second", of("response")),
    changed("begin-interview", of("survey")),
    seen("interview", of("draft"), STAFF),
    seen("interview-step", of("draft", block="A"), STAFF),
    changed("interview-step", of("draft", block="A"), {"go": "later"}),
    seen("on-device", may=STAFF),
    # A script, the same for everybody.
    {
        "url": "diagnosis:interview-worker",
        "kind": "public",
        "kwargs": lambda world: {"programme": world.programme.slug},
    },
    changed("drop-interview", of("draft")),
    seen("results", of("survey"), EVERYBODY),
    seen("results-file", of("survey"), READERS, but={"member": 302, "observer": 302}),
    changed("set-benchmarks", of("survey"), {"CRE3": "12"}),
    changed("publish-results", of("survey")),
    seen("quality", of("survey")),
]
