"""What the columns of relatedness, complexity and categories mean, in a line each."""

from distretto.errors import gettext_noop

RELATEDNESS = {
    "eci": gettext_noop(
        "ECI: economic complexity, in standard deviations above or below the mean of "
        "the regions; high where a region is specialised in what few and versatile "
        "regions are specialised in."
    ),
    "opportunity_value": gettext_noop(
        "Outlook: how much complexity is near to the region that it does not have yet "
        "(opportunity value); to be compared between regions only."
    ),
    "diversity": gettext_noop(
        "Diversity: how many industries the region is specialised in; mean ubiquity is "
        "how many regions are, on average, specialised in the same."
    ),
    "pci": gettext_noop(
        "PCI: complexity of the industry, with the origin and unit of ECI: the mean of "
        "the regions is 0."
    ),
    "ubiquity": gettext_noop(
        "Ubiquity: how many regions are specialised in it; mean diversity is in how "
        "many industries these are, on average, specialised."
    ),
    "both": gettext_noop(
        "Both: regions specialised in it and in the one asked for; Regions: those "
        "specialised in it; by chance: how many would be in both if they chose apart."
    ),
    "proximity": gettext_noop(
        "Proximity: the share of the regions specialised in the one that are in the "
        "other, too, the smaller of both ways; of few regions it says little."
    ),
    "linkage": gettext_noop(
        "Linkage: the largest share that one of the two has of its sales or purchases "
        "with the other (input-output)."
    ),
    "mean_rank": gettext_noop(
        "Mean rank: the mean of the places by the two measures that the order goes by."
    ),
    "density": gettext_noop(
        "Density: how much of what is related to the industry the region is "
        "specialised in already, weighted by proximity; the industry itself does not "
        "count."
    ),
    "raises_complexity": gettext_noop(
        "Raises ECI: the industry is more complex than what the region has on average."
    ),
    "opportunity_gain": gettext_noop(
        "Gain: by how much the region's outlook would rise or fall with the industry, "
        "in the unit of PCI. It rises with simple industries too, which are no longer "
        "ahead once they are there: read it beside PCI."
    ),
    "entry_chance": gettext_noop(
        "Entry: share of pairs of such a density that become specialised by the next "
        "year of the table."
    ),
    "exit_chance": gettext_noop(
        "Exit: share of pairs of such a density that are no longer specialised in the "
        "next year of the table."
    ),
    "within": gettext_noop(
        "Within: mean relatedness to the industries of the same category (WCR), in "
        "standard deviations above or below the mean of all pairs."
    ),
    "between": gettext_noop(
        "Between: mean relatedness to the industries of the other categories (BCR); "
        "Near is the category it is most related to."
    ),
    "score": gettext_noop(
        "Score: share of categories and industries that are more related inside than "
        "to the others, on average and to 95 in 100 of them; the mean of the scores by "
        "each measure, which follow."
    ),
    "moved_from": gettext_noop(
        "Moved from: the category an industry was in before it went to a nearer one; "
        "blank where it stayed."
    ),
}
# Tables whose known share is of the row alone.
OF_ROWS = ("complexity", "complexities", "related", "prospects", "held")
KNOWN = gettext_noop("Known: share of the row itself that is not hidden.")
BETWEEN_MEMBERS = gettext_noop(
    "To that: mean relatedness to the industries of the nearest other category."
)
