"""Owns how a service declares where personal data of people stands. Reads and erases nothing itself.

One declaration, in each service's `personal_data.py`, serves four readers: erasure
(`shared.storage.scrubbing`), the limits of keeping (`shared.storage.keeping`), the access of people to their
data (`shared.storage.collecting`), and the register of processing (`./essaim privacy docs`), whose check
fails where a collection is declared nowhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from shared.events.access import PersonalDataCollectedFact
from shared.events.scrubbing import PersonScrubbedFact


class Basis(StrEnum):
    """What makes a processing lawful (GDPR, article 6.1), as the register and people read it."""

    CONTRACT = "exécution de l’adhésion (art. 6.1.b)"
    LEGAL_OBLIGATION = "obligation légale (art. 6.1.c)"
    LEGITIMATE_INTEREST = "intérêt légitime de l’association (art. 6.1.f)"
    CONSENT = "consentement (art. 6.1.a)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """For how long, counted from an instant in the document; then it is removed."""

    limit: str
    """The setting that says so, in `shared.retention.Retention`: a number of days."""
    since: str
    """The field with the instant; it has an index."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A collection with something of people in it, each document of one person or of several."""

    collection: str
    category: str
    """What it is, in French."""
    purpose: str
    """What it is for, in French."""
    basis: Basis
    fields: Mapping[str, str]
    """Path of a field → what it is, in French: all that a person is shown of it."""
    person: str = "person_id"
    """Path of the field with the id of the person, or of several; indexed. `_id` for a copy of the person."""
    within: str | None = None
    """Field with a list, each of whose items is one thing held; None: each document is."""
    named: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Path with the id of something → the collection that it is in, and the path of what it is called."""
    words: Mapping[str, str] = field(default_factory=dict)
    """The French of codes that stand in the fields."""
    erased: Mapping[str, Any] | None = None
    """What stands in the document after an erasure; None where documents are removed.

    Of a copy of the person (`_id`) it is every field: an erased person whom nobody had told of yet is
    written down as erased.
    """
    kept: Kept | None = None
    """None: as long as the person is known to the club."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalData:
    """Everything that a service holds of people."""

    scrubbed: type[PersonScrubbedFact]
    """What it tells once it has forgotten somebody."""
    collected: type[PersonalDataCollectedFact]
    """What it tells of somebody who asks what it holds."""
    places: tuple[Place, ...]
    nowhere_else: frozenset[str] = field(default_factory=frozenset)
    """The other collections: somebody has looked, and found nothing of people in them."""
