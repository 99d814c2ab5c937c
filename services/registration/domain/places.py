"""Owns how the place of a gathering is written on one line. Knows no address but the one it is given."""

from shared.events.pieces import Place

ONLINE = "En visio"


def place_in_words(place: Place | None) -> str:
    """`Salle Leprun, 3 rue du Four, 30129 Manduel`, or online where there is no place."""
    if place is None:
        return ONLINE
    town = f"{place.postal_code} {place.city}".strip()
    return ", ".join(part for part in (place.label, place.address, town) if part)
