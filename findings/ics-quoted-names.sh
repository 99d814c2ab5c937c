#!/usr/bin/env bash
# ics 3.12.0 and ts-ics 2.4.6 (npm) write invitations in which quotes in a name cost the person it belongs to.
#
# Guess: a generator of invitations puts a name with a comma or a semicolon between quotes (RFC 5545, 3.2), and writes
# quotes within it as RFC 6868 has them (^'), or leaves them out, since a quoted parameter cannot hold one.
# Seen: ical-generator 11.1.2 does so. ics puts a backslash before each quote; ts-ics writes every name as it came, so
# that a semicolon ends it and a comma makes two of it. Of such an invitation icalendar 7.3.2 and node-ical 0.27.2 leave
# the attendee out without a word, and ical.js 2.2.1 reads a part of the name (node-ical does not read a semicolon that
# is written rightly, either). With both, keep quotes out of names: « » do no harm; with ts-ics commas too.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet icalendar==7.3.2
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund ics@3.12.0 ts-ics@2.4.6 ical-generator@11.1.2 ical.js@2.2.1 node-ical@0.27.2

cat >seen.mjs <<'JS'
import { spawnSync } from 'node:child_process'
import ICAL from 'ical.js'
import icalGenerator from 'ical-generator'
import { createEvent } from 'ics'
import nodeIcal from 'node-ical'
import { generateIcsCalendar } from 'ts-ics'

const START = new Date('2027-07-12T07:00:00Z')
const END = new Date('2027-07-12T09:00:00Z')
const GENERATORS = {
  ics: (attendee) =>
    createEvent({ uid: '1', start: START.getTime(), end: END.getTime(), title: 'A', attendees: [attendee] }).value,
  'ts-ics': (attendee) => {
    const [start, end] = [START, END].map((date) => ({ date, type: 'DATE-TIME' }))
    const event = { uid: '1', stamp: start, start, end, summary: 'A', attendees: [attendee] }
    return generateIcsCalendar({ version: '2.0', prodId: '-//example.org//FR', events: [event] })
  },
  'ical-generator': (attendee) => {
    const calendar = icalGenerator()
    calendar.createEvent({ id: '1', start: START, end: END, summary: 'A', attendees: [attendee] })
    return calendar.toString()
  },
}
const READERS = {
  'ical.js': (text) => {
    const event = new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent')
    return String(event.getFirstProperty('attendee').getParameter('cn'))
  },
  'node-ical': (text) => {
    const [event] = Object.values(nodeIcal.sync.parseICS(text)).filter(({ type }) => type === 'VEVENT')
    return event.attendee ? event.attendee.params.CN : '-'
  },
  icalendar: (input) => {
    const read = `import sys, icalendar
attendee = icalendar.Calendar.from_ical(sys.stdin.buffer.read()).events[0].get("ATTENDEE")
print("-" if attendee is None else attendee.params["CN"])`
    return spawnSync('venv/bin/python', ['-c', read], { input }).stdout.toString().trim()
  },
}
for (const name of ['Roy "Cam"', 'Roy, Cam', 'Roy ; Cam']) {
  for (const [generator, write] of Object.entries(GENERATORS)) {
    const text = write({ name, email: 'roy@example.org' })
    const read = Object.entries(READERS).map(([reader, readBy]) => `${reader} [${readBy(text)}]`)
    console.log(`${generator}: ${text.replaceAll('\r\n ', '').match(/CN=(.*):mail/i)[1]} | ${read.join(', ')}`)
  }
}
JS
node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
ics: "Roy \"Cam\"" | ical.js [Roy \], node-ical [-], icalendar [-]
ts-ics: Roy "Cam" | ical.js [Roy "Cam"], node-ical [-], icalendar [-]
ical-generator: "Roy ^'Cam^'" | ical.js [Roy "Cam"], node-ical [Roy ^'Cam^'], icalendar [Roy "Cam"]
ics: "Roy, Cam" | ical.js [Roy, Cam], node-ical [Roy, Cam], icalendar [Roy, Cam]
ts-ics: Roy, Cam | ical.js [Roy, Cam], node-ical [Roy, Cam], icalendar [['Roy', ' Cam']]
ical-generator: "Roy, Cam" | ical.js [Roy, Cam], node-ical [Roy, Cam], icalendar [Roy, Cam]
ics: "Roy ; Cam" | ical.js [Roy ; Cam], node-ical ["Roy ], icalendar [Roy ; Cam]
ts-ics: Roy ; Cam | ical.js [Roy ], node-ical [-], icalendar [-]
ical-generator: "Roy ; Cam" | ical.js [Roy ; Cam], node-ical ["Roy ], icalendar [Roy ; Cam]
SEEN
