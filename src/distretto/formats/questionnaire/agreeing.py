"""Whether the words of an answer agree to take part, in the languages of surveys.

English, French, Spanish, Portuguese, German, Indonesian, Swahili, Arabic, Hindi and
Chinese. What is not known for certain to agree is doubt, and doubt is no consent.
"""

from collections.abc import Iterable

from distretto.formats.words import plain, plain_words

# At the beginning of an answer, where nothing refuses behind it: “Yes, with pleasure”.
YES = frozenset(
    plain_words(("yes|y|ok|true|oui|si|sim|ja|ya|ndiyo|ndio|نعم|اجل|हाँ|हां|जी|是|是的",))
)
# As the whole of it.
AGREES = frozenset(
    plain_words(
        (
            "agree|agrees|agreed|i agree|we agree|i do agree|has agreed",
            "accept|accepts|accepted|i accept|we accept|has accepted|willing",
            "consent|consents|consented|i consent|we consent|i do consent",
            "has consented|i am willing|consent yes|consent given|consent granted",
            "consent obtained|gives consent|i give consent|i give my consent",
            "accepte|acceptée|j'accepte|nous acceptons|accord|d'accord|accord donné",
            "je suis d'accord|donne son accord|je consens|consens|j'y consens",
            "consentement|consentement donné|je donne mon accord",
            "je donne mon consentement|donne son consentement",
            "acepto|acepta|aceptado|acuerdo|de acuerdo|estoy de acuerdo|consiento",
            "está de acuerdo|autorizo|doy mi consentimiento|consentimiento dado",
            "consentimiento otorgado",
            "aceito|aceita|acordo|de acordo|estou de acordo|está de acordo|concordo",
            "concorda|consinto|dou meu consentimento|dou o meu consentimento",
            "consentimento dado",
            "einverstanden|ich bin einverstanden|stimme zu|ich stimme zu|stimmt zu",
            "zustimmung|einwilligung|einwilligung erteilt|ich willige ein",
            "setuju|saya setuju|bersedia|saya bersedia",
            "nakubali|ninakubali|anakubali|nimekubali|amekubali",
            "أوافق|أنا أوافق|موافق|أنا موافق|موافقة|أنا موافقة|أقبل|يوافق|توافق",
            "सहमत|सहमत हूँ|मैं सहमत हूँ|स्वीकार|स्वीकार है|मुझे स्वीकार है",
            "同意|我同意|接受|我接受|愿意|我愿意|同意参加|我同意参加|同意参与|我同意参与",
        )
    )
)
# What may stand behind one of these: to what it agrees.
TO_WHAT = frozenset(
    plain_words(
        (
            "to take part|to participate|to answer|to be interviewed",
            "to the interview|to this interview|to the survey|to this survey",
            "to take part in the survey|to take part in this survey",
            "to participate in the survey|to participate in this survey",
            "de participer|à participer|pour participer|de répondre|à répondre",
            "de participer à l'enquête|de participer à cette enquête",
            "participar|en participar|responder|participar en la encuesta",
            "participar en esta encuesta|em participar|participar da pesquisa",
            "participar desta pesquisa|teilzunehmen|der teilnahme zu",
            "berpartisipasi|untuk berpartisipasi|ikut serta|kushiriki",
            "على المشاركة|المشاركة|ان أشارك|参加|参与",
        )
    )
)
# Anywhere in it.
REFUSES = frozenset(
    plain_words(
        (
            # The “t” is that of “won’t”.
            "no|n|false|not|t|don|won|doesn|dont|wont|doesnt|never|cannot|cant|none",
            "nobody|nothing|neither|nor|without|unable|unwilling|refuse|refuses",
            "refused|refusal|refusing|decline|declines|declined|disagree|disagrees",
            "disagreed|deny|denies|denied|withhold|withholds|withheld|withdraw",
            "withdraws|withdrawn|withdrew|reject|rejects|rejected|rejection|revoke",
            "revoked|oppose|opposes|opposed|object|objects|objected|objection",
            "non|ne|ni|pas|sans|refus|refusée|refusons|jamais|aucun|aucune|rejet",
            "rejette|retire|retiré|retirée|désaccord",
            "sin|nunca|ningún|ninguno|ninguna|rechazo|rechaza|rechazado|rehúso|rehúsa",
            "niego|niega|negado|desacuerdo|tampoco|retiro|retirado",
            "não|sem|recuso|recusa|recusado|recusou|nenhum|nenhuma|nego|rejeito",
            "rejeita|rejeitado|discordo|discorda|desacordo",
            "nein|nicht|kein|keine|keinen|ohne|nie|lehne|lehnt|ablehnen|abgelehnt",
            "verweigere|verweigert|widerrufen",
            "tidak|bukan|belum|tanpa|jangan|menolak|ditolak|tolak|keberatan",
            "hapana|sikubali|hakubali|sijakubali|hajakubali|nakataa|anakataa|amekataa",
            "sitaki|hataki|bila|siyo|sio",
            "لا|كلا|لم|لن|ليس|لست|غير|بدون|دون|عدم|أرفض|رفض|يرفض|مرفوض|أبدا",
            "नहीं|नही|ना|न|मत|मना|असहमत|अस्वीकार|इनकार|इंकार|बिना",
        )
    )
)
# Chinese parts no words.
REFUSES_WITHIN = frozenset("不否拒没無无未别勿")


def agrees(words: Iterable[str]) -> bool | None:
    """What the names and labels of one answer say together.

    None where they say nothing of it, or one says yes and another no.
    """
    said = {_agrees(each) for each in words} - {None}
    return said.pop() if len(said) == 1 else None


def _agrees(text: str) -> bool | None:
    said = plain(text)
    first, *_ = said.split() or [""]
    if _refuses(said):
        return None if first in YES else False
    return True if first in YES or _is_agreement(said) else None


def _refuses(said: str) -> bool:
    return not (REFUSES.isdisjoint(said.split()) and REFUSES_WITHIN.isdisjoint(said))


def _is_agreement(said: str) -> bool:
    wholes = {said, *(said.removesuffix(f" {each}") for each in TO_WHAT)}
    return not AGREES.isdisjoint(wholes)
