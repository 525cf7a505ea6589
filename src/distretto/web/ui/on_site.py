"""Sentences that say on the site what is done there, where the command has an option.

An error is worded for the command and the library, which know no fields. Where it
names an option, the site says by the same code which field does the same.
"""

from distretto.errors import gettext_noop

SENTENCES = {
    "regions_do_not_match": gettext_noop(
        "The regions of your datasets do not match the map “%(file)s”: only %(share)s "
        "of them are there. The datasets have %(table)s, the map %(map)s (in "
        "“%(place)s”). Choose below where the codes or names of the datasets stand, or "
        "take a map that has them. This one has: %(places)s."
    ),
    "other_sheets": gettext_noop(
        "%(reason)s This is the sheet “%(sheet)s” of “%(file)s”, which also has "
        "%(others)s. If the table is there, choose it in the field “Sheet”; where "
        "there is no such field, save that sheet as a file of its own."
    ),
    "no_kind_in_common": gettext_noop(
        "“%(wave)s” and “%(other)s” are not compared: they have no kind of linkage in "
        "common, and answers to different questions say nothing of a change. Look at "
        "each wave by itself."
    ),
    "unknown_classification": gettext_noop(
        "Which codes are “%(base)s” depends on the classification, and the codes do "
        "not settle it. Choose it in the field “Industry classification”, or compare "
        "with “The industries listed below”."
    ),
}
