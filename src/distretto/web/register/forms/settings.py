"""Shapes of what a programme says of kinds and size classes."""

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from distretto.web.register.kinds import KINDS, SizeClass, Words
from distretto.web.register.models import folded

LINE = re.compile(r"^(?P<name>.+?)\s*[:=]\s*(?P<least>\d{1,7})$")


class SettingsForm(forms.Form):
    """A line for each class, kind, stage or type: what is written is what counts."""

    size_classes = forms.CharField(
        label=_("Size classes"),
        max_length=800,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "A line each: its name, a colon, and from how many persons employed on it "
            "counts. Small: 5"
        ),
    )
    kinds = forms.CharField(
        label=_("Further kinds of institutions"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A line each, beside the built-in ones."),
    )
    chain_stages = forms.CharField(
        label=_("Stages of the value chain"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("A line each, in their order: spinning, knitting, dyeing ..."),
    )
    unit_types = forms.CharField(
        label=_("Types of unit"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("A line each: exporter, master weaver, job worker ..."),
    )

    def __init__(self, data: Any, *, words: Words):
        self.before = words
        sizes = "\n".join(f"{each.name}: {each.least}" for each in words.size_classes)
        own = [str(name) for code, name in words.kinds.items() if code not in KINDS]
        super().__init__(
            data,
            initial={
                "size_classes": sizes,
                "kinds": "\n".join(own),
                "chain_stages": "\n".join(words.chain_stages),
                "unit_types": "\n".join(words.unit_types),
            },
        )

    def clean_size_classes(self) -> list[SizeClass]:
        classes = []
        # A class that keeps its name keeps its code, so that records keep theirs.
        codes = {folded(str(each.name)): each.code for each in self.before.size_classes}
        for line in _lines(self.cleaned_data["size_classes"]):
            told = LINE.match(line)
            if told is None:
                raise forms.ValidationError(
                    gettext(
                        "“%(line)s” is no class. Write its name, a colon and a number, "
                        "such as “Small: 5”."
                    )
                    % {"line": line}
                )
            name = told["name"]
            code = codes.get(folded(name)) or _code(name)
            classes.append(SizeClass(code, name, int(told["least"])))
        return classes

    def words(self) -> Words:
        told = self.cleaned_data
        before = {folded(str(name)): code for code, name in self.before.kinds.items()}
        own = {
            before.get(folded(name)) or _code(name): name
            for name in _lines(told["kinds"])
        }
        return Words(
            kinds={**KINDS, **own},
            size_classes=told["size_classes"],
            chain_stages=list(_lines(told["chain_stages"])),
            unit_types=list(_lines(told["unit_types"])),
        )


def _lines(text: str) -> Iterator[str]:
    return (line.strip()[:80] for line in text.splitlines() if line.strip())


def _code(name: str) -> str:
    """A code that says the name, for the records to keep."""
    return folded(name).replace(" ", "_")[:20]
