"""Owns the committed files of the contracts: schemas by revision, and samples. Judges none of them.

`schemas/registration.RegistrationConfirmed.v1/1.json`, then `2.json` as it grows, and
`samples/registration.RegistrationConfirmed.v1.json`, a whole event.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Published:
    """The folders that hold what was published, and the documents made from it."""

    schemas: Path = REPOSITORY / "shared/events/schemas"
    samples: Path = REPOSITORY / "shared/events/samples"
    page: Path = REPOSITORY / "docs/events.md"
    asyncapi: Path = REPOSITORY / "docs/asyncapi.json"

    def names(self) -> set[str]:
        """The contracts that have at least one revision."""
        return {file.parent.name for file in self.schemas.glob("*/*.json")}

    def sampled(self) -> set[str]:
        """The contracts that have a sample."""
        return {file.stem for file in self.samples.glob("*.json")}

    def revisions(self, name: str) -> dict[int, dict[str, Any]]:
        """Revision number → schema, oldest first."""
        files = {int(file.stem): file for file in (self.schemas / name).glob("*.json")}
        return {number: json.loads(files[number].read_text()) for number in sorted(files)}

    def write(self, name: str, number: int, schema: Mapping[str, Any]) -> None:
        """Put one revision in its file, in the one form that such a file may have."""
        file = self.schemas / name / f"{number}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n")
