"""A file of signing keys has the newest first, and is replaced whole while it is read."""

from pathlib import Path

import pytest

from deploy.local.keys import ensure_signing_key, rotate_signing_key
from shared.security.key_file import KEYS_MAX, KeyFile
from shared.security.tokens import TokenSigner


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "signing.pem"
    ensure_signing_key(path)
    return path


def kids(file: KeyFile) -> list[str]:
    return [signer.public_key.kid for signer in file.signers]


def test_a_rotation_puts_a_new_key_before_the_former_ones(path: Path) -> None:
    file = KeyFile(path)
    [first] = kids(file)
    second = rotate_signing_key(path)
    assert kids(file) == [first]
    file.reread()
    assert kids(file) == [second, first]
    assert TokenSigner(path.read_bytes()).public_key.kid == second
    assert path.stat().st_mode & 0o077 == 0
    for _ in range(KEYS_MAX):
        rotate_signing_key(path)
    assert len(KeyFile(path).signers) == KEYS_MAX


NO_KEY = b"-----BEGIN PRIVATE KEY-----\nAA\n-----END PRIVATE KEY-----"


@pytest.mark.parametrize("content", [b"", b"garbage", NO_KEY])
def test_a_file_that_is_none_leaves_the_former_keys(path: Path, content: bytes) -> None:
    file = KeyFile(path)
    before = kids(file)
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"."):
        file.reread()
    assert kids(file) == before
    path.unlink()
    with pytest.raises(FileNotFoundError):
        file.reread()
