"""Figures of few firms stay with the staff: every role on every way out.

Each figure of the table is a number that comes nowhere else, so that it is found in
whatever comes out.
"""

import io
import json
import re
import zipfile
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from django.urls import reverse
from pypdf import PdfReader

from distretto.analysis.selection.table import RegionIndustryTable
from distretto.formats.charts.cluster_sheet import clusters_sheet
from distretto.web.accounts.models import Programme, Role, User
from distretto.web.accounts.policy import STAFF
from distretto.web.history.models import Deed
from distretto.web.register import arriving, tables
from distretto.web.register.models import Dataset
from distretto.web.register.rules import datasets
from distretto.web.register.rules.places import add_places
from distretto.web.selection.figures import Figure
from distretto.web.selection.models import Candidate, ClusterMap, Round
from distretto.web.selection.policy import secrecy
from distretto.web.selection.queries.maps import Settings
from distretto.web.selection.rules import candidates, maps, rounds, scoring

pytestmark = pytest.mark.django_db
Kind = Role.Kind
OTHERS = sorted(set(Kind) - STAFF)

# Shoes of A and B join across their border: 60 + 2 firms, 9,331 + 4,447 = 13,778
# persons. B's 4,447 are of two firms, and A's would give them back; C's 2,113 are of
# three, and D's would give them back. Beside each of them a figure of the same region
# is masked, the smaller one of food and wool.
TABLE = """region,industry,establishments,employment
A,1520,60,9331
B,1520,2,4447
C,1520,3,2113
D,1520,9,3079
A,1071,50,1013
B,1071,40,8089
C,1071,90,30871
D,1071,70,40111
A,1312,30,20011
B,1312,30,20023
C,1312,30,70021
D,1312,30,80021
"""
FEW = {"B/1520": 4447, "C/1520": 2113}
BESIDE = {"A/1520": 9331, "D/1520": 3079}
BESIDE |= {"A/1071": 1013, "B/1071": 8089, "C/1071": 30871, "D/1071": 40111}
SECRETS = [str(figure) for figure in (FEW | BESIDE).values()]
# 9,331 + 4,447; and all of A: 9,331 + 1,013 + 20,011.
CLUSTER, WHOLE_OF_A = 13778, 30355


def find(figure: str, said: str) -> bool:
    """Whether a number stands in a text, whatever sets its thousands apart."""
    apart = figure if len(figure) < 4 else f"{figure[:-3]}[,.\\s  ]?{figure[-3:]}"
    return bool(re.search(rf"(?<![\d.,]){apart}(?:\.0+)?(?![\d]|[.,]\d)", said))


def text_of(content: bytes, kind: str) -> str:
    if kind == "pdf":
        return " ".join(
            page.extract_text() for page in PdfReader(io.BytesIO(content)).pages
        )
    if kind in ("xlsx", "docx"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            parts = [
                book.read(n).decode() for n in book.namelist() if n.endswith(".xml")
            ]
        return " ".join(re.sub(r"<[^>]+>", " ", part) for part in parts)
    if kind == "parquet":
        return pl.read_parquet(io.BytesIO(content)).write_json()
    return content.decode()


def url(name: str, *args: Any) -> str:
    return reverse(f"selection:{name}", args=["lindara", *args])


@pytest.fixture
def dataset(programme: Programme, boris: User, squares: Any) -> Dataset:
    add_places(squares, programme=programme, source="", licence="", by=boris)
    with arriving.arrive(TABLE.encode(), "table.csv") as file:
        read = datasets.upload_dataset(file, programme=programme, by=boris)
    about = {"name": "Jobs", "source": "Survey", "licence": "own", "year": 2024}
    return datasets.accept_dataset(read, **about, accept_problems=False, by=boris)


@pytest.fixture
def squares() -> Any:
    """A, B, C, D side by side, one degree each."""
    from shapely.geometry import box

    from distretto.formats.boundaries import Boundaries

    shapes = {code: box(x, 0, x + 1, 1) for x, code in enumerate("ABCD")}
    return Boundaries(shapes, {code: code for code in shapes}, "code")


@pytest.fixture
def saved(dataset: Dataset, boris: User) -> ClusterMap:
    asked = Settings(lq=1.2, establishments=1, employment=1, certainty=None)
    return maps.save_map(dataset, asked, name="Shoes", by=boris)


@pytest.fixture
def round_(saved: ClusterMap, boris: User) -> Round:
    """A round that everybody may read, with a candidate of the map and two by hand."""
    made = rounds.start_round(saved.programme, by=boris, name="First")
    rows = secrecy.maps.clusters_of(saved)
    ranks = rows.filter(pl.col("industry") == "1520")["rank"].to_list()
    maps.add_candidates(saved, ranks, to_round=made, by=boris)
    for name, firms in (("Two brothers", 2), ("Nobody counted", None)):
        by_hand = candidates.nominate(made, by=boris, name=name, nominated_by="Fair")
        if firms:
            candidates.add_figure(by_hand, "establishments", Figure(firms), by=boris)
        candidates.add_figure(by_hand, "employment", Figure(4447), by=boris)
        candidates.add_figure(by_hand, "turnover", Figure(9331), by=boris)
    Round.objects.filter(pk=made.pk).update(stage=Round.Stage.ANNOUNCED)
    return Round.objects.get(pk=made.pk)


@pytest.fixture
def reader(person_as: Callable[..., User], client_of: Any) -> Callable[[str], Any]:
    return lambda kind: client_of(person_as(kind))


MAP_FILES = ("xlsx", "csv", "pdf", "html", "geojson", "parquet", "json")


def ways_out(saved: ClusterMap, round_: Round) -> dict[str, tuple[str, str]]:
    """Every address that shows figures of maps or candidates: address and kind."""
    ranks = range(1, saved.cluster_count + 1)
    pages = {
        "map": url("map", saved.pk),
        "pictures": url("map-pictures", saved.pk),
        **{f"cluster {n}": url("map-cluster", saved.pk, n) for n in ranks},
        **{f"behind {n}": url("cluster-background", saved.pk, n) for n in ranks},
        **{
            f"industry {n}": f"{url('map-pictures', saved.pk)}?kind=industry&rank={n}"
            for n in ranks
        },
        "candidates": url("candidates", round_.pk),
        "identification": url("identification", round_.pk),
        **{
            f"candidate {each}": url("candidate", round_.pk, each.pk)
            for each in round_.candidates.all()
        },
        "api map": reverse("exchange:map_whole", args=["lindara", saved.pk]),
        "api candidates": reverse("exchange:candidates", args=["lindara", round_.pk]),
    }
    files = {f"map.{k}": (url("download-map", saved.pk, k), k) for k in MAP_FILES}
    reports = {
        f"report.{kind}": (url("download-report", round_.pk, kind), kind)
        for kind in ("pdf", "docx", "xlsx")
    }
    return {name: (where, "") for name, where in pages.items()} | files | reports


def said(client: Any, where: str, kind: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200, (where, answer.status_code)
    whole = answer.getvalue() if answer.streaming else answer.content
    return text_of(whole, kind)


@pytest.mark.parametrize("kind", OTHERS)
def test_no_way_out_tells_a_figure_of_few_firms(
    saved: ClusterMap, round_: Round, reader: Any, kind: str
) -> None:
    client = reader(kind)
    told = [
        (name, figure)
        for name, (where, file) in ways_out(saved, round_).items()
        for text in [said(client, where, file)]
        for figure in SECRETS
        if find(figure, text)
    ]
    assert not told


@pytest.mark.parametrize("kind", sorted(STAFF))
def test_the_staff_sees_them_and_the_search_finds_them(
    saved: ClusterMap, round_: Round, reader: Any, kind: str
) -> None:
    """The test above could not fail if the figures were not found where they stand."""
    client, ways = reader(kind), ways_out(saved, round_)
    names = ["cluster 1", "api candidates", "candidates", "map.xlsx"]
    if kind == Kind.MANAGER:  # files of which each takes a second to draw
        names += ["report.pdf", "report.docx", "report.xlsx"]
    for name in names:
        assert find("4447", said(client, *ways[name])), name


def seen(saved: ClusterMap, user: User) -> secrecy.SeenMap:
    role = Role.objects.select_related("programme").get(user=user)
    return secrecy.seen_map(role, saved, saved.dataset)


def test_sums_are_true_for_everybody_or_unknown(
    saved: ClusterMap, person_as: Any, boris: User
) -> None:
    masked = seen(saved, person_as(Kind.OBSERVER))
    whole = seen(saved, boris)
    assert masked.note and "8 industries in regions are not shown" in str(masked.note)
    assert "fewer than 5 firms" in str(masked.note)
    [cluster] = masked.found.clusters.to_dicts()
    assert cluster["employment"] == CLUSTER
    assert cluster["focus"] == pytest.approx(CLUSTER / (WHOLE_OF_A + 32559))
    cells = masked.found.cells.sort("region", "industry")
    true = whole.found.cells.sort("region", "industry")
    for total in ("region_total", "industry_total", "reference_total"):
        assert cells[total].to_list() == true[total].to_list()
    hidden = cells.filter(pl.col("employment").is_null())
    assert set(hidden["region"] + "/" + hidden["industry"]) == {*FEW, *BESIDE}
    for name in ("lq", "focus", "size"):
        assert hidden[name].null_count() == hidden.height
        assert cells[name].null_count() == hidden.height


def test_shares_of_regions_count_masked_cells_in(
    saved: ClusterMap, squares: Any, person_as: Any, boris: User
) -> None:
    """A's part in clusters is its masked cell: unknown. C has none: zero, as it is."""
    whole = clusters_sheet(seen(saved, boris).found, squares).values
    shown = clusters_sheet(seen(saved, person_as(Kind.OBSERVER)).found, squares).values
    assert whole["A"] == pytest.approx(9331 / WHOLE_OF_A)
    assert shown == {"A": None, "B": None, "C": 0, "D": 0}


def test_a_share_that_gives_nothing_away_is_the_same_for_everybody(
    dataset: Dataset, boris: User, person_as: Any
) -> None:
    """Three industries of one region in clusters, of which two are masked.

    North: 300 + 200 + 100 of 1,000 persons, the last two of 3 firms each: 60 %, not
    the 30 % of what is shown.
    """
    rows = [("N", "1520", 40, 300), ("N", "1410", 3, 200), ("N", "1392", 3, 100)]
    rows += [("N", "1071", 40, 400), ("S", "1520", 40, 100), ("S", "1410", 40, 100)]
    rows += [("S", "1392", 40, 100), ("S", "1071", 40, 3700)]
    kinds = ("region", "industry", "establishments", "employment")
    table = RegionIndustryTable(pl.DataFrame(rows, kinds, orient="row"))
    dataset.cells = {"4": tables.write(table)}
    dataset.sha256 = "3" * 64
    dataset.save()
    asked = Settings(establishments=1, employment=1, certainty=None)
    made = maps.save_map(dataset, asked, name="North", by=boris)
    sums = seen(made, person_as(Kind.MEMBER)).found.region_sums
    assert sums is not None
    assert dict(sums.select("region", "share").iter_rows())["N"] == 0.6


def test_a_dataset_without_numbers_of_firms_tells_nothing(
    dataset: Dataset, boris: User, person_as: Any
) -> None:
    content = "\n".join(
        ",".join(line.split(",")[:2] + line.split(",")[3:])
        for line in TABLE.splitlines()
    )
    with arriving.arrive(content.encode(), "few.csv") as file:
        read = datasets.upload_dataset(file, programme=dataset.programme, by=boris)
    about = {"name": "Jobs", "source": "Survey", "licence": "own", "year": 2024}
    read = datasets.accept_dataset(read, **about, accept_problems=False, by=boris)
    made = maps.save_map(
        read, Settings(employment=1, certainty=None), name="Uncounted", by=boris
    )
    observer = person_as(Kind.OBSERVER)
    found = seen(made, observer).found
    for name in ("employment", "lq", "focus", "size", "region_total", "industry_total"):
        assert found.cells[name].null_count() == found.cells.height, name
        assert found.clusters[name].null_count() == found.clusters.height > 0, name
    read.is_published = True
    read.save()
    made.refresh_from_db()
    open_to = seen(made, observer)
    assert open_to.note is None
    assert not open_to.found.cells["employment"].null_count()


def test_figures_that_are_published_are_shown_to_everybody(
    saved: ClusterMap, round_: Round, person_as: Any, client_of: Any
) -> None:
    saved.dataset.is_published = True
    saved.dataset.save()
    client = client_of(person_as(Kind.OBSERVER))
    page = client.get(url("map-cluster", saved.pk, 1)).content.decode()
    assert find("4447", page) and "not shown to your role" not in page
    # What was entered by hand for two firms, or for nobody knows how many, is no
    # figure of the dataset.
    listed = client.get(ways_out(saved, round_)["api candidates"][0]).json()["items"]
    by_hand = [each for each in listed if each["nominated_by"] == "Fair"]
    assert len(by_hand) == 2
    assert all(not {"employment", "turnover"} & set(c["figures"]) for c in by_hand)


def test_pages_say_what_is_masked_and_why(
    saved: ClusterMap, round_: Round, reader: Any
) -> None:
    client, ways = reader(Kind.MEMBER), ways_out(saved, round_)
    for name in ("map", "cluster 1", "pictures", "map.html", "api map"):
        assert "are not shown to your role" in said(client, *ways[name]), name
    for name in ("candidates", "identification"):
        text = said(client, *ways[name])
        assert "not shown to your role (Employment, Turnover a year)" in text, name
    by_hand = Candidate.objects.get(name="Nobody counted")
    page = said(client, *ways[f"candidate {by_hand}"])
    assert "not shown to your role" in page and "No figure is known yet" not in page
    listed = json.loads(said(client, *ways["api candidates"]))["items"]
    masked = {each["name"]: each["figures_masked"] for each in listed}
    assert masked["Nobody counted"] == ["employment", "turnover"]


def test_a_candidate_of_a_cluster_that_is_shown_keeps_its_figures(
    saved: ClusterMap, round_: Round, person_as: Any
) -> None:
    person_as(Kind.OBSERVER)
    role = Role.objects.select_related("programme").get(kind=Kind.OBSERVER)
    of_map = round_.candidates.get(cluster_map=saved)
    found = secrecy.seen_figures(role, [of_map])[of_map.pk]
    assert found.figures["employment"][0]["value"] == CLUSTER and not found.masked
    saved.programme.smallest_cell = role.programme.smallest_cell = 63
    saved.programme.save()
    found = secrecy.seen_figures(role, [of_map])[of_map.pk]
    assert {"employment", "lq", "focus", "size"} <= set(found.masked)
    assert set(found.figures) <= {"establishments", "stars", "known_share"}


def test_who_has_no_role_sees_no_figure(round_: Round) -> None:
    found = secrecy.seen_figures(None, round_.candidates.all())
    assert all("employment" not in each.figures for each in found.values())


def test_an_assessor_who_observes_scores_without_them(
    round_: Round, person_as: Any, client_of: Any, boris: User
) -> None:
    Round.objects.filter(pk=round_.pk).update(stage=Round.Stage.SHORT_LIST)
    by_hand = Candidate.objects.get(name="Two brothers")
    observer = person_as(Kind.OBSERVER)
    scoring.invite_assessor(Round.objects.get(pk=round_.pk), observer, by=boris)
    where = url("score-candidate", round_.pk, by_hand.pk)
    answer = client_of(observer).get(where, follow=True)
    assert not find("4447", answer.content.decode())


def test_the_history_tells_an_evaluator_no_figures(round_: Round, reader: Any) -> None:
    by_hand = Candidate.objects.get(name="Two brothers")
    record = reverse(
        "overview:record-history", args=["lindara", "selection.Candidate", by_hand.pk]
    )
    deed = Deed.objects.filter(did="figure.added").first()
    assert deed is not None
    evaluator, manager = reader(Kind.EVALUATOR), reader(Kind.MANAGER)
    assert find("4447", said(manager, record, ""))
    for each in Deed.objects.all():
        where = reverse("overview:deed", args=["lindara", each.pk])
        assert not find("4447", said(evaluator, where, ""))
    assert not find("4447", said(evaluator, record, ""))


def test_a_figure_of_another_map_is_judged_by_that_map(
    saved: ClusterMap, round_: Round, reader: Any, boris: User
) -> None:
    """The candidate's own map shows 13,778; another's 7,777 is of two firms there."""
    few = (
        "region,industry,establishments,employment\n"
        "A,1520,1,4777\nB,1520,1,3000\nC,1520,90,9\nD,1312,90,90000\n"
    )
    with arriving.arrive(few.encode(), "few.csv") as file:
        read = datasets.upload_dataset(file, programme=saved.programme, by=boris)
    about = {"name": "Few", "source": "Survey", "licence": "own", "year": 2024}
    other = maps.save_map(
        datasets.accept_dataset(read, **about, accept_problems=False, by=boris),
        Settings(lq=1.0, establishments=1, employment=1),
        name="Few",
        by=boris,
    )
    shoes = Candidate.objects.filter(
        cluster_map=saved, figures__employment__0__value=CLUSTER
    ).get()
    row = {"industry": "1520", "regions": ["A", "B"], "employment": 7777}
    added = candidates._figures_of(row, other)["employment"]
    shoes.figures["employment"] += added
    Candidate.objects.filter(pk=shoes.pk).update(figures=shoes.figures)
    ways, client = ways_out(saved, round_), reader(Kind.MEMBER)
    for name in ("api candidates", f"candidate {shoes}", "report.pdf"):
        assert not find("7777", said(client, *ways[name])), name
    assert find("7777", said(reader(Kind.MANAGER), *ways[f"candidate {shoes}"]))


def test_a_map_by_firms_is_of_the_table_of_a_map_by_jobs(saved: ClusterMap) -> None:
    """One level told and the same left to be chosen are one table, by any measure."""
    level = saved.dataset.findings["level"]
    by_firms = {**saved.settings, "value": "establishments", "level": level}
    assert secrecy._asked(saved.settings, saved.dataset) == secrecy._asked(
        by_firms, saved.dataset
    )


@pytest.mark.parametrize("sort", ["employment", "-employment", "lq", "-lq"])
def test_no_order_tells_a_masked_figure(round_: Round, reader: Any, sort: str) -> None:
    """By name for whoever may not see the figures, whichever way they ask."""
    where = f"{url('candidates', round_.pk)}?sort={sort}"
    page = said(reader(Kind.MEMBER), where, "")
    names = sorted(round_.candidates.current().values_list("name", flat=True))
    places = [page.index(f"<bdi>{name}</bdi>") for name in names]
    assert places == sorted(places, reverse=sort.startswith("-"))
    # The page says so, and offers no order that is not to be had.
    way = "descending" if sort.startswith("-") else "ascending"
    assert re.findall('aria-sort="[a-z]+"><a href="[^"]*">([^<]+)<', page) == [
        "Candidate"
    ]
    assert f'aria-sort="{way}"' in page
    head = page[page.index("<thead>") : page.index("</thead>")]
    orders = set(re.findall(r"[?;]sort=-?([a-z]+)", head))
    assert orders == {"name", "stage", "establishments"}


@pytest.mark.parametrize("sort", ["employment", "-lq"])
def test_the_staff_has_every_order(round_: Round, reader: Any, sort: str) -> None:
    page = said(reader(Kind.MANAGER), f"{url('candidates', round_.pk)}?sort={sort}", "")
    way = "descending" if sort.startswith("-") else "ascending"
    heading = {"employment": "Employment", "-lq": "LQ"}[sort]
    assert re.findall('aria-sort="([a-z]+)"><a href="[^"]*">([^<]+)<', page) == [
        (way, heading)
    ]


def test_what_is_made_of_a_whole_industry_tells_no_masked_cell(
    saved: ClusterMap, person_as: Any, boris: User
) -> None:
    """A shrunken quotient tells the variance of all, and that two unknowns."""
    masked, whole = seen(saved, person_as(Kind.OBSERVER)), seen(saved, boris)
    cells, true = masked.found.cells, whole.found.cells
    hidden = set(cells.filter(pl.col("employment").is_null())["industry"])
    told = set(true.filter(pl.col("lq_shrunken").is_not_null())["industry"])
    assert hidden & told
    for table in (cells, masked.found.clusters):
        of_hidden = table.filter(pl.col("industry").is_in(hidden))
        for name in ("lq_low", "lq_high", "lq_shrunken"):
            assert of_hidden[name].null_count() == of_hidden.height > 0


def test_growth_since_a_year_of_few_firms_is_masked(
    dataset: Dataset, boris: User, person_as: Any
) -> None:
    """One firm of 37 in 2015, 40 firms of 800 in 2020: growth would tell the 37."""
    rows = []
    for year, firms, jobs in ((2015, 1, 37), (2020, 40, 800)):
        for region in "ABCD":
            own = (firms, jobs) if region == "A" else (10, 50)
            rows.append((year, region, "1520", *own))
            rows.append((year, region, "1410", 40, 900))
    kinds = ("year", "region", "industry", "establishments", "employment")
    table = RegionIndustryTable(pl.DataFrame(rows, kinds, orient="row"))
    dataset.cells = {"4": tables.write(table)}
    dataset.sha256 = "4" * 64
    dataset.save()
    asked = Settings(establishments=1, employment=1, certainty=None)
    made = maps.save_map(dataset, asked, name="Grown", by=boris)
    of_shoes = pl.col("industry") == "1520"
    whole = seen(made, boris).found.clusters.filter(of_shoes)
    assert whole["growth"].to_list() == [pytest.approx(800 / 37 - 1)]
    assert whole["growth_firms"].to_list() == [1]
    shown = seen(made, person_as(Kind.OBSERVER)).found.clusters.filter(of_shoes)
    assert shown["value"].to_list() == [800]
    assert shown["growth"].to_list() == [None]


def test_parts_of_growth_tell_no_earlier_figure_of_one_firm(
    dataset: Dataset, boris: User, person_as: Any, client_of: Any
) -> None:
    """Shoes of A by 40 firms in both years, of B by 1 of 37 persons and then by 40.

    Start, nation and mix give the industry's first year: its total now x start /
    (start + nation + mix). Less the start, that is B's 37.
    """
    rows = []
    for year, of_a, of_b in ((2015, 800, (1, 37)), (2020, 1_000, (40, 100))):
        rows += [(year, "A", "1520", 40, of_a), (year, "B", "1520", *of_b)]
        rows += [(year, region, "1410", 60, 3_000) for region in "ABCD"]
    kinds = ("year", "region", "industry", "establishments", "employment")
    table = RegionIndustryTable(pl.DataFrame(rows, kinds, orient="row"))
    dataset.cells = {"4": tables.write(table)}
    dataset.sha256 = "5" * 64
    dataset.save()
    asked = Settings(establishments=1, employment=1, certainty=None)
    made = maps.save_map(dataset, asked, name="Parts", by=boris)
    clusters = seen(made, boris).found.clusters.filter(industry="1520")
    where = url("cluster-background", made.pk, clusters["rank"].item())
    staff = client_of(boris).get(where).content.decode()
    assert "had it grown as all industries together" in staff
    page = client_of(person_as(Kind.OBSERVER)).get(where).content.decode()
    assert "it went from 800 to 1,000" in page
    assert "had it grown as all industries together" not in page
    assert "What it is made of would tell figures of few firms" in page
