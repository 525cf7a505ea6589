"""Compile the translation catalogues while a wheel is built: gettext is not needed."""

from pathlib import Path
from typing import Any

import polib
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Catalogues(BuildHookInterface):
    """Puts each `.mo` beside its `.po`; git ignores them, the wheel holds them."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        for source in root.glob("src/distretto/web/locale/*/LC_MESSAGES/*.po"):
            target = source.with_suffix(".mo")
            polib.pofile(str(source)).save_as_mofile(str(target))
            build_data["artifacts"].append(str(target.relative_to(root)))
