"""Checks what is done when on a visit: in order, on its days, and along with it when it moves."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from pydantic import ValidationError

from services.conventions.domain.commands import visits as commands
from services.conventions.domain.errors.visits import InvalidRunSheet
from services.conventions.domain.visits import planning
from services.conventions.domain.visits.run_sheet import Item
from services.conventions.schemas.visits import RunSheetIn
from tests.unit.conventions.given_agreement import in_force
from tests.unit.conventions.given_visit import DAY, about, plan, scheduled, slot


def test_a_run_sheet_is_put_in_order_and_fits_the_days() -> None:
    visit = scheduled()
    late = Item(day=DAY, starts=time(10), ends=time(11), title="Essai de recette", led_by="Cheffe")
    early = Item(day=DAY, starts=time(9), ends=time(10), title="Visite de la cuisine")
    visit.write_run_sheet(commands.WriteRunSheet(**about(), items=(late, early)))
    assert [item.title for item in visit.run_sheet] == ["Visite de la cuisine", "Essai de recette"]
    for wrong in (replace(early, day=DAY + timedelta(days=5)), replace(early, ends=time(8))):
        with pytest.raises(InvalidRunSheet):
            visit.write_run_sheet(commands.WriteRunSheet(**about(), items=(wrong,)))


@pytest.mark.parametrize("starts", ["09:00:00Z", "09:00:00+02:00", 32400])
def test_a_run_sheet_has_the_hours_of_the_place(starts: str | int) -> None:
    item = {"day": DAY.isoformat(), "starts": starts, "ends": "11:00", "title": "Essai de recette"}
    with pytest.raises(ValidationError, match="locale"):
        RunSheetIn.model_validate({"items": [item]})
    assert RunSheetIn.model_validate({"items": [item | {"starts": "09:00"}]}).items[0].starts == time(9)


def test_a_visit_that_moves_takes_its_run_sheet_along() -> None:
    agreement = in_force()
    visit = scheduled(agreement, wanted=plan(slot(), slot(DAY + timedelta(days=1))))
    items = [
        Item(day=DAY + timedelta(days=days), starts=time(9), ends=time(10), title=title)
        for days, title in ((0, "Visite de la cuisine"), (1, "Dégustation"))
    ]
    visit.write_run_sheet(commands.WriteRunSheet(**about(), items=tuple(items)))
    later = plan(slot(DAY + timedelta(days=7)))
    planning.reschedule(visit, commands.RescheduleVisit(**about(), plan=later), agreement, booked=())
    assert [(each.day, each.title) for each in visit.run_sheet] == [
        (DAY + timedelta(days=7), "Visite de la cuisine")
    ], "its second day is no more"
