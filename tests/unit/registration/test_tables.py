"""Lists as files: what stands under each heading, in French."""

from uuid import uuid4

from services.registration.domain.guests import Headcount
from services.registration.domain.registrations import RegistrationState
from services.registration.schemas.tables import statistics_of
from tests.unit.registration.given import MEMBER


def headcount(role: str, *, people: int, came: int) -> Headcount:
    return Headcount(
        org=MEMBER.org,
        organisation="Manduel",
        departement="30",
        role=role,
        state=RegistrationState.ATTENDED,
        came=came,
        people=people,
    )


def test_people_of_other_roles_are_counted_together() -> None:
    counted = [
        headcount("elected", people=3, came=2),
        headcount("referent", people=2, came=1),
        headcount("signatory", people=1, came=1),
        headcount("", people=1, came=0),
    ]
    by_role = {
        (row.group, row.turnout.expected, row.turnout.came)
        for row in statistics_of(counted)
        if row.by == "Rôle"
    }
    assert by_role == {("Élu·e", 3, 2), ("Autre rôle", 3, 2), ("Sans rôle connu", 1, 0)}
    assert sum(row.by == "Rôle" for row in statistics_of(counted)) == 3


def test_two_organisations_of_one_name_are_counted_each() -> None:
    first = headcount("elected", people=1, came=1)
    other = Headcount(
        org=uuid4(), organisation="Manduel", departement="30", role="", state=first.state, came=0, people=2
    )
    rows = [row for row in statistics_of([first, other]) if row.by == "Collectivité"]
    assert sorted(row.turnout.expected for row in rows) == [1, 2]
