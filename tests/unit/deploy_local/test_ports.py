"""A port that cannot be had is told by its number and by who wanted it."""

import socket
import subprocess
import sys

import pytest

from deploy.local.failures import LocalFailure
from deploy.local.ports import LOOPBACK, free_port, require_free
from deploy.local.settings import ROOT


def test_a_free_port_can_be_had() -> None:
    require_free(free_port(), wanted_by="MongoDB")


def test_a_taken_port_is_named_with_who_wanted_it() -> None:
    with socket.create_server((LOOPBACK, 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(LocalFailure, match=f"port {port}, voulu par MongoDB, est déjà pris"):
            require_free(port, wanted_by="MongoDB")


def test_no_port_is_given_out_twice_nor_one_that_connections_may_have() -> None:
    given = [free_port() for _ in range(50)]
    assert len(set(given)) == 50
    assert max(given) < 32_768


def test_another_process_gets_other_ports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploy.local.ports.OWN_PORTS", range(30_000, 30_100))
    given = {free_port() for _ in range(50)}
    program = (
        "from deploy.local import ports\n"
        "ports.OWN_PORTS = range(30_000, 30_100)\n"
        "print(*(ports.free_port() for _ in range(30)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True, timeout=60
    )
    assert not given & {int(port) for port in done.stdout.split()}
