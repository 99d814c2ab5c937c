#!/usr/bin/env bash
# ical 14.3.1 (PyPI) lists a half-day that was moved twice, at its old time and its new one, when times are in UTC.
#
# Guess: an override replaces the occurrence that its RECURRENCE-ID names (RFC 5545, 3.8.4.4), and it is all one
# whether the series is written in UTC or in a zone, as long as both are written alike.
# Seen: in a zone the half-day moves, and so it does with floating times and whole days. In UTC the old one stays beside
# the new, and one that is called off takes place as well: the Z is kept in the one name and dropped in the other.
# Whoever reads feeds with it takes the instant of each RECURRENCE-ID out of what is listed; recurring-ical-events
# 3.8.2 needs no such help.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet ical==14.3.1 icalendar==7.3.2 recurring-ical-events==3.8.2

cat >seen.py <<'PY'
import icalendar
import recurring_ical_events
from ical.calendar_stream import IcsCalendarStream

HEAD = ["UID:1@example.org", "DTSTAMP:20270101T000000Z", "SUMMARY:Demi-journée"]
FORMS = {"UTC": ":{}T080000Z", "Europe/Paris": ";TZID=Europe/Paris:{}T090000", "floating": ":{}T090000"}


def calendar(form):
    def event(day, *more):
        start = "DTSTART" + form.format(day)
        return ["BEGIN:VEVENT", *HEAD, start, "DURATION:PT2H", *more, "END:VEVENT"]

    series = event("20270312", "RRULE:FREQ=WEEKLY;COUNT=3")
    moved = event("20270320", "RECURRENCE-ID" + form.format("20270319"))
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example.org//FR", *series, *moved, "END:VCALENDAR", ""]
    return "\r\n".join(lines)


for name, form in FORMS.items():
    text = calendar(form)
    listed = IcsCalendarStream.calendar_from_ics(text).timeline
    print(f"ical, {name}:", *(f"{event.dtstart:%d}" for event in listed))
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between((2027, 3, 1), (2027, 4, 1))
    print(f"recurring-ical-events, {name}:", *sorted(f"{event['DTSTART'].dt:%d}" for event in found))
PY

venv/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN'
ical, UTC: 12 19 20 26
recurring-ical-events, UTC: 12 20 26
ical, Europe/Paris: 12 20 26
recurring-ical-events, Europe/Paris: 12 20 26
ical, floating: 12 20 26
recurring-ical-events, floating: 12 20 26
SEEN
