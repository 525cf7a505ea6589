"""The worked example as a programme, built through the same rules as people use:
nothing is in it that could not have been entered by hand.
"""

from contextlib import closing

from django.db import transaction

from distretto.example.districts import DISTRICTS, district_shapes
from distretto.example.employment import YEARS, employment
from distretto.example.selection_round import selection_round
from distretto.formats.boundaries import Boundaries
from distretto.web.accounts.models import Programme, User
from distretto.web.accounts.rules.people import invite_person
from distretto.web.accounts.rules.programmes import found_programme
from distretto.web.overview.example import SLUG, email_of, password_here
from distretto.web.overview.example_commission import tell_commission
from distretto.web.overview.example_linkages import tell_linkages
from distretto.web.overview.example_round import tell_round
from distretto.web.overview.example_study import tell_study
from distretto.web.overview.example_survey import tell_survey
from distretto.web.register.arriving import arrive
from distretto.web.register.models import Dataset
from distretto.web.register.rules.datasets import accept_dataset, upload_dataset
from distretto.web.register.rules.places import add_places
from distretto.web.selection.queries.maps import Settings
from distretto.web.selection.rules.maps import save_map

SOURCE = "Statistics Lindara (fictitious, generated)"
LICENCE = "Apache-2.0"

People = dict[str, User]


def load() -> Programme:
    """The example's programme, made if it is not there yet."""
    there = Programme.objects.filter(slug=SLUG).first()
    return there or _build()


@transaction.atomic
def _build() -> Programme:
    people = _people()
    boris = people["boris"]
    programme = found_programme(
        by=boris,
        name="Lindara cluster programme (worked example)",
        slug=SLUG,
        currency="LDR",
        languages="en",
        funders="A fictitious fund",
        is_fictitious=True,
    )
    for person in selection_round().people:
        if person.key != "boris":
            invite_person(
                programme, email=email_of(person.key), kind=person.role, by=boris
            )
    _add_districts(programme, people["dalia"])
    dataset = _upload_table(programme, people["dalia"])
    saved = save_map(
        dataset, Settings(), name=f"Lindara {YEARS[-1]}", by=people["dalia"]
    )
    tell_round(saved, people)
    body = tell_commission(programme, people)
    if body.cluster is not None:
        tell_survey(programme, body.cluster, people)
    tell_linkages(programme, people)
    if body.cluster is not None:
        tell_study(body, body.cluster, people)
    return programme


def _people() -> People:
    password = password_here()
    return {
        person.key: User.objects.create_user(
            email_of(person.key), password, name=person.name
        )
        for person in selection_round().people
    }


def _add_districts(programme: Programme, by: User) -> None:
    boundaries = Boundaries(
        shapes=district_shapes(), names=DISTRICTS, code_property="code"
    )
    add_places(boundaries, programme=programme, source=SOURCE, licence=LICENCE, by=by)


def _upload_table(programme: Programme, by: User) -> Dataset:
    content = employment().write_csv().encode()
    with closing(arrive(content, "lindara-employment.csv")) as arrived:
        dataset = upload_dataset(arrived, programme=programme, by=by)
    return accept_dataset(
        dataset,
        name="Employment by district and industry",
        source=SOURCE,
        licence=LICENCE,
        year=YEARS[-1],
        accept_problems=False,
        is_published=True,
        by=by,
    )
