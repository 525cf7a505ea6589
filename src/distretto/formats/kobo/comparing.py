"""A second export beside an earlier one: what is new, changed, the same, gone."""

from dataclasses import dataclass

import polars as pl

from distretto.formats.kobo.responses import Responses


@dataclass(frozen=True)
class Comparison:
    """Two exports of one survey.

    Attributes
    ----------
    new, changed, unchanged, gone : tuple of str
        Keys of responses, in the order of the export that has them.
    changes : polars.DataFrame, one row per answer that is another now
        `response`, `question`, `before` and `after`; null where there was, or is, no
        answer.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    gone: tuple[str, ...]
    changes: pl.DataFrame


def compare_responses(before: Responses, after: Responses) -> Comparison:
    """What an import would change, answer by answer, keyed on `_uuid`.

    Answers are compared as they are kept: by the name of the answer, so that an
    export by labels and one by names are the same. Rows of repeated blocks count too,
    each under its block, place and question, and cells that belong to no question.
    """
    earlier, later = _all_answers(before, "before"), _all_answers(after, "after")
    both = earlier.join(
        later, on=["response", "question"], how="full", coalesce=True
    ).filter(pl.col("before").ne_missing(pl.col("after")))
    known = set(before.responses["response"])
    here = set(after.responses["response"])
    stay = both.filter(pl.col("response").is_in(list(known & here)))
    is_changed = set(stay["response"])
    order = after.responses["response"].to_list()
    return Comparison(
        new=tuple(key for key in order if key not in known),
        changed=tuple(key for key in order if key in is_changed),
        unchanged=tuple(key for key in order if key in known - is_changed),
        gone=tuple(key for key in before.responses["response"] if key not in here),
        changes=stay.sort("response", "question"),
    )


def _all_answers(found: Responses, name: str) -> pl.DataFrame:
    table = found.answers.select("response", "question", pl.col("value").alias(name))
    parts = [table]
    for block, rows in found.repeats.items():
        long = rows.with_columns(pl.all().exclude("place").cast(pl.String)).unpivot(
            index=["response", "place"], variable_name="question", value_name=name
        )
        # Of a repeat inside another, “/outer” says where its row stands.
        question = pl.col("question").str.strip_prefix("/")
        named = pl.format(block + "[{}]/{}", "place", question).alias("question")
        parts.append(long.drop_nulls(name).select("response", named, name))
    # Cells of columns without a question go by the heading of their column.
    parts.append(found.extra.select("response", question="column", **{name: "value"}))
    return pl.concat(parts)
