"""Owns the picture that a person shows at the door of a gathering. Verifies none."""

from io import BytesIO

import segno

from services.notifications.domain.notices import GatheringNotice, Template
from shared.security.seat_codes import SeatCodes

SEAT_CODE_FILE = "code-accueil.png"
_FOR_THE_SEATED = frozenset({Template.CONFIRMED, Template.REMINDER})
_IN_PERSON = "in_person"
_PIXELS_PER_MODULE = 8


def seat_code_picture(notice: GatheringNotice, codes: SeatCodes) -> bytes | None:
    """The QR code of who is confirmed in person, as PNG: the same bytes each time; None for anybody else."""
    if notice.template not in _FOR_THE_SEATED or notice.mode != _IN_PERSON:
        return None
    if notice.registration_id is None:
        return None
    code = codes.code(notice.registration_id, notice.person_id)
    picture = BytesIO()
    segno.make(code, error="m", micro=False).save(picture, kind="png", scale=_PIXELS_PER_MODULE)
    return picture.getvalue()
