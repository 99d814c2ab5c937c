#!/usr/bin/env bash
# icalendar 7.3.2 makes one resource of several, and ical.js 2.2.1 one feature, in an event read and written again.
#
# Guess: what is read and written again without a change says the same as before, if in another order: a comma parts
# the values of RESOURCES (RFC 5545, 3.8.1.10), a semicolon the code of REQUEST-STATUS from its words (3.8.8.3), a
# comma the features of a CONFERENCE (RFC 7986, 6.3).
# Seen: icalendar reads CATEGORIES as a list and RESOURCES as one text, so that its comma comes out escaped and belongs
# to the name; the status of a reply is one text as well, which no reader can take apart any more. What it writes as
# jCal (RFC 7265) has the status right. ical.js puts the features between quotes, where they are one that nobody knows.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet icalendar==7.3.2
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund ical.js@2.2.1

printf '%s\r\n' BEGIN:VCALENDAR VERSION:2.0 PRODID:-//example.org//FR BEGIN:VEVENT \
    UID:1@example.org DTSTAMP:20270101T000000Z DTSTART:20270312T080000Z DTEND:20270312T100000Z \
    CATEGORIES:Atelier,Cuisine RESOURCES:Cuisine,Tableau 'REQUEST-STATUS:2.0;Success' \
    'CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO:https://example.org/v' END:VEVENT END:VCALENDAR >atelier.ics

cat >seen.py <<'PY'
import icalendar

NAMES = ("CATEGORIES", "RESOURCES", "REQUEST-STATUS", "CONFERENCE")

with open("atelier.ics", "rb") as file:
    calendar = icalendar.Calendar.from_ical(file.read())
for line in calendar.to_ical().decode().splitlines():
    if line.startswith(NAMES):
        print("icalendar:", line)
for name, _, _, *values in calendar.events[0].to_jcal()[1]:
    if name in ("resources", "request-status"):
        print("icalendar, jCal:", name, values)
PY
cat >seen.mjs <<'JS'
import { readFileSync } from 'node:fs'
import ICAL from 'ical.js'

const calendar = new ICAL.Component(ICAL.parse(readFileSync('atelier.ics', 'utf8')))
for (const name of ['categories', 'resources', 'request-status', 'conference']) {
  console.log('ical.js:', calendar.getFirstSubcomponent('vevent').getFirstProperty(name).toICALString())
}
JS

{ venv/bin/python seen.py; node seen.mjs; } | tee seen.txt
diff seen.txt - <<'SEEN'
icalendar: CATEGORIES:Atelier,Cuisine
icalendar: CONFERENCE;FEATURE=AUDIO,VIDEO;VALUE=URI:https://example.org/v
icalendar: REQUEST-STATUS:2.0\;Success
icalendar: RESOURCES:Cuisine\,Tableau
icalendar, jCal: resources ['Cuisine,Tableau']
icalendar, jCal: request-status [['2.0', 'Success']]
ical.js: CATEGORIES:Atelier,Cuisine
ical.js: RESOURCES:Cuisine,Tableau
ical.js: REQUEST-STATUS:2.0;Success
ical.js: CONFERENCE;FEATURE="AUDIO,VIDEO";VALUE=URI:https://example.org/v
SEEN
