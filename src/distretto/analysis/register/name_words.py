"""Words of names and addresses that say what a firm is in law, or what a word means.

All in Latin letters as `folding.folded` writes them, but for those in `NATIVE`, which
stand in scripts that do not part their words or do not write their vowels.
"""


def words_of(*lines: str) -> frozenset[str]:
    """The words of lines that part them by “|”."""
    return frozenset(word for line in lines for word in line.split("|"))


# Before letters are turned into Latin ones. Longer ones first.
NATIVE: tuple[tuple[str, str], ...] = (
    ("有限责任公司", " co ltd "),
    ("股份有限公司", " co ltd "),
    ("股份公司", " co "),
    ("有限公司", " co ltd "),
    ("有限會社", " co ltd "),
    ("有限会社", " co ltd "),
    ("株式会社", " co ltd "),
    ("株式會社", " co ltd "),
    ("合同会社", " llc "),
    ("公司", " co "),
    ("(株)", " co ltd "),
    ("（株）", " co ltd "),
    ("주식회사", " co ltd "),
    ("유한회사", " co ltd "),
    ("(주)", " co ltd "),
    ("(有)", " co ltd "),
    ("บริษัท", " co "),
    ("จำกัด", " ltd "),
    ("(มหาชน)", " plc "),
    ("มหาชน", " plc "),
    ("ห้างหุ้นส่วน", " co "),
    ("שותפות", " co "),
    ('בע"מ', " ltd "),
    ("בע״מ", " ltd "),
    ("בעמ", " ltd "),
    ("ذات مسؤولية محدودة", " llc "),
    ("ذات المسؤولية المحدودة", " llc "),
    ("المحدودة", " ltd "),
    ("محدودة", " ltd "),
    ("المساهمة", " co "),
    ("مساهمة", " co "),
    ("ذ.م.م", " llc "),
    ("ذ م م", " llc "),
    ("ش.ذ.م.م", " llc "),
    ("ش.م.م", " llc "),
    ("ش.م.ل", " co "),
    ("ش.م.ع", " co "),
    ("شركة", " co "),
    ("شركات", " co "),
    ("مؤسسة", " est "),
    ("سهامی خاص", " co "),
    ("سهامی عام", " co "),
    ("شرکت", " co "),
    ("پرائیویٹ", " pvt "),
    ("لمیٹڈ", " ltd "),
    ("प्राइवेट", " pvt "),
    ("लिमिटेड", " ltd "),
    ("कंपनी", " co "),
    ("कम्पनी", " co "),
    ("প্রাইভেট", " pvt "),
    ("লিমিটেড", " ltd "),
    ("কোম্পানি", " co "),
    ("ኃ/የተ/የግ/ማህበር", " plc "),
    ("ኃላፊነቱ የተወሰነ የግል ማህበር", " plc "),
    ("አ.ማ", " co "),
)

# Say what a firm is in law wherever they stand.
LEGAL_ANYWHERE = words_of(
    "ltd|limited|pvt|private|pte|pty|llc|llp|inc|incorporated|corp|corporation|plc",
    "gmbh|ohg|kgaa|sarl|sarlau|sasu|eurl|eirl|ltda|limitada|limitee|lda|epp|eireli|cia",
    "sdn|bhd|berhad|tbk|persero|tnhh|ctcp|kft|nyrt|bvba|sprl|oyj|asa|srls",
    "eood|ooo|oao|zao|pao|tov|jsc|ojsc|cjsc|pjsc|cooperative|anonim|sti|sirketi",
    "unipessoal|wll|fzco|fze|fzc|saoc|saog|psc|pjs|gesellschaft|societe|sociedad",
    "sociedade|societa|obshchestvo|company|companies|compania|compagnie|companhia",
    "proprietorship|perusahaan|perseroan|aktiengesellschaft|aktiebolag|mbh|srl|spa",
    "limitd|limted|lmited|limitied|ltds|co ltd",
)
# Say so at the beginning or the end; within a name they are words or initials.
LEGAL_AT_ENDS = words_of(
    "co|sa|sas|ag|kg|ug|ek|bv|nv|vof|ab|as|oy|ou|aps|sc|sca|scs|snc|sci|gie|ets|ste",
    "sl|slu|sau|sac|saa|sapi|rl|cv|scl|scrl|me|mei|zrt|bt|ae|epe|ike|oe|ee|ad|ood|dd",
    "doo|sro|zoo|spzoo|sp|pt|ud|pd|fa|ip|ao|chp|fop|mchj|mchzh|zhshs|too|shps|spy|est",
    "establishment|etablissements|establecimientos|cp|mtv|op|opc|lp|ent|pl|kk|the|de",
    "public|public co|m s|ms|messrs|ms|group|holding|holdings|sal|suarl|scop|coop|jv",
    "y|and|und|et|e|dba|grupo|gruppo|groupe|firma|cong|ty|tic|san|ve|tzov|vat|pat|tas",
)

# One word for one thing, however it is shortened or in what language it is said.
NAME_SAYS: dict[str, str] = {
    short: word
    for line in (
        "fty|fact|fac|factories|fabrica|usine|pabrik|msn|zavod|fabrika|factory",
        "mfg|mfgs|manuf|manufacturing|manufacturer|manufacturers|mfr|manufacture",
        "inds|indust|industries|industrie|industria|industri|sanayi|industry",
        "intl|internacional|internasional|internationale|international",
        "entp|enterprises|entreprise|entreprises|empresa|empresas|enterprise",
        "bros|bro|brothers|freres|hermanos|hnos|irmaos|brother",
        "txt|tex|text|textil|tekstil|txtl|textiles|nsyj|mnswjat|textile",
        "gmt|gmts|grmt|garmt|garments|garment",
        "apprl|apparels|apparel",
        "trdg|trad|trading|ticaret|perdagangan|trade",
        "imp|imports|ithalat|import",
        "exp|exports|ihracat|exportadora|export",
        "devt|dev|development",
        "tech|technologies|tecnologia|teknoloji|technology",
        "eng|engg|engr|ingenieria|engineering",
        "elec|electrical|elektrik|electric",
        "prod|prods|products|produtos|productos|produits|product",
        "assn|assoc|asociacion|associacao|asosiasi|association",
        "leath|lthr|cuero|cuir|deri|leather",
        "ftw|footware|footwear",
        "knit|knits|knitwear|knitwears|knitting",
        "wvg|weavers|weaver|weaving",
        "spg|spng|spinners|spinner|spinning",
        "proc|processors|processor|processing",
        "svc|svcs|services|servicios|servicos|service",
        "constr|const|construcciones|construcoes|insaat|construction",
    )
    for *shorts, word in [line.split("|")]
    for short in (*shorts, word)
}
# Words of a name that hardly tell one firm from another.
NAME_FILLERS = words_of(
    "and|y|e|et|und|ve|va|wa|i|of|the|de|del|da|do|dos|des|du|la|le|les|el|al|los|las",
    "for|fur|para|pour|di|dan|in|a|an|no|nr|num|s",
)

# What firms make or do: many names have it, and it tells few of them apart.
TRADES = frozenset(NAME_SAYS.values()) | words_of(
    "shoe|boot|sandal|cloth|clothe|clothing|dress|fashion|fabric|sweater|shirt|denim",
    "sport|sportswear|sporting|good|wear|sock|glove|hat|cap|headwear|bag|luggage|belt",
    "dyeing|printing|print|washing|embroidery|finishing|tannery|yarn|cotton|wool|silk",
    "plastic|rubber|metal|steel|iron|wood|furniture|paper|packaging|glass|ceramic|food",
    "rice|flour|mill|tea|coffee|sugar|oil|meat|fish|milk|dairy|tool|machine|machinery",
    "auto|automotive|car|electronic|pharma|pharmaceutical|workshop|works|craft|art",
    "confeccion|confeccione|confection|vetement|ropa|calzado|chaussure|calcado|zapato",
    "sepatu|pakaian|garmen|konveksi|moda|mode|giyim|ayakkabi|style|design|creation",
)

ADDRESS_SAYS: dict[str, str] = {
    short: word
    for line in (
        "rd|raod|jalan|jl|jln|lu|tariq|tryq|carretera|carr|estrada|estr|route|rte|road",
        "st|str|strt|strasse|calle|rua|rue|shara|sharie|sharh|sokak|sok|sk|ulitsa|ul|"
        "cadde|caddesi|cad|jie|street",
        "av|ave|aven|avenida|avenu|prospekt|pr|prosp|avenue",
        "blvd|bd|bld|boul|bulvar|bulvari|boulevard",
        "ln|xiang|gali|gang|gg|callejon|travessa|lane",
        "bldg|bdg|blg|building|edificio|ed|edif|immeuble|bina|gedung",
        "flr|fl|f|etage|piso|andar|lantai|lt|kat|floor",
        "ind|indl|inds|indus|industrial|industriel|industrielle|industri|sanayi|snayh",
        "est|estt|estate|parque|parc|kawasan|park",
        "zn|zona|zone|mntqh|mintaqa|bolgesi|area",
        "dist|distt|dt|dst|district|distrito|arrondissement|kecamatan|kec|ilce|rayon|"
        "kabupaten|kab|upazila|thana|tehsil|taluk|taluka|ps|qu|county",
        "prov|province|provincia|il|propinsi|provinsi|sheng|oblast|wilaya|state",
        "vill|vlg|village|desa|cun|aldea|koy|koyu|pueblo|mouza|ward|town|twn|zhen|"
        "xiang|township|barangay|brgy",
        "ctr|cntr|centre|centro|center",
        "hwy|highway|autopista|rodovia|rod|autoroute|expressway",
        "n|no|nr|num|nro|numero|nomor|km|plot|plt|khasra|survey|sy|lot|house|hse|h|d|"
        "door|holding|premises|shop|sector|sec|block|blk|blok|bloc|bloque|unit|room|rm",
        "opp|near|nr|behind|beside|next|opposite|frente|face|via",
        "po|pob|box|postal|code|zip|cep|pin|cp|pc|bp",
    )
    for *shorts, word in [line.split("|")]
    for short in (*shorts, word)
}
# Words of an address that stand in most addresses; they are not compared.
ADDRESS_FILLERS = frozenset(ADDRESS_SAYS.values()) | words_of(
    "and|y|e|et|of|the|de|del|da|do|dos|des|du|la|le|les|el|al|los|las|di|dan|in|at|on",
    "city|ciudad|ville|cidade|kota|sehri|shi|east|west|north|south|china|economic",
    "osb|organize|special|export|processing|free|trade|technological|high|tech|new",
)
UNIT_WORDS = words_of(
    "unit|units|plant|factory|branch|division|div|shed|workshop|site|line|phase|works",
    "mill|block|building|unidad|unidade|unite|usina|planta|filial|sucursal|succursale",
    "atelier|cabang|gudang|sube|subesi|tesis|filiale|werk|depot|warehouse",
)
# Without a number they tell all the same that it is not the mother firm.
BRANCHES = words_of("branch|subsidiary|filial|filiale|sucursal|succursale|cabang|sube")
# Parts of one works; at the end of a name they tell which.
DEPARTMENTS = words_of("cutting|sewing|laundry|packing|finishing|corte|costura|lavage")
_ROMANS = "i|ii|iii|iv|v|vi|vii|viii|ix|x|xi|xii"
ROMAN = {each: str(number) for number, each in enumerate(_ROMANS.split("|"), 1)}
ROMAN |= {"ll": "2", "lll": "3"}  # as scanners read them
ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4"}
NUMBER_WORDS = {"two": "2", "three": "3", "four": "4", "dos": "2", "deux": "2"}
ORDINAL_ENDS = ("st", "nd", "rd", "th")
