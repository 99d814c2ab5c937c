#!/usr/bin/env bash
# @signpdf/placeholder-plain and -pdf-lib 3.3.0 garble French words that a signature is to carry.
#
# Guess: reason, place and name of a signature are written as a PDF's text is (ISO 32000-1, 7.9.2.2), so that a reader
# shows « Évry » and « l’élu » as they were given.
# Seen: placeholder-plain writes UTF-16 and then that once more as UTF-8: a word with an accent is shown as a row of
# other signs. placeholder-pdf-lib keeps é and drops the upper half of what lies beyond Latin-1: œ becomes S, and the
# curly apostrophe a caron. It is what gets signed, and nobody can mend it afterwards. Sign with words in plain ASCII,
# or by another tool.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet typst==0.15.2 pikepdf==10.18.0
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund pdf-lib@1.17.1 @signpdf/placeholder-plain@3.3.0 \
    @signpdf/placeholder-pdf-lib@3.3.0

cat >write.mjs <<'JS'
import { readFileSync, writeFileSync } from 'node:fs'
import { pdflibAddPlaceholder } from '@signpdf/placeholder-pdf-lib'
import { plainAddPlaceholder } from '@signpdf/placeholder-plain'
import { PDFDocument } from 'pdf-lib'

const pdfBuffer = readFileSync('convention.pdf')
const words = { reason: 'Vœu de l’élu', location: 'Évry', name: 'Camille Roy', contactInfo: 'camille@example.org' }
writeFileSync('placeholder-plain.pdf', plainAddPlaceholder({ pdfBuffer, ...words }))
const pdfDoc = await PDFDocument.load(pdfBuffer)
pdflibAddPlaceholder({ pdfDoc, ...words })
writeFileSync('placeholder-pdf-lib.pdf', await pdfDoc.save({ useObjectStreams: false }))
JS
cat >seen.py <<'PY'
import pikepdf

for name in ("placeholder-plain", "placeholder-pdf-lib"):
    with pikepdf.open(f"{name}.pdf") as document:
        signature = document.Root.AcroForm.Fields[0].V
        for key in ("/Reason", "/Location", "/Name"):
            print(f"{name}, {key}: {ascii(str(signature[key]))}")
PY
printf '#set document(title: "Convention")\nConvention' >convention.typ
venv/bin/python -c 'import typst; typst.compile("convention.typ", output="convention.pdf")'
node write.mjs
venv/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN'
placeholder-plain, /Reason: '\xc3\xbe\xc3\xbf\x00V\x01S\x00u\x00 \x00d\x00e\x00 \x00l \u02c7\x00\xc3\xa9\x00l\x00u'
placeholder-plain, /Location: '\xc3\xbe\xc3\xbf\x00\xc3\u203a\x00v\x00r\x00y'
placeholder-plain, /Name: 'Camille Roy'
placeholder-pdf-lib, /Reason: 'VSu de l\u02c7\xe9lu'
placeholder-pdf-lib, /Location: '\xc9vry'
placeholder-pdf-lib, /Name: 'Camille Roy'
SEEN
