"""Addresses of the tables of a study."""

from django.urls import URLPattern, path

from distretto.web.diagnosis.views import study_costs, study_rows, study_tables

STUDY = "studies/<uuid:pk>"
ROW = "studies/rows/<slug:kind>/<uuid:pk>"

urlpatterns: list[URLPattern] = [
    path(f"{STUDY}/profile/", study_tables.study_profile, name="study-profile"),
    path(f"{STUDY}/profile/take/", study_tables.take_figure, name="take-figure"),
    path("studies/figures/<uuid:pk>/use/", study_tables.use_figure, name="use-figure"),
    path(f"{STUDY}/units/", study_tables.study_units, name="study-units"),
    path(f"{STUDY}/chain/", study_tables.study_chain, name="study-chain"),
    path(f"{STUDY}/costs/", study_costs.study_costs, name="study-costs"),
    path("studies/stages/<uuid:pk>/costs/", study_costs.edit_costs, name="edit-costs"),
    path(
        f"{STUDY}/institutions/",
        study_tables.study_institutions,
        name="study-institutions",
    ),
    path(f"{STUDY}/services/", study_tables.study_services, name="study-services"),
    path(
        f"{STUDY}/benchmarks/", study_tables.study_benchmarks, name="study-benchmarks"
    ),
    path(
        f"{STUDY}/tables/<slug:table>.<slug:ending>",
        study_tables.study_table_file,
        name="study-table-file",
    ),
    path(f"{STUDY}/add/<slug:kind>/", study_rows.add_study_row, name="add-study-row"),
    path(f"{ROW}/", study_rows.edit_study_row, name="edit-study-row"),
    path(f"{ROW}/retire/", study_rows.retire_study_row, name="retire-study-row"),
]
