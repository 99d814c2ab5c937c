"""Checks the way of a file to take in: looked at, then taken in to the end, or refused as a whole."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.directory.domain.commands.imports import ApplyImport, BeginImport
from services.directory.domain.errors.imports import ImportRefused, ImportTooOld
from services.directory.domain.errors.rights import StaffOnly
from services.directory.domain.imports import LineReport, Refusal, joined
from services.directory.domain.spreadsheet_import import TURN, ImportState, SpreadsheetImport
from tests.unit.directory.given import ADMIN, NOBODY, NOW, STAFF, id_of

FILE = id_of("file")
BEGIN = BeginImport(actor=STAFF, at=NOW, import_id=FILE, content=b"", rows=3, apply=False)
ASK = ApplyImport(actor=ADMIN, at=NOW + timedelta(minutes=5), import_id=FILE)
WRONG = LineReport(3, refusal=Refusal("invalid_siren", "Ce SIREN n’est pas valable.", "siren"))
RIGHT = [LineReport(2, ("personne",)), LineReport(4)]


def looked_at(*reports: LineReport, apply: bool = False) -> SpreadsheetImport:
    begun = SpreadsheetImport.begin(replace(BEGIN, apply=apply))
    begun.conclude([*RIGHT, *reports], memberships=1, at=NOW)
    return begun


def test_a_file_without_refused_row_waits_to_be_taken_in() -> None:
    ready = looked_at(LineReport(3))
    assert (ready.state, ready.created, ready.unchanged, ready.refused) == (ImportState.READY, 1, 2, 0)
    ready.ask(ASK)
    assert (ready.state, ready.apply, ready.due_at) == (ImportState.LOOKING, True, ASK.at)
    assert ready.actor.person_id == ADMIN.person_id


def test_one_refused_row_refuses_the_file() -> None:
    for apply in (False, True):
        refused = looked_at(WRONG, apply=apply)
        assert (refused.state, refused.refused) == (ImportState.REFUSED, 1)
        with pytest.raises(ImportRefused):
            refused.ask(ASK)


def test_what_is_being_taken_in_goes_on_to_its_last_step() -> None:
    begun = looked_at(LineReport(3), apply=True)
    assert (begun.state, begun.done, begun.steps) == (ImportState.APPLYING, 0, 4)
    begun.ask(ASK)
    begun.go_on(to=3, at=NOW)
    assert (begun.finish_if_over(), begun.due_at) == (False, NOW + TURN)
    begun.go_on(to=4, at=NOW)
    assert begun.finish_if_over()
    begun.ask(ASK)
    assert begun.state is ImportState.DONE


def test_asked_for_while_its_rows_are_looked_at_it_is_looked_at_anew() -> None:
    begun = SpreadsheetImport.begin(BEGIN)
    begun.go_on(to=2, at=NOW)
    begun.ask(ASK)
    assert (begun.state, begun.done, begun.apply) == (ImportState.LOOKING, 0, True)
    begun.go_on(to=2, at=NOW)
    begun.ask(ASK)
    assert begun.done == 2


def test_a_file_that_waited_for_a_day_is_to_be_sent_again() -> None:
    late = replace(ASK, at=NOW + timedelta(days=1))
    with pytest.raises(ImportTooOld):
        looked_at(LineReport(3)).ask(late)


def test_files_are_for_the_team() -> None:
    with pytest.raises(StaffOnly):
        SpreadsheetImport.begin(replace(BEGIN, actor=NOBODY))
    with pytest.raises(StaffOnly):
        looked_at(LineReport(3)).ask(replace(ASK, actor=NOBODY))


def test_a_row_has_one_report_of_all_that_it_brings_or_why_it_is_refused() -> None:
    reports = [LineReport(3, ("personne",)), LineReport(2, ("rôle",)), LineReport(2, ("adhésion",)), WRONG]
    assert joined([*reports, LineReport(3, ("adhésion",))]) == [LineReport(2, ("rôle", "adhésion")), WRONG]
