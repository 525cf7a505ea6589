"""Countries as lists name them, brought to their ISO 3166-1 codes of two letters."""

from functools import cache

from distretto.formats.iso import COUNTRIES
from distretto.formats.words import plain

# Code of two letters, of three, then names other than the English one: French, Spanish,
# Portuguese, Indonesian, Arabic, former and short ones. Those spelt as in English,
# accents aside, are left out.
_NAMES = """\
AE ARE|uae|emirats arabes unis|emiratos arabes unidos|emirados arabes unidos|uni emirat arab|الامارات|الامارات العربية المتحدة
AF AFG|afganistan|afeganistao|افغانستان
AL ALB|albanie|البانيا
AM ARM|armenie|ارمينيا
AO AGO|انغولا
AR ARG|argentine|الارجنتين
AT AUT|autriche|austria|النمسا
AU AUS|australie|استراليا
AZ AZE|azerbaidjan|azerbaiyan|azerbaijao|اذربيجان
BA BIH|bosnie herzegovine|bosnia|bosnia y herzegovina|bosnia e herzegovina|bosnia herzegovina|البوسنة والهرسك
BD BGD|bangla desh|بنغلاديش|বাংলাদেশ
BE BEL|belgique|belgica|belgia|بلجيكا
BF BFA|بوركينا فاسو
BG BGR|bulgarie|bulgarije|بلغاريا
BH BHR|bahrein|البحرين
BI BDI|بوروندي
BJ BEN|benim|بنين
BO BOL|bolivie|plurinational state of bolivia|bolivia plurinational state of|بوليفيا
BR BRA|bresil|brasil|البرازيل
BT BTN|bhoutan|butan
BW BWA|botsuana
BY BLR|bielorussie|belarus|bielorrusia|روسيا البيضاء
CA CAN|kanada|كندا
CD COD|dr congo|drc|rdc|congo kinshasa|republique democratique du congo|republica democratica del congo|congo democratic republic
CF CAF|republique centrafricaine|republica centroafricana
CG COG|congo brazzaville|republic of the congo|republique du congo
CH CHE|suisse|suiza|suica|swiss|schweiz|سويسرا
CI CIV|cote d ivoire|ivory coast|costa de marfil|costa do marfim|ساحل العاج
CL CHL|chili|تشيلي
CM CMR|cameroun|camerun|camaroes|kamerun|الكاميرون
CN CHN|chine|p r china|pr china|prc|people s republic of china|peoples republic of china|mainland china|tiongkok|cina|الصين|中国
CO COL|colombie|kolombia|كولومبيا
CR CRI|كوستاريكا
CU CUB|كوبا
CV CPV|cape verde|cap vert|cabo verde
CY CYP|chypre|chipre|قبرص
CZ CZE|czech republic|czechia|republique tcheque|tchequie|republica checa|التشيك
DE DEU|allemagne|alemania|alemanha|jerman|deutschland|المانيا
DJ DJI|جيبوتي
DK DNK|danemark|dinamarca|denmark|الدنمارك
DO DOM|dominican rep|republique dominicaine|republica dominicana
DZ DZA|algerie|argelia|aljazair|الجزائر
EC ECU|equateur|الاكوادور
EE EST|estonie|استونيا
EG EGY|egypte|egipto|egito|mesir|مصر|جمهورية مصر العربية
ER ERI|erythree|اريتريا
ES ESP|espagne|espana|espanha|spanyol|اسبانيا
ET ETH|ethiopie|etiopia|اثيوبيا|ኢትዮጵያ
FI FIN|finlande|finlandia|فنلندا
FJ FJI|fidji
FR FRA|francia|franca|prancis|perancis|فرنسا
GA GAB|gabao
GB GBR|uk|u k|great britain|england|scotland|wales|northern ireland|royaume uni|reino unido|inggris|المملكة المتحدة
GE GEO|georgie|جورجيا
GH GHA|غانا
GM GMB|the gambia|gambie
GN GIN|guinee|غينيا
GQ GNQ|guinee equatoriale|guinea ecuatorial
GR GRC|grece|grecia|yunani|اليونان
GT GTM|guatemala|غواتيمالا
GW GNB|guinee bissau|guine bissau
GY GUY|guyane
HK HKG|hong kong sar|hongkong|hong kong china
HN HND|هندوراس
HR HRV|croatie|croacia|kroasia|كرواتيا
HT HTI|هايتي
HU HUN|hongrie|hungria|المجر
ID IDN|indonesie|اندونيسيا
IE IRL|irlande|irlanda|ايرلندا
IL ISR|اسرائيل
IN IND|inde|hindistan|bharat|الهند|भारत
IQ IRQ|irak|العراق
IR IRN|islamic republic of iran|iran islamic republic of|ايران
IS ISL|islande
IT ITA|italie|italia|ايطاليا
JM JAM|jamaique
JO JOR|jordanie|jordania|yordania|الاردن
JP JPN|japon|japao|jepang|اليابان|日本
KE KEN|كينيا
KG KGZ|kirghizistan|kirguistan|kyrgyz republic|قيرغيزستان
KH KHM|cambodge|camboya|camboja|kamboja|كمبوديا
KP PRK|north korea|coree du nord|dpr korea|dprk
KR KOR|south korea|korea|republic of korea|korea republic of|korea south|coree du sud|corea del sur|coreia do sul|korea selatan|كوريا الجنوبية
KW KWT|koweit|الكويت
KZ KAZ|kazajistan|cazaquistao|كازاخستان
LA LAO|laos|lao pdr|lao people s democratic republic|لاوس
LB LBN|liban|libano|لبنان
LK LKA|srilanka|ceylon|سريلانكا
LR LBR|ليبيريا
LS LSO|lesoto
LT LTU|lituanie|lituania|ليتوانيا
LU LUX|luxemburgo|لوكسمبورغ
LV LVA|lettonie|letonia|لاتفيا
LY LBY|libye|libia|ليبيا
MA MAR|maroc|marruecos|marrocos|maroko|المغرب
MD MDA|moldavie|moldova republic of|republic of moldova|مولدوفا
ME MNE|montenegro
MG MDG|madagascar|مدغشقر
MK MKD|macedonia|fyrom|macedoine|macedoine du nord|macedonia del norte|north macedonia|مقدونيا
ML MLI|مالي
MM MMR|burma|birmanie|birmania|myanmar burma|ميانمار
MN MNG|mongolie|منغوليا
MO MAC|macau|macao
MR MRT|mauritanie|موريتانيا
MT MLT|malte|مالطا
MU MUS|maurice|ile maurice|mauricio|موريشيوس
MV MDV|maldivas
MW MWI|ملاوي
MX MEX|mexique|mejico|meksiko|المكسيك
MY MYS|malaisie|malasia|malasya|ماليزيا
MZ MOZ|mocambique|موزمبيق
NA NAM|namibie
NE NER|النيجر
NG NGA|نيجيريا
NI NIC|نيكاراغوا
NL NLD|holland|pays bas|paises bajos|paises baixos|belanda|the netherlands|هولندا
NO NOR|norvege|noruega|norwegia|النرويج
NP NPL|نيبال|नेपाल
NZ NZL|nouvelle zelande|nueva zelanda|nova zelandia|selandia baru|نيوزيلندا
OM OMN|عمان|سلطنة عمان
PA PAN|بنما
PE PER|perou|بيرو
PG PNG|papouasie nouvelle guinee
PH PHL|filipinas|the philippines|filipina|الفلبين
PK PAK|paquistan|paquistao|باكستان|پاکستان
PL POL|pologne|polonia|polska|polandia|بولندا
PR PRI|porto rico
PS PSE|palestine|palestina|state of palestine|west bank and gaza|فلسطين
PT PRT|البرتغال
PY PRY|paraguai|باراغواي
QA QAT|catar|قطر
RO ROU|roumanie|rumania|romenia|رومانيا
RS SRB|serbie|سيرفيا|صربيا
RU RUS|russia|russie|rusia|russian federation|rossiya|россия|روسيا
RW RWA|ruanda|رواندا
SA SAU|arabie saoudite|arabia saudita|arab saudi|ksa|kingdom of saudi arabia|السعودية|المملكة العربية السعودية
SD SDN|soudan|السودان
SE SWE|suede|suecia|swedia|السويد
SG SGP|singapour|singapur|singapura|سنغافورة
SI SVN|slovenie|eslovenia
SK SVK|slovaquie|eslovaquia|slovak republic
SL SLE|سيراليون
SN SEN|السنغال
SO SOM|somalie|الصومال
SV SLV|salvador|السلفادور
SY SYR|syrie|siria|suriah|syrian arab republic|سوريا|سورية
SZ SWZ|swaziland|eswatini
TD TCD|tchad|تشاد
TG TGO|توغو
TH THA|thailande|tailandia|muang thai|تايلاند|ไทย
TJ TJK|tadjikistan|tayikistan
TL TLS|east timor|timor leste|timor oriental
TM TKM|turkmenistan
TN TUN|tunisie|tunez|tunisia|تونس
TR TUR|turquie|turquia|turkey|turkiye|turki|تركيا
TT TTO|trinidad|trinidad tobago|trinite et tobago
TW TWN|taiwan|chinese taipei|taiwan roc|taiwan province of china|تايوان|台湾
TZ TZA|tanzanie|tanzania united republic of|united republic of tanzania|تنزانيا
UA UKR|ucrania|ukraina|اوكرانيا|украина
UG UGA|ouganda|اوغندا
US USA|u s a|u s|united states of america|etats unis|estados unidos|eeuu|ee uu|eua|amerika serikat|الولايات المتحدة|الولايات المتحدة الامريكية
UY URY|uruguai
UZ UZB|ouzbekistan|اوزبكستان
VE VEN|venezuela|bolivarian republic of venezuela|venezuela bolivarian republic of|فنزويلا
VN VNM|viet nam|vietnam|vietname|فيتنام|việt nam
YE YEM|yemen|yaman|اليمن
ZA ZAF|south africa|rsa|afrique du sud|sudafrica|africa do sul|afrika selatan|جنوب افريقيا
ZM ZMB|zambie|زامبيا
ZW ZWE|zimbabue|زيمبابوي
"""  # noqa: E501


@cache
def country_codes() -> dict[str, str]:
    """Names and codes, plainly spelt, to the code of two letters."""
    known = {plain(name): code for code, name in COUNTRIES.items()}
    known |= {code.casefold(): code for code in COUNTRIES}
    for line in _NAMES.splitlines():
        code, names = line.split(" ", 1)
        known |= {plain(name): code for name in names.split("|")}
    return known


def country_code(text: str) -> str | None:
    """The ISO code of a country as it was written; None where nobody knows it."""
    name = plain(text)
    known = country_codes()
    return known.get(name) or known.get(name.removeprefix("the "))
