"""The words that a sheet of scores is recognised by, in the languages of the site."""

import re
import unicodedata

WORDS = {
    "candidate": (
        *("candidate", "candidates", "cluster", "clusters", "candidat", "candidats"),
        *("grappe", "grappes", "candidato", "candidatos", "candidata", "conglomerado"),
        *("مرشح", "المرشح", "المرشحون", "تجمع", "التجمع"),
    ),
    "weight": (
        *("weight", "weights", "weighting", "poids", "ponderation", "coefficient"),
        *("peso", "pesos", "ponderacion", "وزن", "الوزن", "أوزان", "الأوزان"),
    ),
    "direction": (
        *("direction", "directions", "sens", "direccion", "sentido"),
        *("اتجاه", "الاتجاه"),
    ),
    "heading": (
        *("heading", "headings", "group", "theme", "rubrique", "rubriques", "grupo"),
        *("encabezado", "epigrafe", "apartado", "rubro", "محور", "المحور", "عنوان"),
    ),
    "veto": (
        *("veto", "vetoes", "vetos", "exclusion", "نقض", "النقض", "استبعاد"),
        *("حق النقض", "اعتراض"),
    ),
    "assessor": (
        *("assessor", "assessors", "evaluator", "scorer", "evaluateur", "evaluatrice"),
        *("evaluador", "evaluadora", "مقيم", "المقيم"),
    ),
    "criterion": (
        *("criterion", "criteria", "critere", "criteres", "criterio", "criterios"),
        *("معيار", "المعيار", "معايير", "المعايير"),
    ),
    "score": (
        *("score", "scores", "points", "note", "puntuacion", "puntaje", "puntos"),
        *("nota", "درجة", "الدرجة", "نقاط", "النقاط"),
    ),
    "total": (
        *("total", "totals", "sum", "average", "mean", "weighted score", "rank"),
        *("somme", "moyenne", "rang", "suma", "promedio", "media", "rango"),
        *("المجموع", "مجموع", "المتوسط", "متوسط", "الترتيب"),
    ),
    "benefit": (
        *("benefit", "max", "maximise", "maximize", "more", "up", "higher", "+", "1"),
        *("benefice", "avantage", "plus", "beneficio", "mas", "منفعة", "أكثر", "أعلى"),
    ),
    "cost": (
        *("cost", "min", "minimise", "minimize", "less", "down", "lower", "-", "-1"),
        *("cout", "moins", "costo", "coste", "menos", "تكلفة", "أقل", "أدنى"),
    ),
    "no": ("no", "non", "none", "0", "-", "false", "aucun", "ninguno", "لا", "لا يوجد"),
    "yes": ("yes", "x", "oui", "si", "1", "true", "نعم", "veto"),
}


def plain(text: str) -> str:
    """A word without case, accents, vowel signs, unit in brackets or colon."""
    bare = re.sub(r"\([^)]*\)|%|:", " ", text.replace("\u2212", "-"))
    parts = unicodedata.normalize("NFKD", bare.casefold())
    kept = "".join(sign for sign in parts if not unicodedata.combining(sign))
    return " ".join(kept.split())


_PLAIN = {kind: frozenset(map(plain, words)) for kind, words in WORDS.items()}


def means(text: str | None, kind: str) -> bool:
    """Whether a text is one of the words of a kind."""
    return text is not None and plain(text) in _PLAIN[kind]
