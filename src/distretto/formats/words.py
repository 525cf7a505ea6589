"""What columns are called, in the languages of those who publish tables.

Words are compared without case, accents and punctuation. A column is recognised by
its whole name first, then by a word within it.
"""

import unicodedata
from collections.abc import Sequence

WORDS: dict[str, tuple[str, ...]] = {
    "region": (
        "region code|region|geofips|geo fips|area fips|area code|area|fips code|fips",
        "geo code|geo|geography code",
        "geography|district code|district|county code|county|province code|province",
        "state code|state|municipality code|municipality|lga|governorate|place|zone",
        "location|nuts|nuts id|lau|local authority|prefecture|locality|reg code",
        "code region|code departement|departement|code commune|commune|wilaya",
        "gouvernorat|canton|code insee|territoire|zone d emploi",
        "departamento|provincia|municipio|comuna|partido|distrito|entidad|cve mun",
        "cve ent|cvegeo|codigo municipio|comunidad autonoma|ubigeo|localidad",
        "estado|uf|microrregiao|regiao|codigo do municipio|concelho|municipio codigo",
        "منطقة|المنطقة|رمز المنطقة|محافظة|المحافظة|ولاية|الولاية|اقليم|الاقليم|مدينة",
        "क्षेत्र|जिला|ज़िला|राज्य|जनपद|स्थान",
    ),
    "region_name": (
        "region name|area title|area name|geography name|district name|county name",
        "name of region|place name|geo label|regname|municipality name|state name",
        "nom region|libelle region|nom commune|libelle commune|nom departement",
        "nombre region|nombre municipio|nom mun|nom ent|municipio nombre",
        "nome regiao|nome municipio|nome do municipio|اسم المنطقة|اسم المحافظة",
        "geoname|geo name|जिले का नाम",
    ),
    "industry": (
        "industry code|industry|naics code|naics|naics2017|naics2012|naics2022|nace",
        "nace r2|nace rev 2|isic|isic4|isic code|sic|sic code|sector code|sector",
        "economic activity|activity code|activity|branch|product group|nic|nic code",
        "line code|linecode|ind code|division|industria|industry group",
        "code ape|ape|code naf|naf|activite|code activite|secteur|branche|industrie",
        "rama|rama de actividad|actividad|codigo actividad|clae|clae2|clae3|clae6",
        "clanae|ciiu|scian|codigo act|codigo scian|sector economico|codigo ciiu",
        "cnae|atividade|codigo cnae|setor|ramo|subsetor|secao|divisao|cae|ateco",
        "النشاط|رمز النشاط|النشاط الاقتصادي|القطاع|الصناعة|قطاع|نشاط|صناعة",
        "उद्योग|उद्योग कोड|क्षेत्रक|गतिविधि|आर्थिक गतिविधि",
    ),
    "industry_name": (
        "industry title|industry name|naics title|naics label|sector name|description",
        "activity description|nace label|isic title|industry description|label",
        "libelle activite|libelle secteur|libelle naf|intitule|libelle ape",
        "clae2 desc|clae6 desc|descripcion actividad|descripcion|nombre act|nom act",
        "descricao|descricao cnae|denominacao|وصف النشاط|اسم النشاط|उद्योग का नाम",
    ),
    "year": (
        "year|ref year|reference year|time|time period|period|annee|exercice|ano|anio",
        "periodo|سنة|السنة|عام|العام|वर्ष|साल",
    ),
    "establishments": (
        "establishments|annual avg estabs count|annual avg estabs|estabs|estab|est",
        "number of establishments|no of establishments|establishment count|firms",
        "number of firms|enterprises|number of enterprises|units|local units|plants",
        "businesses|companies|factories|number of units|n establishments|count",
        "etablissements|nombre d etablissements|nb etablissements|entreprises",
        "nombre d entreprises|unites locales|nb entreprises|unites",
        "establecimientos|unidades economicas|empresas|numero de establecimientos|ue",
        "cantidad de establecimientos|locales|unidades|numero de empresas",
        "estabelecimentos|numero de estabelecimentos|qtd estabelecimentos",
        "unidades locais|المنشات|عدد المنشات|منشات|المؤسسات|عدد المؤسسات|الشركات",
        "प्रतिष्ठान|प्रतिष्ठानों की संख्या|इकाइयां|इकाइयाँ|उद्यम",
    ),
    "employment": (
        "employment|annual avg emplvl|emplvl|employees|emp|jobs|persons employed",
        "persons engaged|workers|workforce|number of employees|no of employees|staff",
        "headcount|total workers|total employment|number of workers|people employed",
        "emploi|emplois|effectif|effectifs|salaries|personnes occupees|nb salaries",
        "effectif salarie|nombre d emplois|nombre de salaries|effectifs salaries",
        "empleo|empleados|personal ocupado|personal ocupado total|ocupados|puestos",
        "trabajadores|asalariados|puestos de trabajo|numero de empleados|ocupacion",
        "emprego|empregos|pessoal ocupado|vinculos|vinculos ativos|trabalhadores",
        "empregados|numero de empregados|pessoal ao servico",
        "العمالة|عدد العاملين|العاملون|المشتغلون|عدد المشتغلين|العمال|عدد العمال",
        "रोजगार|कर्मचारी|श्रमिक|कर्मचारियों की संख्या|कामगार",
    ),
    "size": (
        "size|size band|size class|employment size|employee size|sizeband|size group",
        "employees band|number of employees band|employment band|size category",
        "tranche d effectif|tranche effectifs|tranche effectif|taille|classe de taille",
        "tamano|estrato|estrato de personal|per ocu|personal ocupado estrato|rango",
        "rango de empleo|tramo|porte|faixa|tamanho|faixa de pessoal ocupado",
        "الحجم|حجم المنشاة|فئة الحجم|فئة العمالة|आकार",
    ),
    "latitude": ("latitude|lat|latitud|y coord|خط العرض|अक्षांश",),
    "longitude": ("longitude|lon|lng|long|longitud|x coord|خط الطول|देशांतर",),
}
TOTAL_WORDS = frozenset(
    word
    for line in (
        "total|totals|all|all industries|total all industries|all sectors|grand total",
        "total industries|all regions|all areas|all activities|all items|sum|total all",
        "national|national total|country total|all naics|all establishments|t|tot",
        "all industry total|all branches|total economy|whole country|00000000",
        "ensemble|tous|toutes|toutes activites|tous secteurs|total general",
        "france entiere",
        "todos|todas|total pais|todas las actividades|total nacional",
        "todos los sectores",
        "total geral|totais|todas as atividades|totale|gesamt|insgesamt|toplam",
        "المجموع|الاجمالي|اجمالي|المجموع الكلي|المجموع العام|जम्मा|कुल|योग|कुल योग",
    )
    for word in line.split("|")
)

# What is computed from counts and must not be taken for them, as in `lq_employment`.
DERIVED_WORDS = frozenset(
    word
    for line in (
        "lq|quotient|share|shares|percent|pct|percentage|ratio|rate|growth|change|chg",
        "index|cagr|density|wage|wages|salary|payroll|quotients|pourcentage|taux",
        "croissance|variation|indice|porcentaje|tasa|crecimiento|variacion|cociente",
        "participacion|percentual|taxa|crescimento|quociente|variacao|participacao",
        "نسبة|معدل|نمو|مؤشر|प्रतिशत|दर|वृद्धि",
    )
    for word in line.split("|")
)


def plain(text: str) -> str:
    """A name without case, accents, punctuation and doubled spaces.

    Vowel signs of Indian scripts are letters and stay; those of Arabic go.
    """
    lower = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(
        letter
        if letter.isalnum() or (unicodedata.category(letter) in ("Mc", "Mn"))
        else " "
        for letter in lower
        if not _is_accent(letter)
    )
    for shape, letter in (("أ", "ا"), ("إ", "ا"), ("آ", "ا"), ("ـ", "")):
        kept = kept.replace(shape, letter)
    return " ".join(unicodedata.normalize("NFC", kept).split())


def is_total(text: str) -> bool:
    """Whether a label says that its row or column is a total."""
    name = plain(text)
    return name in TOTAL_WORDS or name.startswith(("total ", "grand total"))


def is_derived(column: str) -> bool:
    """Whether a column's name says that it is a quotient, a rate, or a sum of pay."""
    return not DERIVED_WORDS.isdisjoint(plain(column).split())


def fit(column: str, role: str) -> int:
    """How well a column's name fits a role: 0 not at all, 1 a word of it, 2 or more.

    The earlier a name stands in the list, the better it fits.
    """
    return fit_among(column, _names(role))


def fit_among(column: str, names: Sequence[str]) -> int:
    """How well a column's name fits one of these names, which are plain."""
    name = plain(column)
    if name in names:
        return 1000 - names.index(name)
    words = name.split()
    for place, known in enumerate(names):
        if len(known) > 3 and known in words:
            return 500 - place
    return 0


def _is_accent(letter: str) -> bool:
    code = ord(letter)
    return 0x0300 <= code <= 0x036F or 0x064B <= code <= 0x065F or code == 0x0670


_NAMES: dict[str, list[str]] = {}


def _names(role: str) -> list[str]:
    if not _NAMES:
        for each in WORDS:
            lines = WORDS[each]
            _NAMES[each] = plain_words(lines)
    return _NAMES[role]


def plain_words(lines: Sequence[str]) -> list[str]:
    """The words of lines that part them by “|”, plain."""
    return [plain(word) for line in lines for word in line.split("|")]
