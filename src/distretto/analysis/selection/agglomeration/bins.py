"""Distances sorted into bins, and densities smoothed from them."""

from dataclasses import dataclass

import numpy as np

from distretto.analysis.selection.agglomeration.sites import Floats

# A Gaussian kernel holds all but 0.006 % of its mass within so many bandwidths.
KERNEL_REACH = 4.0
# Bins within the reach: fine enough that a bandwidth spans several.
BINS = 440


@dataclass(frozen=True)
class Bins:
    """Bin b holds the distances nearest to b x `width_km`; so bin 0 holds zero.

    A distance is in bin number distance / width + `offset`, rounded down. One more
    bin, after the last, takes every distance beyond the reach.
    """

    width_km: float
    count: int
    offset: float = 0.5

    @classmethod
    def within(cls, reach_km: float, count: int = BINS) -> "Bins":
        """`count` bins that reach as far as `reach_km`."""
        return cls(reach_km / (count - 1), count)

    @classmethod
    def up_to(cls, reach_km: float, count: int) -> "Bins":
        """Bins whose bin b holds the distances over b - 1 and up to b widths."""
        return cls(reach_km / (count - 1), count, offset=1 - 1e-9)

    @property
    def reach_km(self) -> float:
        return self.width_km * (self.count - self.offset)

    @property
    def distances_km(self) -> Floats:
        """The middle of each bin."""
        return np.arange(self.count, dtype=np.float64) * self.width_km

    def smoother(self, distances_km: Floats, bandwidth_km: float) -> Floats:
        """Weight of a pair in each bin for the density at each distance, per km.

        Gaussian, and reflected at zero: no pair is less than nothing apart.
        """
        at, found = distances_km[:, None], self.distances_km[None, :]
        z, mirrored = (at - found) / bandwidth_km, (at + found) / bandwidth_km
        bells = np.exp(-(z**2) / 2) + np.exp(-(mirrored**2) / 2)
        return bells / (bandwidth_km * np.sqrt(2 * np.pi))
