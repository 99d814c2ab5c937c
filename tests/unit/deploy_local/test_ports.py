"""A port that cannot be had is told by its number and by who wanted it."""

import socket

import pytest

from deploy.local.failures import LocalFailure
from deploy.local.ports import LOOPBACK, free_port, require_free


def test_a_free_port_can_be_had() -> None:
    require_free(free_port(), wanted_by="MongoDB")


def test_a_taken_port_is_named_with_who_wanted_it() -> None:
    with socket.create_server((LOOPBACK, 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(LocalFailure, match=f"port {port}, voulu par MongoDB, est déjà pris"):
            require_free(port, wanted_by="MongoDB")
