"""A sample as tables: the firms to ask, the strata, the precision to hope for."""

import polars as pl

from distretto.analysis.diagnosis.sampling.drawing import Sample
from distretto.analysis.diagnosis.sampling.precision import expected_precision
from distretto.formats.survey.found import Found

# Of a severity from 0 to 4, for planning: nearly the whole scale within two each way.
_DEVIATION = 1.2


def sample_tables(sample: Sample, *, firm: str, level: float = 0.95) -> Found:
    """The sample, with what its file needs for weights afterwards.

    The table of firms begins with `firm`, its key under one name, and has the counts
    of its stratum, so that the file alone tells what each response stands for.
    """
    counts = sample.strata.select("stratum", "population", "sampled")
    named = sample.drawn.join(counts, on="stratum", how="left", maintain_order="left")
    plain = ("stratum", "role", "order", "weight", "population", "sampled")
    rest = [name for name in named.columns if name not in (*plain, firm, "firm")]
    firms = named.select(pl.col(firm).alias("firm"), *plain, *rest)
    return Found(
        "sample",
        {
            "firms": firms,
            "strata": sample.strata,
            "precision": _precision(sample.strata, level),
        },
        sample.settings,
    )


def _precision(strata: pl.DataFrame, level: float) -> pl.DataFrame:
    found = expected_precision(strata, deviation=_DEVIATION, level=level)
    return pl.DataFrame(
        {
            "estimate": ["share of firms", "mean severity"],
            "assumed": [0.5, _DEVIATION],
            "error": [found.share_error, found.mean_error],
            "reach": [found.share_reach, found.mean_reach],
            "level": [level, level],
        }
    )
