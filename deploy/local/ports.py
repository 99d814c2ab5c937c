"""Owns the local machine’s TCP ports: which is free, what to say of one that is not. Listens on none."""

import socket
from random import SystemRandom
from typing import Final

from deploy.local.failures import LocalFailure

LOOPBACK = "127.0.0.1"
OWN_PORTS: Final = range(10_000, 32_000)

_chance = SystemRandom()


def free_port() -> int:
    """Return a port that nobody listens on, and that no other call gives out while this process lives.

    Not one that the system would lend to connections (32768 and more): it may do so before a server listens.
    """
    while True:
        port = _chance.choice(OWN_PORTS)
        if not _reserve(port):
            continue
        try:
            require_free(port, wanted_by="Essaim")
        except LocalFailure:
            continue
        return port


def _reserve(port: int) -> bool:
    """Claim a port among the processes of this machine, until this one ends."""
    claim = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        claim.bind(f"\0essaim-port-{port}")
    except OSError:
        claim.close()
        return False
    claim.detach()  # open until the process ends: nobody is to close it before
    return True


def require_free(*ports: int, wanted_by: str) -> None:
    """Check that each of the ports can be listened on now.

    Raises:
        LocalFailure: another program holds one, or the system does not let us have it.
    """
    for port in ports:
        _require_free(port, wanted_by)


def _require_free(port: int, wanted_by: str) -> None:
    with socket.socket() as probe:
        # Without this, connections of a server that has just stopped would count as a taken port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except PermissionError as refused:
            raise LocalFailure(
                f"Le système ne laisse pas ouvrir le port {port}, voulu par {wanted_by}."
            ) from refused
        except OSError as taken:
            raise LocalFailure(
                f"Le port {port}, voulu par {wanted_by}, est déjà pris par un autre programme."
            ) from taken
