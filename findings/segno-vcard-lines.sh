#!/usr/bin/env bash
# segno 1.6.6 makes vCards that no reader takes when the note has two lines.
#
# Guess: helpers.make_vcard escapes what it is given, a line break as \n, as it does commas and semicolons (RFC 2426,
# section 4, for vCard 3.0).
# Seen: the break stands in the card as it is: vobject 0.9.9 and ical.js 2.2.1 stop there, or, where the second line
# has a colon, read it as a property of its own, and the note ends at its first line. Whoever puts a badge's or a
# place's details into a QR code writes the break as a comma, or makes the text of the card with another tool.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet segno==1.6.6 vobject==0.9.9
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund ical.js@2.2.1

cat >seen.py <<'PY'
import vobject
from segno import helpers

NOTES = {"one line": "Élue, cour B", "two lines": "Élue\nCour B", "a colon": "Élue\nEntrée: cour B"}
for name, note in NOTES.items():
    card = helpers.make_vcard_data(name="Roy;Camille", displayname="Camille Roy", memo=note)
    with open(f"{name}.vcf", "w", newline="") as file:
        file.write(card)
    try:
        read = repr(vobject.readOne(card).note.value)
    except vobject.base.ParseError as error:
        read = type(error).__name__
    print(f"vobject, {name}: {read}")
PY
cat >seen.mjs <<'JS'
import { readFileSync } from 'node:fs'
import ICAL from 'ical.js'

for (const name of ['one line', 'two lines', 'a colon']) {
  let read
  try {
    const [, properties] = ICAL.parse(readFileSync(`${name}.vcf`, 'utf8'))
    read = properties.slice(3).map(([key, , , value]) => `${key} ${JSON.stringify(value)}`).join(', ')
  } catch (error) {
    read = error.constructor.name
  }
  console.log(`ical.js, ${name}: ${read}`)
}
JS

{ venv/bin/python seen.py; node seen.mjs; } | tee seen.txt
diff seen.txt - <<'SEEN'
vobject, one line: 'Élue, cour B'
vobject, two lines: ParseError
vobject, a colon: ParseError
ical.js, one line: note "Élue, cour B"
ical.js, two lines: ParserError
ical.js, a colon: note "Élue", entrée " cour B"
SEEN
