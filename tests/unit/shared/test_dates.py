"""Specifies how appointments are written in French."""

from datetime import date, time

import pytest

from shared.dates import appointment_in_words, day_in_words, time_in_words
from tests.unit.notifications.given import at_local

NB = "\u00a0"


def test_day_has_its_name_and_no_leading_zero() -> None:
    assert day_in_words(date(2027, 8, 5)) == "jeudi 5 août 2027"


def test_first_of_a_month_is_ordinal() -> None:
    assert day_in_words(date(2027, 7, 1)) == "jeudi 1er juillet 2027"


@pytest.mark.parametrize(
    ("moment", "words"),
    [(time(9, 30), f"9{NB}h{NB}30"), (time(14), f"14{NB}h"), (time(0, 5), f"0{NB}h{NB}05")],
)
def test_hours_are_those_of_the_clock_of_24(moment: time, words: str) -> None:
    assert time_in_words(moment) == words


def test_appointment_within_a_day_says_the_day_once() -> None:
    when = at_local("2027-03-12T09:30", "2027-03-12T12:00")
    assert appointment_in_words(when) == f"vendredi 12 mars 2027, de 9{NB}h{NB}30 à 12{NB}h"


def test_appointment_over_several_days_says_both() -> None:
    when = at_local("2027-10-12T09:00", "2027-10-13T17:00")
    assert (
        appointment_in_words(when)
        == f"du mardi 12 octobre 2027, 9{NB}h, au mercredi 13 octobre 2027, 17{NB}h"
    )


def test_zone_is_named_where_it_is_not_that_of_paris() -> None:
    when = at_local("2027-03-12T09:30", "2027-03-12T12:00", timezone="Indian/Reunion")
    assert appointment_in_words(when).endswith(f"à 12{NB}h (heure de La Réunion)")


def test_zone_without_a_french_name_is_named_by_its_code() -> None:
    when = at_local("2027-03-12T09:30", "2027-03-12T12:00", timezone="Europe/Lisbon")
    assert appointment_in_words(when).endswith("(heure du fuseau Europe/Lisbon)")
