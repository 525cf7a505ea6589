"""Whether the words of an answer agree to take part, in the languages of surveys."""

from collections.abc import Iterable

from distretto.formats.words import plain_words

# English, French, Spanish, Portuguese, Indonesian, Swahili, Arabic, Hindi, Chinese.
# At the beginning of an answer these decide: “Yes, but not recorded”, “No objection”.
YES = frozenset(
    plain_words(("yes|y|ok|true|oui|si|sim|ya|ndiyo|ndio|نعم|اجل|हाँ|हां|जी|是|是的",))
)
NO = frozenset(plain_words(("no|n|false|non|nao|tidak|hapana|لا|كلا|नहीं|否",)))
# Anywhere in it.
AGREES = frozenset(
    plain_words(
        (
            "agree|agrees|agreed|accept|accepts|accepted|consent|consents|consented",
            "accepte|acceptee|accord|consens|acepto|acepta|acuerdo|consiento",
            "aceito|aceita|acordo|concordo|concorda|setuju|bersedia|nakubali",
            "اوافق|موافق|موافقة|اقبل|सहमत|स्वीकार|同意",
        )
    )
)
AGREES_NOT = frozenset(
    plain_words(
        (
            "not|don|doesn|never|cannot|refuse|refuses|refused|refusal|declines",
            "decline|declined|disagree|disagrees|ne|pas|refus|rechazo|rehuso",
            "recuso|recusa|bukan|menolak|sikubali|غير|ارفض|رفض|असहमत|不同意|拒绝",
        )
    )
)


def agrees(words: Iterable[str]) -> bool | None:
    """What the names and labels of one answer say together.

    None where they say nothing of it, or one says yes and another no.
    """
    said = {_agrees(each) for each in words} - {None}
    return said.pop() if len(said) == 1 else None


def _agrees(text: str) -> bool | None:
    words = [word for part in plain_words([text]) for word in part.split()]
    if not words:
        return None
    if words[0] in YES or words[0] in NO:
        return words[0] in YES
    if not (NO | AGREES_NOT).isdisjoint(words):
        return False
    return None if AGREES.isdisjoint(words) else True
