"""The columns of hot spots and of clusters of points."""

from distretto.errors import gettext_noop
from distretto.formats.measured.shown import JOBS, PLANTS, WIDE_PLANTS, Shown

NAMES = {
    "hot_spots": gettext_noop("Region"),
    "hot_industries": gettext_noop("Industry"),
    "density_clusters": gettext_noop("Cluster"),
}
# Kinds of regions in words: the region, then its neighbours.
WORDS = {
    "high-high": gettext_noop("high among high"),
    "low-low": gettext_noop("low among low"),
    "high-low": gettext_noop("high among low"),
    "low-high": gettext_noop("low among high"),
}
COLUMNS: dict[str, tuple[Shown, ...]] = {
    "hot_spots": (
        Shown("hot_spot", gettext_noop("Spot"), "spot"),
        Shown("kind", gettext_noop("Kind"), "word"),
        JOBS,
        PLANTS,
        Shown("lq", gettext_noop("LQ"), 2),
        Shown("neighbours_mean", gettext_noop("Around"), 2),
        Shown("neighbours", gettext_noop("Neighbours"), "count", wide=True),
        Shown("p_value", gettext_noop("p"), "chance", wide=True),
        Shown("adjusted_p_value", gettext_noop("p corr."), "chance"),
    ),
    "hot_industries": (
        WIDE_PLANTS,
        Shown("employment", gettext_noop("Jobs"), "count", wide=True),
        Shown("hot_regions", gettext_noop("Hot"), "count"),
        Shown("hot_spots", gettext_noop("Spots"), "count"),
        Shown("hot_names", gettext_noop("Hot regions"), "text"),
        Shown("cold_regions", gettext_noop("Cold"), "count", wide=True),
        Shown("unlike_regions", gettext_noop("Unlike"), "count", wide=True),
        Shown("moran", gettext_noop("Moran"), 2),
        Shown("regions_measured", gettext_noop("Tested"), "count"),
    ),
    "density_clusters": (
        Shown("plants", gettext_noop("Plants"), "count"),
        JOBS,
        Shown("places", gettext_noop("Places"), "count", wide=True),
        Shown("radius_km", gettext_noop("Radius, km"), 1),
        Shown("half_radius_km", gettext_noop("Half, km"), 1),
        Shown("times_sites", gettext_noop("× sites"), 2),
        Shown("latitude", gettext_noop("Latitude"), 3, wide=True),
        Shown("longitude", gettext_noop("Longitude"), 3, wide=True),
        Shown("industries", gettext_noop("Main industries"), "text"),
    ),
}
FILE_HEADS = {
    "is_significant": gettext_noop("Is significant"),
    "slq": gettext_noop("Symmetric LQ"),
    "local_moran": gettext_noop("Local Moran’s I"),
    "left_out": gettext_noop("Left out because of"),
    "least_p_value": gettext_noop("Least p"),
    "regions_with": gettext_noop("Regions that have it"),
    "regions_unknown": gettext_noop("Regions unknown"),
    "core_plants": gettext_noop("Core plants"),
    "employment_known": gettext_noop("Jobs in plants of known size"),
    "plants_sized": gettext_noop("Plants of known size"),
    "sites_around": gettext_noop("Sites around"),
    "x_km": gettext_noop("East of the middle, km"),
    "y_km": gettext_noop("North of the middle, km"),
}
