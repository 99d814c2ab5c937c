"""Owns how this machine's own addresses are asked: over HTTP without TLS. Asks nothing itself."""

import ssl
from typing import Final

PLAIN: Final = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""What a client of httpx verifies with: one that is given none reads all certificates of the machine.

That takes 30 ms of processor for each client, which those who ask again and again would pay each time. An
address with https would find nobody trusted.
"""
