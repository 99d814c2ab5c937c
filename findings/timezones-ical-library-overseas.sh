#!/usr/bin/env bash
# timezones-ical-library 2.3.2 answers Indian/Reunion with the zone of Dubai, under Dubai's name.
#
# Guess: what is asked for by the name of a zone comes as a VTIMEZONE of that name, to be put beside times that refer
# to it (RFC 5545, 3.6.5: each TZID that is used has its VTIMEZONE).
# Seen: names that the zone data holds as links are followed and replaced: La Réunion is Asia/Dubai, Mayotte
# Africa/Nairobi, Guadeloupe America/Puerto_Rico, Wallis Pacific/Tarawa; Paris, Martinique and Guyane keep theirs. With
# the event at Indian/Reunion ical.js 2.2.1 finds no zone, and its time is the reader's own. The second value returned
# says which name to write; but people overseas then read that their workshop is held at the hour of Dubai.
# @touch4it/ical-timezones 1.9.0 keeps the name.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund timezones-ical-library@2.3.2 @touch4it/ical-timezones@1.9.0 ical.js@2.2.1

cat >seen.mjs <<'JS'
import touch from '@touch4it/ical-timezones'
import ICAL from 'ical.js'
import { tzlib_get_ical_block } from 'timezones-ical-library'

const MAKERS = {
  library: (zone) => tzlib_get_ical_block(zone)[0],
  touch4it: (zone) => touch.getVtimezoneComponent(zone),
}
const starts = (zone, block) => {
  const lines = ['UID:1', 'DTSTAMP:20270101T000000Z', `DTSTART;TZID=${zone}:20270712T090000`]
  const event = ['BEGIN:VEVENT', ...lines, 'END:VEVENT']
  const calendar = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:x', block.trim(), ...event, 'END:VCALENDAR']
  const root = new ICAL.Component(ICAL.parse(calendar.join('\r\n')))
  return new ICAL.Event(root.getFirstSubcomponent('vevent')).startDate.toJSDate().toISOString().slice(11, 16)
}
for (const zone of ['Indian/Reunion', 'Indian/Mayotte', 'America/Guadeloupe', 'Pacific/Wallis', 'Europe/Paris']) {
  for (const [name, make] of Object.entries(MAKERS)) {
    const block = make(zone)
    const [, tzid] = block.match(/^TZID:(.*?)\r?$/m)
    console.log(`${zone}, ${name}: ${tzid}, 9:00 is ${starts(zone, block)} UTC`)
  }
}
JS

TZ=Europe/Paris node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
Indian/Reunion, library: Asia/Dubai, 9:00 is 07:00 UTC
Indian/Reunion, touch4it: Indian/Reunion, 9:00 is 05:00 UTC
Indian/Mayotte, library: Africa/Nairobi, 9:00 is 07:00 UTC
Indian/Mayotte, touch4it: Indian/Mayotte, 9:00 is 06:00 UTC
America/Guadeloupe, library: America/Puerto_Rico, 9:00 is 07:00 UTC
America/Guadeloupe, touch4it: America/Guadeloupe, 9:00 is 13:00 UTC
Pacific/Wallis, library: Pacific/Tarawa, 9:00 is 07:00 UTC
Pacific/Wallis, touch4it: Pacific/Wallis, 9:00 is 21:00 UTC
Europe/Paris, library: Europe/Paris, 9:00 is 07:00 UTC
Europe/Paris, touch4it: Europe/Paris, 9:00 is 07:00 UTC
SEEN
