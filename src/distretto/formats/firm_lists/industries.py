"""The industry of each firm: by its code, else by the title that is most alike."""

from dataclasses import dataclass

import polars as pl

from distretto.errors import gettext_noop, ngettext_noop
from distretto.formats import classifications, guessing
from distretto.formats.firm_lists.findings import Findings
from distretto.formats.firm_lists.industry_titles import TitleMatch, match_titles
from distretto.formats.firm_lists.model import Choices
from distretto.formats.hierarchy import bare, digits_of
from distretto.notes import Note

BY_TITLE = "ISIC4"  # what titles are looked for in, unless codes tell another


@dataclass(frozen=True)
class Industries:
    """Codes, how sure they are, and others that may be meant, row by row."""

    codes: pl.Series
    scores: pl.Series
    alternatives: pl.Series
    classification: str | None


def industries_of(
    texts: pl.DataFrame, findings: Findings, choices: Choices
) -> Industries:
    """The industry of each row; codes decide, titles stand in where there are none."""
    codes: dict[str, TitleMatch] = {}
    key = classifications.key_of(choices.classification)
    if "industry" in texts.columns:
        key = key or _guessed(texts, findings)
        codes = _by_code(texts, key, findings)
    titles: dict[str, TitleMatch] = {}
    if "industry_title" in texts.columns:
        titles = _by_title(texts, codes, key or BY_TITLE, findings)
        key = key or (BY_TITLE if titles else None)
    rows = [
        codes.get(code or "", titles.get(title or "", _NOTHING))
        for code, title in zip(
            _texts(texts, "industry"), _texts(texts, "industry_title"), strict=True
        )
    ]
    return Industries(
        codes=pl.Series([each.code for each in rows], dtype=pl.String),
        scores=pl.Series(
            [each.score if each.code else None for each in rows], dtype=pl.Float64
        ),
        alternatives=pl.Series(
            [list(each.alternatives) or None for each in rows],
            dtype=pl.List(pl.String),
        ),
        classification=key,
    )


_NOTHING = TitleMatch(None, "", 0.0, ())


def _texts(texts: pl.DataFrame, role: str) -> list[str | None]:
    return texts[role].to_list() if role in texts.columns else [None] * texts.height


def _guessed(texts: pl.DataFrame, findings: Findings) -> str | None:
    """The classification that the column or its codes tell."""
    written = texts["industry"].drop_nulls().unique().to_list()
    found = guessing.guess(findings.columns["industry"], written)
    if found.key is not None:
        name = classifications.CLASSIFICATIONS[found.key]
        findings.notes.append(Note(_TAKEN_FOR, classification=name))
    elif any(digits_of(text) for text in written):
        findings.notes.append(Note(_UNDECIDED))
    return found.key


def _by_code(
    texts: pl.DataFrame, key: str | None, findings: Findings
) -> dict[str, TitleMatch]:
    """Codes as the classification spells them; strangers are told."""
    written = texts["industry"].drop_nulls().unique().to_list()
    if key is None:
        return {text: TitleMatch(text, "", 1.0, ()) for text in written}
    restored = classifications.restore_zeros(written, key)
    if restored:
        first = min(restored)
        note = Note(
            _RESTORED, count=len(restored), first=first, restored=restored[first]
        )
        findings.notes.append(note)
    spelled = {text: restored.get(text, text) for text in written}
    strangers = classifications.unknown_codes(spelled.values(), key)
    _tell_strangers(texts, spelled, strangers, key, findings)
    return {
        text: TitleMatch(bare(code), "", 1.0, ())
        for text, code in spelled.items()
        if code not in strangers
    }


def _tell_strangers(
    texts: pl.DataFrame,
    spelled: dict[str, str],
    strangers: dict[str, str | None],
    key: str,
    findings: Findings,
) -> None:
    wrong = [text for text, code in spelled.items() if code in strangers]
    name = classifications.CLASSIFICATIONS[key]
    rows = texts.filter(pl.col("industry").is_in(wrong)).select("row", "industry")
    for row, text in rows.iter_rows():
        near = strangers[spelled[text]]
        template = _UNKNOWN_NEAR if near else _UNKNOWN
        findings.add(
            "unknown_industry",
            template,
            "industry",
            row,
            text,
            classification=name,
            near=near,
        )


def _by_title(
    texts: pl.DataFrame,
    codes: dict[str, TitleMatch],
    key: str,
    findings: Findings,
) -> dict[str, TitleMatch]:
    """Titles of the rows that have no code of their own."""
    has_code = pl.lit(False)
    if "industry" in texts.columns:
        has_code = pl.col("industry").is_in(list(codes)).fill_null(False)
    rows = texts.filter(~has_code & pl.col("industry_title").is_not_null())
    if rows.is_empty():
        return {}
    written = rows["industry_title"].unique(maintain_order=True).to_list()
    # Some lists give the code in one row and the title in the next.
    coded = {
        text: TitleMatch(bare(text), "", 1.0, ())
        for text in written
        if digits_of(text) and classifications.is_known(text, key)
    }
    titled = match_titles([text for text in written if text not in coded], key)
    near = [each for each in titled.values() if each.code and each.score < 1]
    if near:
        findings.notes.append(Note(_BY_TITLE, count=len(near), all=len(titled)))
    found = titled | coded
    name = classifications.CLASSIFICATIONS[key]
    for row, text in rows.select("row", "industry_title").iter_rows():
        if found[text].code is None:
            others = ", ".join(found[text].alternatives)
            template = _NO_TITLE_NEAR if others else _NO_TITLE
            findings.add(
                "unknown_industry_title",
                template,
                "industry_title",
                row,
                text,
                "warning",
                classification=name,
                others=others,
            )
    return found


_TAKEN_FOR = gettext_noop("The industry codes were taken for %(classification)s.")
_UNDECIDED = gettext_noop(
    "Nothing says of which classification the industry codes are; they were kept as "
    "they are. Name the classification to have them checked."
)
_RESTORED = ngettext_noop(
    "%(count)s industry code had lost a leading zero, which was put back (“%(first)s” "
    "is “%(restored)s”).",
    "%(count)s industry codes had lost a leading zero, which was put back (“%(first)s” "
    "is “%(restored)s”).",
)
_BY_TITLE = ngettext_noop(
    "%(count)s of %(all)s titles of industries was matched with one that is written "
    "otherwise; look at its code.",
    "%(count)s of %(all)s titles of industries were matched with ones that are written "
    "otherwise; look at their codes.",
)
_UNKNOWN = gettext_noop(
    "“%(value)s” is no industry of %(classification)s. Put the right code, or name "
    "another classification."
)
_UNKNOWN_NEAR = gettext_noop(
    "“%(value)s” is no industry of %(classification)s; the nearest is “%(near)s”. Put "
    "the right code, or name another classification."
)
_NO_TITLE = gettext_noop(
    "“%(value)s” is like no title of %(classification)s. Add the code of the industry."
)
_NO_TITLE_NEAR = gettext_noop(
    "“%(value)s” is not enough like a title of %(classification)s to be sure; perhaps "
    "%(others)s. Add the code of the industry."
)
