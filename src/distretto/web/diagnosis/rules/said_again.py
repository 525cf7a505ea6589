"""Whether one text repeats the words of another."""

import re

# So many words in a row are no chance; of a shorter text all of them.
IN_A_ROW, FEWEST = 6, 3


def shares_words(one: str, other: str) -> bool:
    """Whether six words in a row of one text, or all of a shorter, are in the other.

    Case and signs do not count. Of one or two words alone, the whole text must be them.
    """
    first, second = _words(one), _words(other)
    run = min(IN_A_ROW, len(first), len(second))
    if run < FEWEST:
        return bool(run) and first == second
    return not _runs(first, run).isdisjoint(_runs(second, run))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _runs(words: list[str], length: int) -> set[tuple[str, ...]]:
    ends = range(length, len(words) + 1)
    return {tuple(words[end - length : end]) for end in ends}
