"""Owns the local machine’s TCP ports: which is free, what to say of one that is not. Keeps none open."""

import socket

from deploy.local.failures import LocalFailure

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """Return a port that nobody listened on an instant ago."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


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
