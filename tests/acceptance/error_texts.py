"""Error texts against a golden file: a section for each case, ``== name``, with every word that is said.

``NEWSLINT_UPDATE_GOLDEN=1 pytest tests/acceptance -k error_texts`` writes them anew; read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "golden" / "errors"


class Golden:
    """The sections of a golden file.

    Args:
        name: Of the file.
    """

    def __init__(self, name: str) -> None:
        self.path = FOLDER / f"{name}.txt"
        text = self.path.read_text(encoding="utf-8") if self.path.exists() else ""
        parts = text.split("== ")[1:]
        self.sections = {head: body for head, _, body in (part.partition("\n") for part in parts)}

    def hold(self, name: str, text: str) -> None:
        """Fail unless ``text`` is that of the section ``name``."""
        if os.environ.get("NEWSLINT_UPDATE_GOLDEN"):
            self.sections[name] = f"{text.rstrip()}\n\n"
            joined = "".join(f"== {head}\n{body.rstrip()}\n\n" for head, body in sorted(self.sections.items()))
            self.path.write_text(joined.rstrip() + "\n", encoding="utf-8")
        assert f"{text.rstrip()}\n" == self.sections.get(name, "").rstrip() + "\n"
