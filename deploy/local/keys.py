"""Owns the files of the keys on this machine: of tokens, links in mails, sessions. Signs nothing itself.

A key appears whole or not at all, whenever the process that makes it is killed.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from shared.security.key_file import KeyFile, rotated
from shared.security.links import new_link_key
from shared.security.tokens import new_private_key_pem


def ensure_signing_key(path: Path) -> None:
    """Make the key that signs tokens, readable by its owner alone, unless it is there."""
    ensure_file(path, new_private_key_pem)


def rotate_signing_key(path: Path) -> str:
    """Put a fresh key before the newest, whole or not at all; its id. Who runs sees it within seconds."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        file.write(rotated(path.read_bytes()))
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
    return KeyFile(path).newest.public_key.kid


def ensure_link_key(path: Path) -> None:
    """Make the key that signs links, readable by its owner alone, unless it is there."""
    ensure_file(path, new_link_key)


def ensure_access_key(path: Path) -> None:
    """Make the secret of sessions and second factors, readable by its owner alone, unless it is there."""
    ensure_file(path, new_link_key)


def ensure_partner_key(path: Path) -> None:
    """Make the secret of partners' keys and webhooks, readable by its owner alone, unless it is there."""
    ensure_file(path, new_link_key)


def ensure_file(path: Path, make: Callable[[], bytes]) -> None:
    """Make a file with what `make` gives, readable by its owner alone, unless it is there."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.") as file:  # readable by its owner alone
        file.write(make())
        file.flush()
        os.fsync(file.fileno())
        with suppress(FileExistsError):  # another process was faster: its key is the one that stays
            os.link(file.name, path)
