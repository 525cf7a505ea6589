"""What can go wrong by intention, each with a code and a sentence.

MethodError
├── InputError    the data cannot be analysed
├── FormatError   the file cannot be read
└── RuleError     the method refuses the action

Anything else that is raised is a bug and is not caught.
"""


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for translation; the site's `explain` filter translates it.

    Django's makemessages finds the mark by this name, so that the analysis floor
    can speak of errors without knowing Django.
    """
    return sentence


def ngettext_noop(one: str, many: str) -> tuple[str, str]:
    """Mark a sentence in its forms for one thing and for several.

    `scripts/update-messages` finds the mark by this name.
    """
    return one, many


class MethodError(Exception):
    """A failure that a person can read and put right.

    `code` is stable, for tests, documentation and other programs. `template` is
    the English sentence with named %(gaps)s, which the site translates.
    """

    def __init__(self, code: str, template: str, **params: object) -> None:
        self.code, self.template, self.params = code, template, params
        super().__init__(template % params)


class InputError(MethodError, ValueError):
    """The data cannot be analysed: says where, what was found, what to do."""


class FormatError(MethodError, ValueError):
    """The file cannot be read: says which sheet, row and column, and what to do."""


class RuleError(MethodError):
    """The method refuses this action: says why, and what would let it pass."""
