#!/usr/bin/env bash
# @fedify/vocab 2.3.6 does not read an event of ActivityStreams whose start has no seconds.
#
# Guess: what is made for ActivityPub reads 2027-03-12T09:30+01:00: Activity Streams 2.0 says of its dates that seconds
# may be left out, as people leave them out who announce an event for half past nine.
# Seen: a Z is put behind the zone that is there already (09:30+01:00Z, 09:30ZZ), and the whole event is a RangeError;
# so is a published or updated without seconds. With them it is read. Whoever publishes events for others writes the
# seconds; whoever receives them puts them in before reading.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @fedify/vocab@2.3.6

cat >seen.mjs <<'JS'
import { Event } from '@fedify/vocab'

const announced = {
  '@context': 'https://www.w3.org/ns/activitystreams',
  id: 'https://example.org/events/1',
  type: 'Event',
  name: 'Atelier',
}
for (const dates of [
  { startTime: '2027-03-12T09:30:00+01:00' },
  { startTime: '2027-03-12T09:30+01:00' },
  { startTime: '2027-03-12T08:30Z' },
  { startTime: '2027-03-12T08:30:00Z', published: '2027-01-04T08:00Z' },
]) {
  const read = await Event.fromJsonLd({ ...announced, ...dates }).then(
    ({ name, startTime }) => `${name}, ${startTime}`,
    (error) => error.name
  )
  console.log(`${Object.entries(dates).flat().join(' ')}: ${read}`)
}
JS

node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
startTime 2027-03-12T09:30:00+01:00: Atelier, 2027-03-12T08:30:00Z
startTime 2027-03-12T09:30+01:00: RangeError
startTime 2027-03-12T08:30Z: RangeError
startTime 2027-03-12T08:30:00Z published 2027-01-04T08:00Z: RangeError
SEEN
