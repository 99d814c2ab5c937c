#!/usr/bin/env bash
# chrono-node 2.10.3 reads 9 h 30, as French typography writes it, as 9:00, and a span of such hours as three dates.
#
# Guess: chrono.fr, French being among the languages that are wholly supported, reads « 9 h 30 » as it reads « 9h30 »,
# or does not take the hour at all.
# Seen: with a space around the h, no-break or not, the minutes are left in the text, and isCertain('minute') is true
# for the nought that stands in for them. « de 9 h 30 à 12 h » is no span on that day: the first result has the day
# alone, the second « 9 h » in the evening of the day on which it is read, the third its noon. The same words without
# spaces give one result with begin and end. Take the spaces around the h away before reading.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund chrono-node@2.10.3

cat >seen.mjs <<'JS'
import * as chrono from 'chrono-node'

const time = (part) =>
  ['day', 'month', 'hour', 'minute']
    .map((name) => `${part.get(name)}${part.isCertain(name) ? '' : '?'}`)
    .join(' ')
const READ_ON = new Date(2027, 0, 10, 12)
for (const text of [
  '12 mars 2027 à 9h30',
  '12 mars 2027 à 9 h 30',
  '12 mars 2027 à 9\u00a0h\u00a030',
  '12 mars 2027 de 9h30 à 12h',
  '12 mars 2027 de 9 h 30 à 12 h',
]) {
  const found = chrono.fr.parse(text, READ_ON)
  const times = found.map(({ start, end }) => time(start) + (end ? ` to ${time(end)}` : ''))
  console.log(`${text.replaceAll('\u00a0', '~')}: ${times.join(' | ')}`)
}
JS

node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
12 mars 2027 à 9h30: 12 3 9 30
12 mars 2027 à 9 h 30: 12 3 9 0
12 mars 2027 à 9~h~30: 12 3 9 0
12 mars 2027 de 9h30 à 12h: 12 3 9 30 to 12 3 12 0
12 mars 2027 de 9 h 30 à 12 h: 12 3 12? 0? | 10 1 21 0 | 10? 1? 12 0
SEEN
