#!/usr/bin/env bash
# typst 0.15.2 writes PDF/UA-1 for headings, links and alternative texts that say nothing.
#
# Guess: what refuses a picture without alternative text, or with an empty one, refuses a blank one too, and a
# heading or a link in which there is nothing to read.
# Seen: only the absent and the empty text are refused. A blank text, a heading that shows only space and a link
# around nothing compile: a screen reader announces them and then says nothing. Whoever fills documents from fields
# has to require the words before the document is made.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet typst==0.15.2

cat >seen.py <<'PY'
import base64

import typst

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
with open("pixel.png", "wb") as picture:
    picture.write(base64.b64decode(PIXEL))

CASES = {
    "no alternative text": '#image("pixel.png")',
    "empty alternative text": '#image("pixel.png", alt: "")',
    "blank alternative text": '#image("pixel.png", alt: " ")',
    "blank heading": "= #[ ]\nDu texte.",
    "link around nothing": '#link("https://example.org")[]',
}
for name, content in CASES.items():
    with open("document.typ", "w") as document:
        document.write('#set document(title: "Convention")\n#set text(lang: "fr")\n' + content + "\n")
    try:
        typst.compile("document.typ", format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError as error:
        print(f"{name}: refused, {str(error).splitlines()[0]}")
    else:
        print(f"{name}: written")
PY

venv/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN'
no alternative text: refused, PDF/UA-1 error: missing alt text
empty alternative text: refused, PDF/UA-1 error: missing alt text
blank alternative text: written
blank heading: written
link around nothing: written
SEEN
