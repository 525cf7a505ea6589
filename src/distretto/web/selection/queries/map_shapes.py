"""Which of a programme's places a measured map can be drawn on."""

from distretto.formats.boundaries import Boundaries
from distretto.web.accounts.models import Programme
from distretto.web.register import queries as register
from distretto.web.selection.models import ClusterMap
from distretto.web.selection.queries import maps


def shapes_under(
    result: maps.Measured | ClusterMap, programme: Programme
) -> Boundaries | None:
    """The places of a programme, around the regions measured; None where these are not
    among them: a map of elsewhere would look like one without a single known figure."""
    boundaries = register.shapes_of(programme)
    if not boundaries.shapes:
        return None
    regions = maps.cells_of(result)["region"].unique()
    return boundaries if any(code in boundaries.shapes for code in regions) else None
