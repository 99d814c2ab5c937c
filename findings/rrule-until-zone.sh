#!/usr/bin/env bash
# rrule 2.8.1 (npm) leaves the last half-day out east of Greenwich, and begins a series of whole days today.
#
# Guess: what rrulestr reads is what RFC 5545 writes: UNTIL is in UTC where the start has a zone (3.3.10), and the last
# half-day is the one it names; a start may be a date (DTSTART;VALUE=DATE, 3.8.2.4).
# Seen: the Z of UNTIL is passed over and its hour taken for one in the zone, 8:00 in Paris where 9:00 is meant: the
# last half-day is missing in Paris and at La Réunion; in Guyane one more can come. A start with VALUE=DATE is not seen
# at all, and the series begins when it is read. rrule-temporal 2.2.8 has all of them right. Give COUNT and no UNTIL,
# and look for VALUE=DATE before reading.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund rrule@2.8.1 rrule-temporal@2.2.8

cat >seen.mjs <<'JS'
import rrule from 'rrule'
import { RRuleTemporal } from 'rrule-temporal'

const SERIES = {
  'Paris': ['DTSTART;TZID=Europe/Paris:20270305T090000', 'RRULE:FREQ=WEEKLY;UNTIL=20270326T080000Z'],
  'La Réunion': ['DTSTART;TZID=Indian/Reunion:20270305T090000', 'RRULE:FREQ=WEEKLY;UNTIL=20270326T050000Z'],
  'Guyane': ['DTSTART;TZID=America/Cayenne:20270305T090000', 'RRULE:FREQ=WEEKLY;UNTIL=20270326T120000Z'],
  'Guyane, daily': ['DTSTART;TZID=America/Cayenne:20270305T130000', 'RRULE:FREQ=DAILY;UNTIL=20270307T140000Z'],
  'UTC': ['DTSTART:20270305T080000Z', 'RRULE:FREQ=WEEKLY;UNTIL=20270326T080000Z'],
  'whole days': ['DTSTART;VALUE=DATE:20270305', 'RRULE:FREQ=WEEKLY;COUNT=4'],
}
const day = (date) => (date.startsWith('2027-03') ? date.slice(8, 10) : 'another month')
const days = (dates) => dates.map(day).join(' ')
for (const [name, lines] of Object.entries(SERIES)) {
  const text = lines.join('\n')
  console.log(`${name}: rrule ${days(rrule.rrulestr(text).all().map((date) => date.toISOString()))}`)
  const all = new RRuleTemporal({ rruleString: text }).all()
  console.log(`${name}: rrule-temporal ${days(all.map((date) => date.toInstant().toString()))}`)
}
JS

node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
Paris: rrule 05 12 19
Paris: rrule-temporal 05 12 19 26
La Réunion: rrule 05 12 19
La Réunion: rrule-temporal 05 12 19 26
Guyane: rrule 05 12 19 26
Guyane: rrule-temporal 05 12 19 26
Guyane, daily: rrule 05 06 07
Guyane, daily: rrule-temporal 05 06
UTC: rrule 05 12 19 26
UTC: rrule-temporal 05 12 19 26
whole days: rrule another month another month another month another month
whole days: rrule-temporal 05 12 19 26
SEEN
