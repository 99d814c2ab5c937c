#!/usr/bin/env bash
# ics 3.12.0 (npm) writes a name with quotes so that its readers lose the person, and a category with a comma as two.
#
# Guess: a generator of invitations writes a name with quotes as RFC 6868 has it (^') or without them, since a quoted
# parameter cannot hold a quote (RFC 5545, 3.2), and escapes the comma of every text (3.3.11), as it does for SUMMARY.
# Seen: a backslash stands before each quote. ical.js 2.2.1 reads the name up to there, icalendar 7.3.2 and node-ical
# 0.27.2 drop organizer and attendee, vobject 0.9.9 refuses the calendar; none of the first three says so. In CATEGORIES
# the comma is left as it is. No error comes from the generator. Take the quotes out of names, or write « » for them.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet icalendar==7.3.2 vobject==0.9.9
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund ics@3.12.0 ical.js@2.2.1 node-ical@0.27.2

cat >seen.mjs <<'JS'
import { writeFileSync } from 'node:fs'
import ICAL from 'ical.js'
import { createEvent } from 'ics'
import nodeIcal from 'node-ical'

const { error, value } = createEvent({
  uid: '1@example.org',
  start: [2027, 7, 12, 7, 0],
  startInputType: 'utc',
  duration: { hours: 2 },
  title: 'Atelier, "cuisine"',
  categories: ['Bio, local'],
  organizer: { name: 'Réseau "Cantines"', email: 'reseau@example.org' },
  attendees: [{ name: 'Camille "Cam" Roy', email: 'camille@example.org' }],
})
writeFileSync('atelier.ics', value)
console.log('error:', error)
console.log(value.match(/^(SUMMARY|CATEGORIES|ORGANIZER).*$/gm).join('\n'))
const event = new ICAL.Component(ICAL.parse(value)).getFirstSubcomponent('vevent')
const names = ['organizer', 'attendee'].map((name) => event.getFirstProperty(name).getParameter('cn'))
console.log('ical.js:', names.join(', '), '| categories:', event.getFirstProperty('categories').getValues().length)
const [read] = Object.values(nodeIcal.sync.parseICS(value)).filter(({ type }) => type === 'VEVENT')
console.log('node-ical:', read.organizer, read.attendee, '| categories:', read.categories.length)
JS
cat >seen.py <<'PY'
import icalendar
import vobject

with open("atelier.ics") as file:
    text = file.read()
[event] = icalendar.Calendar.from_ical(text).events
print("icalendar:", event.get("ORGANIZER"), event.get("ATTENDEE"), "| categories:", len(event["CATEGORIES"].cats))
try:
    vobject.readOne(text)
except vobject.base.ParseError as error:
    print("vobject:", type(error).__name__)
PY

{ node seen.mjs; venv/bin/python seen.py; } | tee seen.txt
diff seen.txt - <<'SEEN'
error: null
SUMMARY:Atelier\, "cuisine"
CATEGORIES:Bio, local
ORGANIZER;CN="Réseau \"Cantines\"":MAILTO:reseau@example.org
ical.js: Réseau \, Camille \ | categories: 2
node-ical: undefined undefined | categories: 2
icalendar: None None | categories: 2
vobject: ParseError
SEEN
