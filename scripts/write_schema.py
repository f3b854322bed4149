"""Writes docs/storyboard.schema.json from the models; a test tells when it is out of date."""

from __future__ import annotations

import json
from pathlib import Path

from openstage.storyboard.document import Storyboard

PATH = Path(__file__).parent.parent / "docs" / "storyboard.schema.json"


def schema_text() -> str:
    return json.dumps(Storyboard.json_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text(schema_text(), encoding="utf-8")
