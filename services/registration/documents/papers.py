"""Owns the papers of a gathering: their data in French; the pages around them are the `.typ` beside it.

Says nothing of who may have a paper, nor of who attended.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import segno

from services.registration.domain.club_event import ClubEvent
from services.registration.domain.guests import Guest
from services.registration.domain.members import ROLE_WORDS, SPEAKER
from services.registration.domain.sessions import Session
from shared.dates import appointment_in_words, day_in_words
from shared.documents.association import Association
from shared.documents.pdf import Json, render_pdf

_HERE: Final = Path(__file__).parent
SIGNED_DAYS_MAX = 3
"""Days for which there is room to sign beside a name."""


async def certificate_pdf(club_event: ClubEvent, guest: Guest, *, association: Association) -> bytes:
    """That somebody attended, as of the day on which the gathering ended: the same bytes each time."""
    came_to = guest.registration.came_to
    sessions = sorted(
        (session for session in club_event.programme.sessions if session.id in came_to),
        key=lambda session: session.when.starts_utc,
    )
    dated = club_event.when.ends_local.date()
    data = _about(club_event, association) | {
        "dated": day_in_words(dated),
        "name": guest.name.usual,
        "organisation": guest.organisation,
        "sessions": [f"{session.title}, {appointment_in_words(session.when)}" for session in sessions],
    }
    return await render_pdf(_HERE / "certificate.typ", data, dated=dated)


async def badges_pdf(
    club_event: ClubEvent,
    guests: Sequence[Guest],
    *,
    code_of: Callable[[Guest], str],
    association: Association,
) -> bytes:
    """A badge for each guest, with the code that is scanned at the door."""
    badges: list[Json] = [
        {
            "name": guest.name.usual,
            "organisation": guest.organisation,
            "role": SPEAKER if guest.registration.speaks else ROLE_WORDS.get(guest.registration.role, ""),
            "code": qr_code(code_of(guest)),
        }
        for guest in guests
    ]
    data = _about(club_event, association) | {"guests": badges}
    return await render_pdf(_HERE / "badges.typ", data, dated=club_event.when.starts_local.date())


async def sign_in_sheet_pdf(
    club_event: ClubEvent,
    guests: Sequence[Guest],
    *,
    session: Session | None = None,
    association: Association,
) -> bytes:
    """A line to sign for each guest; of a session, or of the whole gathering."""
    when = session.when if session else club_event.when
    data = _about(club_event, association) | {
        "session": session.title if session else "",
        "appointment": appointment_in_words(when),
        "days": _to_sign(when.starts_local.date(), when.ends_local.date()),
        "guests": [{"name": guest.name.in_lists, "organisation": guest.organisation} for guest in guests],
    }
    return await render_pdf(_HERE / "sign_in_sheet.typ", data, dated=when.starts_local.date())


def qr_code(code: str) -> str:
    """A code as a picture, in SVG."""
    return str(segno.make(code, error="m", micro=False).svg_inline(scale=4))


def _about(club_event: ClubEvent, association: Association) -> dict[str, Json]:
    place = club_event.programme.place
    lines = (place.label, place.address, f"{place.postal_code} {place.city}".strip()) if place else ()
    return {
        "association": association.model_dump(),
        "title": club_event.programme.title,
        "appointment": appointment_in_words(club_event.when),
        "place": ", ".join(line for line in lines if line),
    }


def _to_sign(first: date, last: date) -> list[Json]:
    """The headings of the columns to sign: one for each day, where there are few."""
    days = (last - first).days + 1
    if not 1 < days <= SIGNED_DAYS_MAX:
        return ["Signature"]
    return [f"Signature, {day_in_words(first + timedelta(day))}" for day in range(days)]
