"""The command line: what it refuses, and what it passes on."""

import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from deploy.local.cli import command_line, main
from deploy.local.commands.tests import GATE, Layer, split
from deploy.local.commands.token import RoleName, roles_of
from deploy.local.failures import LocalFailure
from deploy.local.keys import ensure_access_key, ensure_link_key, ensure_signing_key
from shared.commands import Role

ORG = UUID("01900000-0000-7000-8000-000000000001")


def commands(group: TyperGroup, *before: str) -> Iterator[tuple[str, ...]]:
    """Every command that can be typed, as its words."""
    for name, command in group.commands.items():
        yield (*before, name)
        if isinstance(command, TyperGroup):
            yield from commands(command, *before, name)


def all_commands() -> list[tuple[str, ...]]:
    root = get_command(command_line())
    assert isinstance(root, TyperGroup)
    return sorted(commands(root))


@pytest.mark.parametrize("words", all_commands(), ids=" ".join)
def test_every_command_explains_itself(words: tuple[str, ...]) -> None:
    explained = CliRunner().invoke(command_line(), [*words, "--help"])
    assert explained.exit_code == 0
    assert f"Usage: essaim {' '.join(words)}" in explained.stdout


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("abc", "Un nombre entier est attendu."),
        ("0", "Il faut au moins 1."),
        ("65536", "Il faut au plus 65535."),
    ],
)
def test_a_wrong_setting_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], value: str, said: str
) -> None:
    monkeypatch.setenv("ESSAIM_DIRECTORY_PORT", value)
    monkeypatch.setattr("sys.argv", ["essaim", "down"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert capsys.readouterr().err == f"✗ ESSAIM_DIRECTORY_PORT\u00a0: {said}\n"


def test_a_layer_is_taken_from_the_arguments_and_the_rest_is_for_pytest() -> None:
    assert split(["unit", "-k", "seats"]) == ([Layer.UNIT], ["-k", "seats"])
    assert split(["-x"]) == (list(GATE), ["-x"])


def test_a_referent_is_one_of_an_organisation() -> None:
    assert roles_of(RoleName.REFERENT, ORG) == [Role("referent", ORG)]
    with pytest.raises(LocalFailure, match="--org"):
        roles_of(RoleName.REFERENT, None)


def test_staff_belongs_to_no_organisation() -> None:
    assert roles_of(RoleName.STAFF, None) == [Role("staff")]
    with pytest.raises(LocalFailure, match="--org"):
        roles_of(RoleName.STAFF, ORG)


def test_a_person_has_no_role() -> None:
    assert roles_of(RoleName.PERSON, None) == []


@pytest.mark.parametrize("ensure", [ensure_signing_key, ensure_link_key, ensure_access_key])
def test_a_key_is_made_once_and_readable_by_its_owner_alone(
    ensure: Callable[[Path], None], tmp_path: Path
) -> None:
    path = tmp_path / "keys" / "local"
    ensure(path)
    made = path.read_bytes()
    ensure(path)
    assert path.read_bytes() == made
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IRUSR | stat.S_IWUSR
