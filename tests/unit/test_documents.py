"""What the documents name is there: files, links, commands, decisions."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from deploy.local.cli import command_line
from deploy.local.services import SERVICES
from deploy.local.settings import ROOT

FOLDERS = (".", "docs", "docs/decisions", "deploy/docker", "services/directory/data")
DOCUMENTS = sorted(path for folder in FOLDERS for path in (ROOT / folder).glob("*.md"))
DECISIONS = sorted((ROOT / "docs/decisions").glob("*.md"))
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
FILE = re.compile(r"`((?:[\w.-]+/)+[\w.-]*\.(?:py|md|json|yml|toml|conf|csv|typ|sh))\b")
COMMAND = re.compile(r"\./essaim ([a-z-]+)(?: ([a-z-]+))?")

every_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)


def commands() -> dict[str, set[str]]:
    """Every command that can be typed → those below it."""
    root = get_command(command_line())
    assert isinstance(root, TyperGroup)
    return {name: _below(command) for name, command in root.commands.items()}


def _below(command: object) -> set[str]:
    assert isinstance(command, TyperGroup | TyperCommand)
    return set(command.commands) if isinstance(command, TyperGroup) else set()


def places(document: Path) -> Iterator[Path]:
    """What a path in a document may begin at: a room of a service has no service before it."""
    yield from (document.parent, ROOT, *(ROOT / "services" / service for service in SERVICES))


@every_document
def test_every_link_leads_somewhere(document: Path) -> None:
    links = LINK.findall(document.read_text())
    assert [link for link in links if not (document.parent / link).exists()] == []


@every_document
def test_every_file_that_is_named_is_there(document: Path) -> None:
    named = set(FILE.findall(document.read_text()))
    assert [name for name in named if not any((place / name).exists() for place in places(document))] == []


@every_document
def test_every_command_that_is_named_can_be_typed(document: Path) -> None:
    known = commands()
    for name, below in COMMAND.findall(document.read_text()):
        assert name in known
        assert not (known[name] and below) or below in known[name], f"{name} {below}"


def test_the_readme_names_every_command() -> None:
    named = {name for name, _ in COMMAND.findall((ROOT / "README.md").read_text())}
    assert commands().keys() - named == set()


def test_every_decision_has_a_number_of_its_own_and_says_it() -> None:
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(DECISIONS) + 1))
    for number, path in zip(numbers, DECISIONS, strict=True):
        assert path.read_text().startswith(f"# {number}. ")
