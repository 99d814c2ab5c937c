"""What is published stays true: the check says so of the repository, and complains of anything else."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from deploy.contracts.checks import Code, Problem, problems
from deploy.contracts.cli import app, documents
from deploy.contracts.compatibility import Rule
from deploy.contracts.current import schemas
from deploy.contracts.freezing import CannotFreeze, Frozen, freeze
from deploy.contracts.published import Published
from deploy.contracts.sentences import sentence

NAME = "registration.RegistrationConfirmed.v1"
PAGE = "# Events\n"
ASYNCAPI = "{}\n"

V1: dict[str, Any] = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}
REWORDED = V1 | {"description": "What happened."}
GROWN = V1 | {"properties": V1["properties"] | {"b": {"type": "string"}}}
BROKEN = V1 | {"properties": {"a": {"type": "integer"}}}
UNKNOWN = V1 | {"not": {}}


@pytest.fixture
def published(tmp_path: Path) -> Published:
    """One contract, published once, with its sample and its page: nothing wrong."""
    samples, page = tmp_path / "samples", tmp_path / "events.md"
    samples.mkdir()
    (samples / f"{NAME}.json").write_text("{}")
    page.write_text(PAGE)
    (asyncapi := tmp_path / "asyncapi.json").write_text(ASYNCAPI)
    here = Published(tmp_path / "schemas", samples, page, asyncapi)
    here.write(NAME, 1, V1)
    return here


def codes(current: dict[str, Any], published: Published) -> list[Code]:
    return [problem.code for problem in problems(current, {published.page: PAGE}, published)]


@pytest.mark.parametrize("name", schemas())
def test_the_latest_revision_is_what_the_code_says(name: str) -> None:
    revisions = Published().revisions(name)
    assert revisions[max(revisions)] == schemas()[name]


def test_the_repository_has_no_problem() -> None:
    current = schemas()
    assert problems(current, documents(current, Published()), Published()) == ()


def test_nothing_is_wrong_with_a_contract_published_as_it_is(published: Published) -> None:
    assert codes({NAME: V1}, published) == []


def test_a_contract_never_published_is_told(published: Published) -> None:
    shutil.rmtree(published.schemas)
    assert codes({NAME: V1}, published) == [Code.UNPUBLISHED]


@pytest.mark.parametrize("changed", [REWORDED, GROWN, BROKEN])
def test_a_contract_that_changed_since_is_told(published: Published, changed: dict[str, Any]) -> None:
    assert codes({NAME: changed}, published) == [Code.STALE]


def test_a_published_contract_that_left_the_code_is_told(published: Published) -> None:
    assert codes({}, published) == [Code.WITHDRAWN, Code.SAMPLE_STRAY]


def test_a_hole_among_revisions_is_told(published: Published) -> None:
    published.write(NAME, 3, V1)
    assert codes({NAME: V1}, published) == [Code.REVISION_MISSING]


def test_revisions_that_do_not_fit_are_told_even_when_not_neighbours(published: Published) -> None:
    published.write(NAME, 2, GROWN)
    published.write(NAME, 3, BROKEN)
    found = [one for one in problems({NAME: BROKEN}, {published.page: PAGE}, published) if one.difference]
    assert {one.revisions for one in found} == {(1, 3), (2, 3)}


def test_a_keyword_that_nobody_compares_is_told_from_the_first_revision(published: Published) -> None:
    published.write(NAME, 1, UNKNOWN)
    assert codes({NAME: UNKNOWN}, published) == [Code.INCOMPATIBLE]


def test_a_contract_without_sample_is_told(published: Published) -> None:
    (published.samples / f"{NAME}.json").unlink()
    assert codes({NAME: V1}, published) == [Code.SAMPLE_MISSING]


def test_a_page_that_is_behind_or_absent_is_told(published: Published) -> None:
    published.page.write_text("# Old\n")
    assert codes({NAME: V1}, published) == [Code.PAGE_STALE]
    published.page.unlink()
    assert codes({NAME: V1}, published) == [Code.PAGE_STALE]


def test_freezing_again_writes_nothing(published: Published) -> None:
    assert freeze({NAME: V1}, published) == ()


def test_a_contract_is_first_published_as_revision_1(published: Published) -> None:
    shutil.rmtree(published.schemas)
    assert freeze({NAME: V1}, published) == (Frozen(NAME, 1, is_new=True),)
    assert published.revisions(NAME) == {1: V1}


def test_a_contract_that_grew_becomes_the_next_revision(published: Published) -> None:
    assert freeze({NAME: GROWN}, published) == (Frozen(NAME, 2, is_new=True),)
    assert published.revisions(NAME) == {1: V1, 2: GROWN}


def test_new_words_alone_go_into_the_latest_revision(published: Published) -> None:
    assert freeze({NAME: REWORDED}, published) == (Frozen(NAME, 1, is_new=False),)
    assert published.revisions(NAME) == {1: REWORDED}


@pytest.mark.parametrize("refused", [BROKEN, UNKNOWN])
def test_one_refusal_keeps_everything_as_it_was(published: Published, refused: dict[str, Any]) -> None:
    with pytest.raises(CannotFreeze) as caught:
        freeze({NAME: refused, "directory.Other.v1": V1}, published)
    assert {problem.code for problem in caught.value.problems} == {Code.INCOMPATIBLE}
    assert published.names() == {NAME}
    assert published.revisions(NAME) == {1: V1}


def test_what_a_later_revision_brought_cannot_be_taken_back(published: Published) -> None:
    freeze({NAME: GROWN}, published)
    with pytest.raises(CannotFreeze) as caught:
        freeze({NAME: V1}, published)
    (problem,) = caught.value.problems
    assert problem.revisions == (2, 3)
    assert problem.difference is not None
    assert problem.difference.rule is Rule.PROPERTY_REMOVED


def test_a_refusal_says_which_contract_where_and_why(published: Published) -> None:
    with pytest.raises(CannotFreeze) as caught:
        freeze({NAME: BROKEN}, published)
    assert sentence(caught.value.problems[0]) == (
        f"{NAME}\u00a0: révisions 1 et 2, «\u00a0a\u00a0»\u00a0: "
        "le type est passé de «\u00a0string\u00a0» à «\u00a0integer\u00a0»."
    )


@pytest.mark.parametrize("code", [code for code in Code if code is not Code.INCOMPATIBLE])
def test_every_problem_has_its_sentence(code: Code) -> None:
    assert sentence(Problem(code, NAME)).startswith(f"{NAME}\u00a0: ")


def test_the_command_answers_in_json() -> None:
    result = CliRunner().invoke(app, ["check", "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"ok": True, "schemas": len(schemas()), "problems": []}


@pytest.fixture
def commands_on(published: Published, monkeypatch: pytest.MonkeyPatch) -> Published:
    """The commands, run on `published` with one contract in the code."""
    monkeypatch.setattr("deploy.contracts.cli.Published", lambda: published)
    monkeypatch.setattr("deploy.contracts.cli.schemas", lambda: {NAME: BROKEN})
    monkeypatch.setattr("deploy.contracts.cli.page.render", lambda _contracts, _schemas: PAGE)
    monkeypatch.setattr("deploy.contracts.cli.asyncapi.render", lambda _contracts, _schemas: ASYNCAPI)
    return published


@pytest.mark.usefixtures("commands_on")
def test_check_fails_and_names_what_is_wrong() -> None:
    result = CliRunner().invoke(app, ["check", "--json"])
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert told["ok"] is False
    assert [(one["code"], one["name"]) for one in told["problems"]] == [("stale", NAME)]
    assert told["problems"][0]["sentence"] in CliRunner().invoke(app, ["check"]).stderr


@pytest.mark.usefixtures("commands_on")
def test_freeze_fails_on_a_refusal() -> None:
    result = CliRunner().invoke(app, ["freeze"])
    assert result.exit_code == 1
    assert "le type est passé" in result.stderr
    assert "Rien n’a été écrit" in result.stderr


def test_docs_writes_the_page_and_the_document_for_tools(commands_on: Published) -> None:
    commands_on.page.unlink()
    commands_on.asyncapi.unlink()
    assert CliRunner().invoke(app, ["docs"]).exit_code == 0
    assert commands_on.page.read_text() == PAGE
    assert commands_on.asyncapi.read_text() == ASYNCAPI
