"""Owns what people are asked to consent to: each purpose, and the wordings it has had. Records no choice.

A wording that people have read never changes: another text is another version, added at the end.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Purpose(StrEnum):
    """What a person may consent to, or not; everything else that the club does rests on another basis."""

    PHOTOS = "photos"
    CONTACT_SHARING = "contact_sharing"
    NEWS = "news"


@dataclass(frozen=True, slots=True)
class Wording:
    """The text in force for a purpose."""

    purpose: Purpose
    version: int
    text: str


TEXTS: Mapping[Purpose, tuple[str, ...]] = {
    Purpose.PHOTOS: (
        (
            "J’accepte que l’association me photographie ou me filme lors des rencontres du club, et publie "
            "ces images sur son site et dans ses publications. Je peux retirer cet accord à tout moment."
        ),
    ),
    Purpose.CONTACT_SHARING: (
        (
            "J’accepte que mon nom, mon adresse électronique et mon téléphone soient communiqués aux autres "
            "adhérents du club qui cherchent mon expérience. Je peux retirer cet accord à tout moment."
        ),
    ),
    Purpose.NEWS: (
        (
            "J’accepte de recevoir par courriel les actualités de l’association, hors de ce qui concerne mes "
            "inscriptions et mes échanges. Je peux retirer cet accord à tout moment."
        ),
    ),
}


def in_force(purpose: Purpose) -> Wording:
    """The wording that a person who is asked today reads."""
    texts = TEXTS[purpose]
    return Wording(purpose, version=len(texts), text=texts[-1])
