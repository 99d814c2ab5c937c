#!/usr/bin/env bash
# jsqr 1.4.0 reads nothing in the QR code that segno 1.6.6 makes of « Musée de Vaulx », and reads « Musée d’Évry ».
#
# Guess: a reader of QR codes takes bytes without a mark for ISO 8859-1, as the standard does (ISO/IEC 18004: ECI 3 is
# what holds where none is given), or guesses; one that reads a name with accents reads all of them.
# Seen: segno writes ISO 8859-1 where all signs are in it, and UTF-8, without a mark either, where one is not, such as
# the curly apostrophe or œ. jsqr knows UTF-8 alone: it finds the other code as well and gives an empty text for it, no
# error, so that who scans a badge sees nobody. @zxing/library 0.23.0 and zxing-cpp 3.1.1 read both. Made with
# encoding="utf-8" all three read it: whoever puts names into codes says so, or keeps to plain ASCII.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet segno==1.6.6 zxing-cpp==3.1.1 numpy==2.4.6
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund jsqr@1.4.0 @zxing/library@0.23.0

cat >write.py <<'PY'
import json

import segno

CODES = [("Musée d’Évry", None), ("Musée de Vaulx", None), ("Musée de Vaulx", "utf-8")]
made = []
for text, encoding in CODES:
    rows = segno.make_qr(text, encoding=encoding).matrix_iter(scale=4, border=4)
    made.append([f"{text}, {encoding or 'as segno does'}", [[0 if dark else 255 for dark in row] for row in rows]])
with open("codes.json", "w") as file:
    json.dump(made, file)
PY
cat >seen.py <<'PY'
import json

import numpy
import zxingcpp

with open("codes.json") as file:
    for name, rows in json.load(file):
        found = zxingcpp.read_barcodes(numpy.array(rows, dtype=numpy.uint8))
        print(f"{name}: zxing-cpp {[each.text for each in found]}")
PY
cat >seen.mjs <<'JS'
import { readFileSync } from 'node:fs'
import zxing from '@zxing/library'
import jsqr from 'jsqr'

const { BinaryBitmap, HybridBinarizer, QRCodeReader, RGBLuminanceSource } = zxing

for (const [name, rows] of JSON.parse(readFileSync('codes.json', 'utf8'))) {
  const size = rows.length
  const grey = Uint8ClampedArray.from(rows.flat())
  const colours = Uint8ClampedArray.from(rows.flat().flatMap((value) => [value, value, value, 255]))
  console.log(`${name}: jsqr ${JSON.stringify(jsqr.default(colours, size, size)?.data)}`)
  let read
  try {
    const source = new RGBLuminanceSource(grey, size, size)
    read = JSON.stringify(new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(source))).getText())
  } catch (error) {
    read = error.name
  }
  console.log(`${name}: @zxing/library ${read}`)
}
JS

venv/bin/python write.py
{ node seen.mjs; venv/bin/python seen.py; } | tee seen.txt
diff seen.txt - <<'SEEN'
Musée d’Évry, as segno does: jsqr "Musée d’Évry"
Musée d’Évry, as segno does: @zxing/library "Musée d’Évry"
Musée de Vaulx, as segno does: jsqr ""
Musée de Vaulx, as segno does: @zxing/library "Musée de Vaulx"
Musée de Vaulx, utf-8: jsqr "Musée de Vaulx"
Musée de Vaulx, utf-8: @zxing/library "Musée de Vaulx"
Musée d’Évry, as segno does: zxing-cpp ['Musée d’Évry']
Musée de Vaulx, as segno does: zxing-cpp ['Musée de Vaulx']
Musée de Vaulx, utf-8: zxing-cpp ['Musée de Vaulx']
SEEN
