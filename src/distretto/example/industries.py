"""The sixty industries of Lindara: ISIC Rev. 4 classes with a size of their own."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Industry:
    """One industry: its size in the country and of a usual establishment."""

    code: str
    title: str
    employment: int
    persons_per_establishment: float


def _industry(line: str) -> Industry:
    code, employment, persons, title = line.split(maxsplit=3)
    return Industry(code, title, int(employment), float(persons))


# Code, persons employed in the country outside its clusters, persons per
# establishment, title (our wording of the ISIC Rev. 4 classes).
_TABLE = """
0111 21000 3.1 Growing of cereals and oil seeds
0113 9200 2.8 Growing of vegetables and roots
0116 4100 3.4 Growing of fibre crops
0141 6800 2.6 Raising of cattle
0145 1500 2.2 Raising of pigs
0220 1900 6.0 Logging
0311 5200 3.0 Marine fishing
0810 1700 11.0 Quarrying of stone, sand and clay
1010 2300 14.0 Processing of meat
1020 2600 18.0 Processing of fish
1030 2100 12.0 Processing of fruit and vegetables
1040 1200 16.0 Vegetable and animal oils
1050 1500 13.0 Dairy products
1061 2900 7.0 Grain mill products
1071 5400 4.6 Bakery products
1073 1100 9.0 Cocoa, chocolate and sweets
1104 1300 21.0 Soft drinks and bottled waters
1311 1900 24.0 Spinning of textile fibres
1312 2600 4.1 Weaving of textiles
1313 900 10.0 Finishing of textiles
1391 700 9.0 Knitted and crocheted fabrics
1392 1700 7.0 Made-up textile articles
1394 500 6.0 Cordage, rope and netting
1410 6900 8.0 Wearing apparel, except fur
1430 1100 9.5 Knitted and crocheted apparel
1511 900 9.0 Tanning and dressing of leather
1512 800 5.0 Luggage, handbags and saddlery
1520 1500 7.5 Footwear
1610 1800 8.0 Sawmilling
1622 1900 5.2 Builders' carpentry and joinery
1629 1200 3.8 Other products of wood, cane and straw
1709 700 15.0 Articles of paper
1811 1600 7.0 Printing
2011 800 35.0 Basic chemicals
2023 1100 14.0 Soap, detergents and perfumes
2100 1200 42.0 Pharmaceuticals
2220 1900 17.0 Plastics products
2310 600 19.0 Glass and glass products
2392 1300 12.0 Clay building materials
2393 800 4.4 Other porcelain and ceramics
2394 900 60.0 Cement, lime and plaster
2395 1900 11.0 Articles of concrete and cement
2511 2300 9.0 Structural metal products
2593 1000 6.5 Cutlery, hand tools and hardware
2599 1400 7.0 Other fabricated metal products
2710 700 26.0 Electric motors and transformers
2821 600 12.0 Agricultural machinery
3100 3600 5.4 Furniture
3211 700 3.2 Jewellery
3314 1100 5.0 Repair of electrical equipment
3600 1900 38.0 Water collection and supply
4100 14800 9.0 Construction of buildings
4520 6200 3.6 Repair of motor vehicles
4711 24000 2.4 Retail sale in general stores
4923 8800 3.9 Freight transport by road
5510 4300 8.5 Short-term accommodation
5610 11900 4.2 Restaurants and food service
6419 4700 19.0 Banks
8510 16500 21.0 Primary education
8620 5200 6.0 Medical and dental practice
"""

INDUSTRIES: dict[str, Industry] = {
    industry.code: industry for industry in map(_industry, _TABLE.strip().splitlines())
}
