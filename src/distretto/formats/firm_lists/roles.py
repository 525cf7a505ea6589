"""What a column of a list of firms can tell, and what such columns are called.

English, French, Spanish, Portuguese, Arabic and Indonesian. Names that fit best stand
first; a column is recognised by its whole name, then by words within it.
"""

from functools import cache

from distretto.errors import gettext_noop
from distretto.formats.words import plain

ROLES = {
    "name": gettext_noop("name"),
    "legal_name": gettext_noop("legal name"),
    "address": gettext_noop("address"),
    "place": gettext_noop("place (name or code)"),
    "country": gettext_noop("country"),
    "latitude": gettext_noop("latitude"),
    "longitude": gettext_noop("longitude"),
    "coordinates": gettext_noop("latitude and longitude in one column"),
    "industry": gettext_noop("industry (code)"),
    "industry_title": gettext_noop("industry (title)"),
    "products": gettext_noop("products"),
    "employees": gettext_noop("employees"),
    "size": gettext_noop("size band"),
    "women": gettext_noop("women employed"),
    "year_founded": gettext_noop("year of foundation"),
    "owner_sex": gettext_noop("sex of the owner"),
    "phone": gettext_noop("telephone"),
    "email": gettext_noop("e-mail"),
    "website": gettext_noop("website"),
    "tax_number": gettext_noop("tax number"),
    "exporter": gettext_noop("exports (yes or no)"),
    "contact": gettext_noop("contact person"),
    "source_id": gettext_noop("number in the source"),
}
WORDS: dict[str, tuple[str, ...]] = {
    "name": (
        "name|firm name|company name|business name|name of firm|enterprise name",
        "establishment name|name of company|name of enterprise|factory name|trade name",
        "facility name|organisation|organization|institution|institution name|company",
        "firm|enterprise|establishment|factory|facility|unit name|name of the firm",
        "nom|nom de l entreprise|entreprise|nom entreprise|nom commercial|societe",
        "denomination|enseigne|nom de l etablissement|etablissement|organisme",
        "nombre|nombre de la empresa|empresa|nombre empresa|nombre comercial",
        "nombre del establecimiento|nom estab|razon comercial|nombre de fantasia",
        "nome|nome da empresa|nome fantasia|nome do estabelecimento|nome empresarial",
        "الاسم|اسم الشركة|الشركة|اسم المنشاة|المنشاة|اسم المؤسسة|المؤسسة|اسم المصنع",
        "nama|nama perusahaan|perusahaan|nama usaha|nama industri|nama unit usaha",
        "supplier|supplier name|member|vendor|vendor name",
    ),
    "legal_name": (
        "legal name|registered name|official name|raison sociale|raison sociale",
        "denomination sociale|razon social|raz social|razao social|denominacion social",
        "الاسم القانوني|الاسم التجاري المسجل|nama badan hukum|nama resmi",
    ),
    "address": (
        "address|street address|full address|location address|street|business address",
        "postal address|factory address|adresse|adresse complete|rue|adresse postale",
        "direccion|domicilio|calle|direccion completa|endereco|logradouro|rua|morada",
        "العنوان|عنوان|الشارع|alamat|alamat lengkap|alamat perusahaan|jalan",
    ),
    "place": (
        "place|district|town|city|municipality|region|location|locality|county|zone",
        "village|place code|district code|region code|municipality code|province",
        "lga|ward|governorate|commune|ville|localite|departement|wilaya|gouvernorat",
        "code commune|departamento|municipio|ciudad|localidad|partido|distrito|comuna",
        "provincia|ubigeo|municipio codigo|cidade|concelho|bairro|uf|estado",
        "المدينة|المحافظة|المنطقة|الولاية|الحي|kota|kabupaten|kecamatan|desa|kelurahan",
        "provinsi|kab kota|state|city town|upazila|thana|tehsil|taluka",
    ),
    "country": (
        "country|country name|country code|nation|pays|pais|país|البلد|الدولة|negara",
        "iso2|iso country",
    ),
    "latitude": ("latitude|lat|latitud|y coord|gps latitude|خط العرض|lintang|y",),
    "longitude": (
        "longitude|lon|lng|long|longitud|x coord|gps longitude|خط الطول|bujur|x",
    ),
    "coordinates": (
        "coordinates|gps|gps coordinates|lat long|lat lon|latlong|lat lng|geolocation",
        "coordonnees|coordonnees gps|coordenadas|ubicacion gps|الاحداثيات|koordinat",
        "geopoint|location gps|geo",
    ),
    "industry": (
        "industry code|isic|isic code|isic4|nace|nace code|naics|naics code|sic|nic",
        "activity code|sector code|code ape|ape|code naf|naf|code activite",
        "clae|clae2|clae3|clae6|ciiu|codigo ciiu|codigo actividad|scian|codigo scian",
        "cnae|codigo cnae|cae|رمز النشاط|kbli|kode kbli|hs code|clanae",
        "industry|sector|main activity|activity|economic activity|line of business",
        "branch|sub sector|subsector|activite|secteur|secteur d activite|branche",
        "rubro|giro|actividad|sector economico|rama|actividad economica",
        "atividade|setor|ramo|النشاط|النشاط الاقتصادي|القطاع|jenis usaha|sektor",
        "bidang usaha|jenis industri|cnae fiscal",
    ),
    "industry_title": (
        "industry title|industry name|sector name|activity description|description",
        "industry description|libelle activite|libelle secteur|libelle naf|intitule",
        "descripcion actividad|clae2 desc|clae6 desc|nombre act|nombre actividad",
        "descripcion|descricao|descricao cnae|وصف النشاط|اسم النشاط|uraian kbli",
        "deskripsi usaha|nature of business|type of business|business type",
    ),
    "products": (
        "products|product|main products|goods|product type|items produced|produits",
        "produits principaux|productos|productos principales|produtos",
        "المنتجات|المنتج|produk|produk utama|jenis produk|hasil produksi|komoditi",
    ),
    "employees": (
        "employees|number of employees|no of employees|workers|total employees|staff",
        "number of workers|employment|headcount|persons employed|total workers",
        "workforce|jobs|effectif|effectifs|nombre d employes|salaries",
        "nombre de salaries|effectif salarie",
        "empleados|numero de empleados|trabajadores|personal ocupado|personal|empleo",
        "empregados|funcionarios|numero de funcionarios|pessoal|trabalhadores",
        "عدد العاملين|العاملين|عدد الموظفين|العمال|عدد العمال",
        "tenaga kerja|jumlah tenaga kerja|karyawan|jumlah karyawan|pekerja",
    ),
    "size": (
        "size|size band|size class|firm size|enterprise size|employees band|category",
        "tranche d effectif|taille|tamano|estrato|rango de empleo|tamano de empresa",
        "per ocu|porte|faixa|faixa de pessoal|الحجم|فئة الحجم|skala usaha|skala",
    ),
    "women": (
        "women|female employees|number of women|women employed|female workers|female",
        "female staff|femmes|nombre de femmes|mujeres|numero de mujeres|trabajadoras",
        "mulheres|numero de mulheres|النساء|عدد النساء|عدد العاملات|perempuan|wanita",
        "tenaga kerja perempuan|tenaga kerja wanita|employed women|women workers",
    ),
    "year_founded": (
        "year founded|founded|year established|established|year of establishment",
        "start year|year of foundation|year started|founding year|year of registration",
        "annee de creation|date de creation|creation|ano de fundacion|ano de inicio",
        "fecha de inicio|ano de fundacao|data de abertura|سنة التاسيس|تاريخ التاسيس",
        "tahun berdiri|tahun pendirian|incorporated|inception|year",
    ),
    "owner_sex": (
        "owner s sex|sex of owner|owner sex|owner gender|gender of owner|gender|sex",
        "women owned|sexe|sexe du proprietaire|genre|sexo|sexo del propietario|genero",
        "sexo do proprietario|جنس المالك|الجنس|jenis kelamin|jenis kelamin pemilik",
        "sexe du promoteur|sex of the owner|owner is",
    ),
    "phone": (
        "phone|telephone|phone number|tel|mobile|mobile number|contact number|cell",
        "telephone number|tel no|phone no|whatsapp|tel fixe|portable",
        "numero de telephone|telephone portable",
        "telefono|celular|movil|telefone|telemovel|الهاتف|رقم الهاتف|الجوال|telepon",
        "no telepon|no telp|no hp|nomor telepon|telp|hp|gsm",
    ),
    "email": (
        "email|e mail|email address|mail|courriel|adresse email|correo|mailing",
        "correo electronico|البريد الالكتروني|البريد|surel|alamat email|emel",
    ),
    "website": (
        "website|web|url|web site|homepage|site web|site internet|site|sitio web",
        "pagina web|الموقع الالكتروني|الموقع|situs web|laman|webpage|web page",
    ),
    "tax_number": (
        "tax number|tax id|tin|vat|vat number|tax no|ntn|gst|gstin|pan|bin|tax code",
        "registration number|company number|identifiant fiscal|nif|matricule fiscal",
        "siret|siren|ifu|ninea|ice|ruc|rut|nit|cuit|rfc|rif|cnpj|cpf|nipc|registre de",
        "numero fiscal|contribuinte|الرقم الضريبي|الرقم الجبائي|npwp|nib|vkn|inn",
    ),
    "exporter": (
        "exporter|exports|export|is exporter|exporting|exportateur|exporte|exportador",
        "exporta|exportaciones|مصدر|يصدر|التصدير|ekspor|eksportir|orientasi ekspor",
    ),
    "contact": (
        "contact person|contact|contact name|owner|owner name|manager|director|ceo",
        "name of owner|proprietor|representative|personne de contact|gerant",
        "dirigeant|proprietaire|responsable|nom du gerant|contacto|propietario",
        "representante|persona de contacto|nombre del contacto|contato|responsavel",
        "proprietario|جهة الاتصال|المدير|اسم المالك|المالك|الشخص المسؤول|pemilik",
        "nama pemilik|kontak|penanggung jawab|narahubung|gerente|pimpinan",
    ),
    "source_id": (
        "id|no|number|nr|s no|sl no|sno|serial|serial no|record id|ref|reference|code",
        "firm id|facility id|os id|identifier|uuid|identifiant|folio|codigo",
        "numero|clave",
        "id establecimiento|رقم|الرقم|م|nomor|kode|id perusahaan|item",
    ),
}
WHOLE, WITHIN = 1000, 500  # a whole name fits better than a word within it
SHORTEST_WITHIN = 4  # letters of a word that is believed within a longer name


def fit(column: str, role: str) -> int:
    """How well a column's name fits a role: 0 not at all, else the more the better."""
    name = plain(column)
    names = _names(role)
    if name in names:
        return WHOLE - names[name]
    padded = f" {name} "
    within = [
        WITHIN - place
        for known, place in names.items()
        if len(known) >= SHORTEST_WITHIN and f" {known} " in padded
    ]
    return max(within, default=0)


@cache
def _names(role: str) -> dict[str, int]:
    """Names of a role, plainly spelt, with their places in the list."""
    listed = [plain(name) for line in WORDS[role] for name in line.split("|")]
    return {name: place for place, name in reversed(list(enumerate(listed)))}
