#!/usr/bin/env bash
# recurring-ical-events 3.8.2, ical.js 2.2.1 and node-ical 0.26.1 list a cancelled half-day as one that takes place.
#
# Guess: an occurrence of a series that is called off by an override (RECURRENCE-ID, STATUS:CANCELLED, RFC 5545
# 3.8.1.11) is not among the occurrences that a library expands; EXDATE is only another way to say it.
# Seen: all three give three half-days where two are left; the second merely carries its status, which the one who
# draws the calendar has to look at. With EXDATE all three give two.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet icalendar==7.3.2 recurring-ical-events==3.8.2
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund ical.js@2.2.1 node-ical@0.26.1

cat >write.py <<'PY'
HALF_DAYS = "UID:visit-1@example.org\nDTSTAMP:20270101T000000Z\nSUMMARY:Demi-journée en cuisine\n"
SERIES = "DTSTART:20270312T080000Z\nDTEND:20270312T100000Z\nRRULE:FREQ=WEEKLY;COUNT=3\n"
SECOND = "RECURRENCE-ID:20270319T080000Z\nDTSTART:20270319T080000Z\nDTEND:20270319T100000Z\n"
EVENT = "BEGIN:VEVENT\n{}END:VEVENT\n"
WAYS = {
    "override": EVENT.format(HALF_DAYS + SERIES) + EVENT.format(HALF_DAYS + SECOND + "STATUS:CANCELLED\n"),
    "exdate": EVENT.format(HALF_DAYS + SERIES + "EXDATE:20270319T080000Z\n"),
}
for way, events in WAYS.items():
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//example.org//FR\n{events}END:VCALENDAR\n"
    with open(f"{way}.ics", "w", newline="") as file:
        file.write(text.replace("\n", "\r\n"))
PY
cat >seen.py <<'PY'
import icalendar
import recurring_ical_events

for way in ("override", "exdate"):
    with open(f"{way}.ics", "rb") as file:
        calendar = icalendar.Calendar.from_ical(file.read())
    found = recurring_ical_events.of(calendar).between((2027, 3, 1), (2027, 4, 30))
    days = [f"{event['DTSTART'].dt:%d}{' ' + event['STATUS'] if 'STATUS' in event else ''}" for event in found]
    print(f"recurring-ical-events, {way}: {', '.join(days)}")
PY
cat >seen.mjs <<'JS'
import { readFileSync } from 'node:fs'
import ICAL from 'ical.js'
import nodeIcal from 'node-ical'

const day = (date, status) => `${date.getUTCDate()}${status ? ` ${status}` : ''}`
const expanded = (text) => {
  const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent')
  const exceptions = events.filter((event) => event.hasProperty('recurrence-id'))
  const series = new ICAL.Event(events.find((event) => !event.hasProperty('recurrence-id')), { exceptions })
  const days = []
  const occurrences = series.iterator()
  for (let next = occurrences.next(); next; next = occurrences.next()) {
    const { item, startDate } = series.getOccurrenceDetails(next)
    days.push(day(startDate.toJSDate(), item.component.getFirstPropertyValue('status')))
  }
  return days
}
const between = { from: new Date('2027-03-01'), to: new Date('2027-04-30') }
for (const way of ['override', 'exdate']) {
  const text = readFileSync(`${way}.ics`, 'utf8')
  console.log(`ical.js, ${way}: ${expanded(text).join(', ')}`)
  const [event] = Object.values(nodeIcal.sync.parseICS(text)).filter((each) => each.type === 'VEVENT')
  const found = nodeIcal.expandRecurringEvent(event, between)
  console.log(`node-ical, ${way}: ${found.map((each) => day(each.start, each.event.status)).join(', ')}`)
}
JS

venv/bin/python write.py
{ venv/bin/python seen.py; node seen.mjs; } | tee seen.txt
diff seen.txt - <<'SEEN'
recurring-ical-events, override: 12, 19 CANCELLED, 26
recurring-ical-events, exdate: 12, 26
ical.js, override: 12, 19 CANCELLED, 26
node-ical, override: 12, 19 CANCELLED, 26
ical.js, exdate: 12, 26
node-ical, exdate: 12, 26
SEEN
