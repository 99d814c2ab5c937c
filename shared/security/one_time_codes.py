"""Owns the codes of a second factor: those of an application (TOTP, RFC 6238), and those kept on paper.

It remembers nothing: that a code serves once is for whoever keeps the factor to see.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

import pyotp

ISSUER = "Club des Territoires"
STEP_SECONDS = 30
DRIFT_STEPS = 1
"""Clocks differ: the code before and the code after the present one are accepted."""
RECOVERY_CODES = 10
RECOVERY_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""No letter or digit that could be read as another: 31 signs, so that ten of them hold 49 bits."""
RECOVERY_LENGTH = 10


def new_totp_secret() -> str:
    """A fresh secret, as applications take it (base32, 160 bits)."""
    return pyotp.random_base32()


def totp_uri(secret: str, account: str) -> str:
    """What an application reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=ISSUER)


def matching_step(secret: str, code: str, *, at: datetime) -> int | None:
    """The time step that a code belongs to, one around the present; none for a wrong code."""
    now, totp = int(at.timestamp()) // STEP_SECONDS, pyotp.TOTP(secret)
    steps = range(now - DRIFT_STEPS, now + DRIFT_STEPS + 1)
    matches = [
        step
        for step in steps
        if secrets.compare_digest(totp.generate_otp(step).encode(), code.strip().encode())
    ]
    return matches[-1] if matches else None


def new_recovery_codes() -> Sequence[str]:
    """Fresh codes to keep on paper."""
    return [
        "".join(secrets.choice(RECOVERY_ALPHABET) for _ in range(RECOVERY_LENGTH))
        for _ in range(RECOVERY_CODES)
    ]


def recovery_digest(code: str) -> str:
    """The form under which a recovery code is kept: how it was typed does not count."""
    return sha256("".join(code.lower().replace("-", "").split()).encode()).hexdigest()
