"""What columns, kinds and strengths are called in files of linkages."""

import re

from distretto.formats.words import fit_among, plain, plain_words

COLUMNS: dict[str, list[str]] = {
    role: plain_words(lines)
    for role, lines in {
        "from": (
            "from|source|ego|sender|actor 1|firm 1|firm a|from actor|respondent|who",
            "seller|supplier|asks|de|origine|origen|desde|emisor|répondant|encuestado",
            "من|المصدر|से",
        ),
        "to": (
            "to|target|alter|receiver|actor 2|firm 2|firm b|to actor|named|whom",
            "partner|buyer|customer|asked|à|vers|cible|destinataire|partenaire|hacia",
            "a|destino|socio|إلى|الى|الهدف|को",
        ),
        "relation": (
            "relation|kind|type|linkage|kind of linkage|tie type|kind of tie|layer",
            "link|relation kind|lien|type de lien|nature|vinculo|tipo|tipo de vinculo",
            "relacion|نوع|العلاقة|प्रकार",
        ),
        "strength": (
            "strength|weight|intensity|value|score|importance|frequency|force|intensité",
            "poids|fuerza|peso|intensidad|قوة|القوة|शक्ति",
        ),
        "formal": (
            "formal|contract|is formal|written|formalised|formel|contrat|contrato",
            "رسمي|औपचारिक",
        ),
        "wave": (
            "wave|time|year|date|period|round|when|vague|année|annee|ola|año|ano|fecha",
            "موجة|السنة|वर्ष",
        ),
        "actor": (
            "actor|name|id|node|firm|company|enterprise|label|actor name|nodename|code",
            "acteur|nom|entreprise|nombre|empresa|فاعل|الاسم|नाम",
        ),
        "kind": (
            "kind|type|actor kind|actor type|kind of actor|category|nature|tipo|clase",
            "catégorie|نوع|प्रकार",
        ),
        "group": (
            "group|village|place|town|district|size class|sector|department|subgroup",
            "groupe|lieu|ville|grupo|lugar|pueblo|مجموعة|المكان|समूह",
        ),
        "surveyed": (
            "surveyed|interviewed|responded|answered|respondent|response|enquêté",
            "interrogé|répondu|encuestado|entrevistado|respondió|مستجيب",
        ),
        "latitude": ("latitude|lat|latitud|y",),
        "longitude": ("longitude|lon|lng|long|longitud|x",),
    }.items()
}
OF_TIES = ("from", "to", "relation", "strength", "formal", "wave")
OF_ACTORS = ("actor", "kind", "group", "surveyed", "latitude", "longitude", "wave")
KINDS = {
    word: kind
    for kind, lines in {
        "firm": "firm|company|enterprise|f|unit|producer|entreprise|empresa|شركة|उद्यम",
        "institution": "institution|support institution|bds|bds provider|association|"
        "bank|university|authority|i|organisation|institución|مؤسسة|संस्था",
        "team": "team|project|project team|programme|agent|cda|cluster agent|équipe|"
        "equipo|proyecto|فريق",
        "outside": "outside|external|extra cluster|o|outsider|extérieur|externo|خارجي",
    }.items()
    for word in plain_words((lines,))
}
STRENGTHS = {
    word: strength
    for strength, lines in {
        -1.0: "conflict|conflicto|conflit|نزاع",
        0.0: "none|no tie|no|nulo|aucun|ninguno|لا",
        1.0: "weak|occasional|yes|si|oui|faible|occasionnel|débil|ocasional|ضعيف|نعم",
        2.0: "regular|medium|moyen|régulier|medio|منتظم",
        3.0: "strong|strategic|fort|stratégique|fuerte|estratégico|قوي",
    }.items()
    for word in plain_words((lines,))
}
UNANSWERED = "unanswered"
# What a wave is called that says what is wished for.
DESIRED = frozenset(
    plain_words(
        (
            "desired|wished for|wanted|target|souhaité|souhaités|souhaitée|désiré",
            "deseado|deseada|مرغوب|वांछित",
        )
    )
)
NO_ANSWER = frozenset(
    plain_words(("unanswered|no answer|refused|sans réponse|sin respuesta|بلا جواب",))
)
YES = frozenset(plain_words(("yes|y|true|1|formal|oui|si|sí|vrai|نعم|हाँ",)))
NO = frozenset(plain_words(("no|n|false|0|informal|non|faux|لا|नहीं",)))
_WAVE = re.compile(
    r"(?:^|[\s_.\-]|(?<=[a-z]))"
    r"((?:t|w|wave|round|time|ola|vague)[\s_\-]?\d{1,2}|(?:19|20)\d\d"
    r"|now|desired|target|baseline|endline|before|after|today)$",
    re.IGNORECASE,
)


def role_columns(
    columns: tuple[str, ...], roles: tuple[str, ...], told: dict[str, str]
) -> dict[str, str]:
    """Role to column, by their names; what was told goes first, “” leaves it out."""
    chosen = {role: column for role, column in told.items() if column}
    bids = [
        (fit_among(column, COLUMNS[role]), role, column)
        for role in roles
        if role not in told
        for column in columns
    ]
    for score, role, column in sorted(bids, key=lambda bid: -bid[0]):
        if score and role not in chosen and column not in chosen.values():
            chosen[role] = column
    return chosen


def relation_and_wave(name: str) -> tuple[str, str]:
    """What a sheet's or file's name says: “Lending 2026” is (Lending, 2026)."""
    name = name.strip()
    found = _WAVE.search(name)
    if not found:
        return name, ""
    return name[: found.start(1)].strip(" _-.–—"), found[1]


def is_desired(wave: str) -> bool:
    """Whether a wave of that name is what is wished for, and not there."""
    return plain(wave) in DESIRED


def truth(text: str | None) -> bool | None:
    """Yes, no, or None where it is neither."""
    word = plain(text or "")
    return True if word in YES else False if word in NO else None
