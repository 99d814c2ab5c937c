"""Owns what must be on the machine before the private servers, and tests, can start. Starts nothing."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.local import screen
from deploy.local.failures import LocalFailure
from deploy.local.mongodb import mongod_program
from deploy.local.rabbitmq import server_script
from deploy.local.settings import ROOT, LocalSettings

INSTALLER = ROOT / "deploy" / "local" / "install-packages.sh"


def ensure_servers(settings: LocalSettings) -> None:
    """Install what the private servers need; what is there, or given by its address, is left alone.

    Raises:
        LocalFailure: this is no Debian, the right to install is missing, or the installation failed.
    """
    _ensure(missing_packages(settings), settings)


def ensure_programs(packages: Mapping[str, str], settings: LocalSettings) -> None:
    """Install the Debian packages, separated by spaces, of each program that is missing.

    Raises:
        LocalFailure: as for `ensure_servers`.
    """
    missing = (package for name, package in packages.items() if shutil.which(name) is None)
    _ensure(sorted({each for package in missing for each in package.split()}), settings)


def _ensure(packages: Sequence[str], settings: LocalSettings) -> None:
    if packages:
        with screen.busy(f"Installation des paquets Debian {', '.join(packages)}…"):
            _install(packages, settings.logs / "install-packages.log")


def missing_packages(settings: LocalSettings) -> list[str]:
    """Return the Debian packages without which the private servers cannot start."""
    missing = []
    if settings.rabbitmq_url is None and not _rabbitmq_is_installed():
        missing.append("rabbitmq-server")
    if settings.mongodb_url is None and not _succeeds(mongod_program(), "--version"):
        # The wheel carries mongod alone: of its libraries, this is the one that a small Debian lacks.
        missing.append("libcurl4")
    return missing


def container_engine_answers() -> bool:
    """Tell whether containers can be started here."""
    program = shutil.which("docker")
    return program is not None and _succeeds(Path(program), "info")


def _rabbitmq_is_installed() -> bool:
    try:
        server_script()
    except LocalFailure:
        return False
    return True


def _succeeds(program: Path, argument: str) -> bool:
    done = subprocess.run([program, argument], capture_output=True, check=False)  # noqa: S603 - no input
    return done.returncode == 0


def _install(packages: Sequence[str], log: Path) -> None:
    wanted = " ".join(packages)
    if shutil.which("apt-get") is None:
        raise LocalFailure(
            f"Il manque {wanted}, et apt-get pour l’installer\u00a0: donnez l’adresse de serveurs existants "
            "dans ESSAIM_MONGODB_URL et ESSAIM_RABBITMQ_URL."
        )
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        done = subprocess.run(  # noqa: S603 - a script of our own
            [*_as_root(wanted), INSTALLER, *packages],
            stdin=None if sys.stdin.isatty() else subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode != 0:
        raise LocalFailure(
            f"{wanted} n’a pas pu être installé\u202f; le réseau manque peut-être. Journal\u00a0: {log}"
        )


def _as_root(wanted: str) -> list[str]:
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo is None:
        raise LocalFailure(f"Il manque {wanted}\u00a0: l’installer demande d’être root ou d’avoir sudo.")
    # Without a terminal there is nobody to type a password: fail instead of waiting.
    return [sudo] if sys.stdin.isatty() else [sudo, "--non-interactive"]
