"""Letters to those that were not chosen: one page, with reasons and what comes next."""

from dataclasses import dataclass

from distretto.errors import gettext_noop
from distretto.formats.charts.language import ENGLISH, Language

SUBJECT = gettext_noop("The selection of clusters: %(candidate)s")
GREETING = gettext_noop("Dear friends of %(candidate)s,")
THANKS = gettext_noop(
    "Thank you for the time and the figures that you gave to the selection round "
    "“%(round)s” of the programme “%(programme)s”. The committee has decided. Among "
    "%(count)s candidates it could choose %(places)s, and %(candidate)s is not among "
    "them."
)
REASONS = gettext_noop("These were the reasons:")
NEXT = gettext_noop("What you can do now:")
QUESTIONS = gettext_noop(
    "You may see all scores of %(candidate)s and ask us about them. Not to be chosen "
    "in this round says nothing against the worth of your work, and your figures stay "
    "with the programme for the next one."
)
CLOSING = gettext_noop("With kind regards")
STEPS = (
    gettext_noop("Ask the programme for the scores and the evidence behind them."),
    gettext_noop("Tell us of figures that are wrong or have changed."),
    gettext_noop("Put yourselves forward again in the next round."),
)


@dataclass(frozen=True)
class Letter:
    """A letter, ready to be printed; paragraphs are parted by blank lines.

    Lines of the text that begin with “- ” become a list.
    """

    programme: str
    date: str
    addressee: str
    subject: str
    text: str
    signatory: str = ""
    language: Language = ENGLISH

    def paragraphs(self) -> list[tuple[bool, list[str]]]:
        """The paragraphs: whether each is a list, and its lines."""
        out: list[tuple[bool, list[str]]] = []
        for part in self.text.replace("\r\n", "\n").split("\n\n"):
            lines = [line.strip() for line in part.splitlines() if line.strip()]
            if not lines:
                continue
            is_list = all(line.startswith("- ") for line in lines)
            out.append((is_list, [line[2:] for line in lines] if is_list else lines))
        return out


def letter_text(
    candidate: str,
    *,
    round_name: str,
    programme: str,
    count: int,
    places: int,
    reasons: str,
    next_steps: tuple[str, ...] | None = None,
    language: Language = ENGLISH,
) -> str:
    """A first wording, which people change as they like before it is sent."""
    say = language.say
    gaps = {
        "candidate": candidate,
        "round": round_name,
        "programme": programme,
        "count": language.number(count),
        "places": language.number(places),
    }
    steps = tuple(map(say, STEPS)) if next_steps is None else next_steps
    parts = [
        say(GREETING) % gaps,
        say(THANKS) % gaps,
        f"{say(REASONS)}\n{reasons}",
        f"{say(NEXT)}" if steps else "",
        "\n".join(f"- {step}" for step in steps),
        say(QUESTIONS) % gaps,
        say(CLOSING),
    ]
    return "\n\n".join(part for part in parts if part)


def subject_of(candidate: str, language: Language = ENGLISH) -> str:
    """The line above the greeting."""
    return language.say(SUBJECT) % {"candidate": candidate}


def letter_pdf(letter: Letter) -> bytes:
    """The letter on A4, its address where a window envelope shows it."""
    from distretto.formats.documents.typeset import typeset

    data = {
        "programme": letter.programme,
        "date": letter.date,
        "addressee": letter.addressee.splitlines(),
        "subject": letter.subject,
        "paragraphs": [
            {"list": is_list, "lines": lines} for is_list, lines in letter.paragraphs()
        ],
        "signatory": letter.signatory.splitlines(),
        "words": {},
    }
    return typeset("letter.typ", data, letter.language)


def letter_docx(letter: Letter) -> bytes:
    """The letter for Word."""
    from distretto.formats.documents.word import Paper

    paper = Paper(letter.language)
    paper.file.core_properties.title = letter.subject
    paper.paragraph(letter.programme, "Heading 2")
    for line in letter.addressee.splitlines():
        paper.paragraph(line)
    paper.paragraph(letter.date)
    paper.paragraph(letter.subject, "Heading 1")
    for is_list, lines in letter.paragraphs():
        if is_list:
            for line in lines:
                paper.paragraph(line, "List Bullet")
        else:
            paper.paragraph("\n".join(lines))
    paper.paragraph("")
    for line in letter.signatory.splitlines():
        paper.paragraph(line)
    return paper.content()
