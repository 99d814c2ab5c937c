#!/usr/bin/env bash
# PyMuPDF 2.0 takes low signs out of the cells of a table that Typst 0.15.2 made: 1 234,56 € is read as 123456€ and a comma.
#
# Guess: what `find_tables().extract()` gives of a cell is the text that `get_text(clip=…)` gives of the same place.
# Seen: with Typst's own font (Libertinus Serif) commas and hyphens come on a line of their own behind the rest, and
# spaces are gone: an amount is a hundred times what it was, CONV-2027-014 is three numbers. The text of the page, the
# same cell by its place, and pdfplumber 0.11.10 have both as they are written.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet typst==0.15.2 pymupdf==2.0 pdfplumber==0.11.10

cat >cotisation.typ <<'TYP'
#set document(title: "Appel de cotisation")
#set text(lang: "fr", font: "Libertinus Serif")
#set page(width: 148mm, height: 105mm)
#table(columns: 2, [Convention], [CONV-2027-014], [Montant], [1 234,56 €])
TYP
cat >seen.py <<'PY'
import pdfplumber
import pymupdf
import typst

with open("cotisation.pdf", "wb") as file:
    file.write(typst.compile("cotisation.typ", format="pdf"))
page = pymupdf.open("cotisation.pdf")[0]
[table] = page.find_tables().tables
print("cells:", table.extract())
values = [page.get_text("text", clip=cell).strip() for cell in table.cells]
print("the same places:", *(f"[{value}]" for value in sorted(values)))
with pdfplumber.open("cotisation.pdf") as document:
    print("pdfplumber:", document.pages[0].extract_tables()[0])
PY
venv/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN'
cells: [['Convention', 'CONV 2027 014\n- -'], ['Montant', '123456€\n,']]
the same places: [1 234,56 €] [CONV-2027-014] [Convention] [Montant]
pdfplumber: [['Convention', 'CONV-2027-014'], ['Montant', '1 234,56 €']]
SEEN
