#!/usr/bin/env bash
# datebook 8.0.1 makes events that leave those who take them free at that time, and no one has been asked about it.
#
# Guess: an event with a start and an end takes its time in a calendar, which is what it does when nothing is said (RFC
# 5545, 3.8.2.7: OPAQUE is the default), and a start without an end is a moment.
# Seen: TRANSP:TRANSPARENT stands in every file: who has put the workshop into the calendar is still offered to others
# as free. Adding OPAQUE, as the class lets one add any property, gives both, where one is allowed. A start at 9:00
# without an end becomes the whole day, and loses its hour. Take that line out of what is rendered, and always give an
# end.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund datebook@8.0.1 ics@3.12.0 ical-generator@11.1.2

cat >seen.mjs <<'JS'
import { ICalendar } from 'datebook'
import ical from 'ical-generator'
import ics from 'ics'

const start = new Date('2027-07-12T07:00:00Z')
const end = new Date('2027-07-12T10:00:00Z')
const lines = (text) => text.match(/^(TRANSP|DTSTART|DTEND).*$/gm).map((line) => line.trim()).sort().join(' ')

console.log(`datebook: ${lines(new ICalendar({ title: 'Atelier', start, end }).render())}`)
const opaque = new ICalendar({ title: 'Atelier', start, end }).addProperty('TRANSP', 'OPAQUE')
console.log(`datebook, with OPAQUE: ${lines(opaque.render())}`)
console.log(`datebook, no end: ${lines(new ICalendar({ title: 'Atelier', start }).render())}`)
const calendar = ical()
calendar.createEvent({ summary: 'Atelier', start, end })
console.log(`ical-generator: ${lines(calendar.toString())}`)
console.log(`ics: ${lines(ics.createEvent({ title: 'Atelier', start: start.getTime(), end: end.getTime() }).value)}`)
JS

TZ=Europe/Paris node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
datebook: DTEND:20270712T100000Z DTSTART:20270712T070000Z TRANSP:TRANSPARENT
datebook, with OPAQUE: DTEND:20270712T100000Z DTSTART:20270712T070000Z TRANSP:OPAQUE TRANSP:TRANSPARENT
datebook, no end: DTEND;VALUE=DATE:20270713 DTSTART;VALUE=DATE:20270712 TRANSP:TRANSPARENT
ical-generator: DTEND:20270712T100000Z DTSTART:20270712T070000Z
ics: DTEND:20270712T100000Z DTSTART:20270712T070000Z
SEEN
