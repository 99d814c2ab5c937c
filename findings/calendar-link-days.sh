#!/usr/bin/env bash
# calendar-link 2.11.5 makes one day of a gathering of three.
#
# Guess: the duration that an event may have instead of an end counts for whole days as for hours, and whole days are
# written as such (DTSTART;VALUE=DATE, RFC 5545, 3.8.2.4).
# Seen: with allDay the duration is passed over: one day in the file and in the link to Google's calendar. The date
# stands in the file without VALUE=DATE, which ical.js 2.2.1 refuses as a broken date and time, the end given or not.
# node-ical 0.27.2 and icalendar 7.3.2 read it, and so hide it from whoever tests with them. Give the day after the
# last as the end, and write the file with another tool.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet icalendar==7.3.2
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund calendar-link@2.11.5 ical.js@2.2.1 node-ical@0.27.2

cat >seen.mjs <<'JS'
import { writeFileSync } from 'node:fs'
import { google, ics } from 'calendar-link'
import ICAL from 'ical.js'
import nodeIcal from 'node-ical'

const start = { title: 'Rencontres', start: '2027-07-12' }
const CASES = {
  'three whole days': { ...start, allDay: true, duration: [3, 'day'] },
  'until the 15th': { ...start, allDay: true, end: '2027-07-15' },
  'three hours': { ...start, start: '2027-07-12T07:00:00Z', duration: [3, 'hour'] },
}
for (const [name, event] of Object.entries(CASES)) {
  const [, file] = decodeURIComponent(ics(event)).split('charset=utf8,')
  writeFileSync(`${name}.ics`, file.trim())
  console.log(`${name}: ${file.match(/^DT(START|END).*$/gm).join(' ')}, ${google(event).match(/dates=[^&]*/)}`)
  let read
  try {
    const root = new ICAL.Component(ICAL.parse(file.trim()))
    read = new ICAL.Event(root.getFirstSubcomponent('vevent')).duration
  } catch (error) {
    read = error.message
  }
  console.log(`${name}: ical.js ${read}`)
  const { start, end } = Object.values(nodeIcal.sync.parseICS(file)).find((each) => each.type === 'VEVENT')
  console.log(`${name}: node-ical ${(end - start) / 3600000} hours`)
}
JS
cat >seen.py <<'PY'
import icalendar

for name in ("three whole days", "until the 15th", "three hours"):
    with open(f"{name}.ics", "rb") as file:
        [event] = icalendar.Calendar.from_ical(file.read()).events
    print(f"{name}: icalendar {event.duration}")
PY

{ node seen.mjs; venv/bin/python seen.py; } | tee seen.txt
diff seen.txt - <<'SEEN'
three whole days: DTSTART:20270712 DTEND:20270713, dates=20270712%2F20270713
three whole days: ical.js invalid date-time value: "2027-07-13T::"
three whole days: node-ical 24 hours
until the 15th: DTSTART:20270712 DTEND:20270715, dates=20270712%2F20270715
until the 15th: ical.js invalid date-time value: "2027-07-15T::"
until the 15th: node-ical 72 hours
three hours: DTSTART:20270712T070000Z DTEND:20270712T100000Z, dates=20270712T070000Z%2F20270712T100000Z
three hours: ical.js PT3H
three hours: node-ical 3 hours
three whole days: icalendar 1 day, 0:00:00
until the 15th: icalendar 3 days, 0:00:00
three hours: icalendar 3:00:00
SEEN
