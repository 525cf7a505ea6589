"""How wide the kernel of a density of distances is."""

import numpy as np

from distretto.analysis.selection.agglomeration.bins import Bins
from distretto.analysis.selection.agglomeration.grid import Integers
from distretto.analysis.selection.agglomeration.pairs import Pairs
from distretto.analysis.selection.agglomeration.sites import Floats, Sites

# Bins for the spread of all distances of an industry.
SPREAD_BINS = 4096
# Above so many plants the spread is that of a sample of them.
MOST_FOR_SPREAD = 20_000


def bandwidth(sites: Sites, members: Integers, *, seed: int = 1) -> float:
    """Silverman's bandwidth, in km, of all distances between an industry's plants.

    Of more than 20,000 plants the spread is that of 20,000 drawn with `seed`; their
    number still counts in full. At least the width of a bin of the spread, as where
    all stand at one point.
    """
    if len(members) > MOST_FOR_SPREAD:
        rng = np.random.default_rng(seed)
        seen = rng.choice(members, MOST_FOR_SPREAD, replace=False, shuffle=False)
    else:
        seen = members
    own = Sites(sites.x[seen], sites.y[seen])
    extent = float(np.hypot(np.ptp(sites.x), np.ptp(sites.y)))
    layout = Pairs.of(own, Bins.within(extent, SPREAD_BINS))
    counts = layout.counts(np.arange(len(seen)))
    pairs = len(members) * (len(members) - 1) / 2
    return silverman(counts, layout.bins.width_km, pairs)


def silverman(counts: Floats, width_km: float, number: float) -> float:
    """0.9 min(sd, IQR / 1.34) n^(-1/5) of binned distances [silverman1986]."""
    share = counts / counts.sum()
    distances = np.arange(len(counts)) * width_km
    mean = float(share @ distances)
    spread = float(np.sqrt(max(share @ (distances - mean) ** 2, 0.0)))
    # Of a bin, half lies below its middle.
    below = np.cumsum(share) - share / 2
    low, high = np.interp([0.25, 0.75], below, distances)
    narrow = min(spread, float(high - low) / 1.34) if high > low else spread
    return max(0.9 * narrow * number ** (-1 / 5), width_km)
