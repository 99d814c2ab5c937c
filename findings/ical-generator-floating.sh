#!/usr/bin/env bash
# ical-generator 11.1.2 writes times that belong to no zone when the zone is given to the calendar and not to the event.
#
# Guess: the zone of the calendar is, as its description says, that of all times of all events: DTSTART names it as its
# TZID, as it does when the event is given the same zone, and DTSTAMP is in UTC (RFC 5545, 3.8.7.2: it must be).
# Seen: DTSTART and DTSTAMP have neither TZID nor Z, beside a VTIMEZONE that nothing else refers to; EXDATE does name
# the zone, so it strikes out nothing, and the half-day of the 19th takes place. node-ical 0.27.2 goes by X-WR-TIMEZONE;
# with ical.js 2.2.1 every reader has an hour of their own: at La Réunion the workshop of Paris begins two hours early,
# three in winter. Given to the event as well, the zone is named; DTSTAMP stays. Or pass UTC and no zone at all.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund ical-generator@11.1.2 luxon@3.7.2 ical.js@2.2.1 node-ical@0.27.2

cat >seen.mjs <<'JS'
import icalGenerator from 'ical-generator'
import ICAL from 'ical.js'
import { DateTime } from 'luxon'
import nodeIcal from 'node-ical'

const ZONE = 'Europe/Paris'
const at = (text) => DateTime.fromISO(text, { zone: ZONE })
const generator = () => [
  'BEGIN:VTIMEZONE', `TZID:${ZONE}`, 'BEGIN:STANDARD', 'DTSTART:19961027T030000', 'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100', 'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU', 'END:STANDARD', 'BEGIN:DAYLIGHT',
  'DTSTART:19810329T020000', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200', 'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'END:DAYLIGHT', 'END:VTIMEZONE',
].join('\r\n')
for (const [name, more] of [['calendar', {}], ['event', { timezone: ZONE }]]) {
  const calendar = icalGenerator({ timezone: { name: ZONE, generator } })
  calendar.createEvent({
    id: '1@example.org',
    summary: 'Atelier',
    stamp: at('2027-01-01T00:00'),
    start: at('2027-07-12T09:00'),
    end: at('2027-07-12T11:00'),
    repeating: { freq: 'WEEKLY', count: 3, exclude: [at('2027-07-19T09:00')] },
    ...more,
  })
  const text = calendar.toString()
  console.log(`${name}:`, ...text.match(/^(DTSTAMP|DTSTART|EXDATE).*2027\w*/gm))
  const series = new ICAL.Event(new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent'))
  const days = []
  for (let next, all = series.iterator(); (next = all.next()); ) days.push(next.day)
  console.log(`  ical.js: ${series.startDate.toJSDate().toISOString()}, days ${days.join(' ')}`)
  const [event] = Object.values(nodeIcal.sync.parseICS(text)).filter(({ type }) => type === 'VEVENT')
  console.log(`  node-ical: ${event.start.toISOString()}`)
}
JS

TZ=Indian/Reunion node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
calendar: DTSTAMP:20270101T000000 DTSTART:20270712T090000 EXDATE;TZID=Europe/Paris:20270719T090000
  ical.js: 2027-07-12T05:00:00.000Z, days 12 19 26
  node-ical: 2027-07-12T07:00:00.000Z
event: DTSTAMP:20270101T000000 DTSTART;TZID=Europe/Paris:20270712T090000 EXDATE;TZID=Europe/Paris:20270719T090000
  ical.js: 2027-07-12T07:00:00.000Z, days 12 26
  node-ical: 2027-07-12T07:00:00.000Z
SEEN
