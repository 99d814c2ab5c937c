"""Owns the text that a signatory is shown before signing by code. Its evidence keeps it as it was shown."""

from typing import Final

CONSENT: Final = (
    "J’ai lu le document, j’ai le pouvoir d’engager la collectivité que je représente, et je consens à le "
    "signer par voie électronique. Ma signature est une signature électronique simple."
)
