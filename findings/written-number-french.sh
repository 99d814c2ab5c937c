#!/usr/bin/env bash
# written-number 0.11.1 writes 80 000 as « quatre-vingts mille » and 1 500,50 as one thousand five hundred and one.
#
# Guess: a package that has French and writes 80, 81 and 200 rightly knows where vingt and cent have their s; what it
# cannot write, such as cents, it leaves out or refuses.
# Seen: before mille, which is no noun, there is no s: quatre-vingt mille, deux cent mille; before millions there is,
# and that comes out right. A half is rounded up without a word, so that the amount in words of a convention is not the
# one in figures. n2words 4.0.0 writes both as they should be. Write whole euros and cents apart, and by that one.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund written-number@0.11.1 n2words@4.0.0

cat >seen.mjs <<'JS'
import writtenNumber from 'written-number'
import { toCardinal } from 'n2words/fr-FR'

for (const number of [80, 200, 80000, 200000, 280000, 80000000, 1500.5]) {
  console.log(`${number}: ${writtenNumber(number, { lang: 'fr' })} | ${toCardinal(number)}`)
}
JS

node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
80: quatre-vingts | quatre-vingts
200: deux cents | deux cents
80000: quatre-vingts mille | quatre-vingt mille
200000: deux cents mille | deux cent mille
280000: deux cent quatre-vingts mille | deux cent quatre-vingt mille
80000000: quatre-vingts millions | quatre-vingts millions
1500.5: mille cinq cent un | mille cinq cents virgule cinq
SEEN
