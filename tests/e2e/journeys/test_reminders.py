"""Who has a seat is reminded of a gathering one day before; who waits, or whose gathering moved, is not."""

from datetime import timedelta

from tests.running.club import Club, hours
from tests.running.moved_clock import MovedClock

DAY, LASTING = timedelta(days=1), timedelta(hours=2)
REMINDED_SECONDS = 120.0


async def test_who_has_a_seat_is_reminded_the_day_before(club: Club, clock: MovedClock) -> None:
    org = await club.member()
    seated, waiting = [await club.person(org) for _ in range(2)]
    far = hours(clock.now() + 40 * DAY, LASTING)
    begins = clock.soon() + DAY
    workshop, moving = [await club.club_event(**far, capacity={"online": 1}) for _ in range(2)]
    for person in (seated, waiting):
        await club.register(person, workshop)
    await club.register(seated, moving)
    await club.mailbox.reaches(workshop, 2)
    await club.mailbox.reaches(moving, 1)
    link = "https://visio.example.org/atelier"
    await club.registration.send("PUT", f"/club-events/{workshop['id']}/online-link", json={"link": link})
    for gathering in (moving, workshop):
        await club.registration.made(f"/club-events/{gathering['id']}/reschedule", hours(begins, LASTING))
    await club.registration.made(f"/club-events/{moving['id']}/reschedule", far)
    await club.mailbox.wait_about(moving, 3)  # the seat, and the two new dates
    clock.reach(begins - DAY)
    # Two mails about each registration, the link, the new dates for both, and the reminder.
    mails = await club.mailbox.wait_about(workshop, 6, seconds=REMINDED_SECONDS)
    [reminder] = [mail for mail in mails if mail.subject.startswith("Rappel")]
    assert reminder.to == seated.email
    assert link in reminder.text
    assert reminder.invitation is None
    about_the_other = await club.mailbox.about(moving)
    assert not [mail for mail in about_the_other if mail.subject.startswith("Rappel")]
