#!/usr/bin/env bash
# ical-generator 11.1.2 puts backslashes into the addresses of an event that hold a comma or a semicolon.
#
# Guess: a comma is escaped in a text and not in an address, of which RFC 5545 says so (3.3.13): the URL of an event is
# written as it was given, as that of its calendar is.
# Seen: the URL and the attachments of an event are escaped as a text is, with VALUE=URI beside it; the calendar's URL
# is not. ical.js 2.2.1 and vobject 0.9.9 read what the RFC says, and so hand on a link that leads nowhere; icalendar
# 7.3.2 and node-ical 0.27.2 take the backslashes out, and so hide it from whoever tests with them. Pass %2C and %3B.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet icalendar==7.3.2 vobject==0.9.9
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund ical-generator@11.1.2 ical.js@2.2.1 node-ical@0.27.2

cat >seen.mjs <<'JS'
import { writeFileSync } from 'node:fs'
import icalGenerator from 'ical-generator'
import ICAL from 'ical.js'
import nodeIcal from 'node-ical'

const calendar = icalGenerator({ url: 'https://example.org/a,1' })
calendar.createEvent({
  id: '1@example.org',
  start: new Date('2027-07-12T07:00:00Z'),
  summary: 'Atelier',
  url: 'https://example.org/b;2,3',
  attachments: ['https://example.org/c,4.pdf'],
})
const text = calendar.toString()
writeFileSync('atelier.ics', text)
console.log(text.match(/^(URL|ATTACH).*$/gm).join('\n'))
const event = new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent')
console.log('ical.js:', event.getFirstPropertyValue('url'))
const [read] = Object.values(nodeIcal.sync.parseICS(text)).filter(({ type }) => type === 'VEVENT')
console.log('node-ical:', read.url.val)
JS
cat >seen.py <<'PY'
import icalendar
import vobject

with open("atelier.ics", newline="") as file:
    text = file.read()
print("icalendar:", icalendar.Calendar.from_ical(text).events[0]["URL"])
print("vobject:", vobject.readOne(text).vevent.url.value)
PY

{ node seen.mjs; venv/bin/python seen.py; } | tee seen.txt
diff seen.txt - <<'SEEN'
URL:https://example.org/a,1
URL;VALUE=URI:https://example.org/b\;2\,3
ATTACH:https://example.org/c\,4.pdf
ical.js: https://example.org/b\;2\,3
node-ical: https://example.org/b;2,3
icalendar: https://example.org/b;2,3
vobject: https://example.org/b\;2\,3
SEEN
