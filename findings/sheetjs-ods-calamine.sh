#!/usr/bin/env bash
# python-calamine 0.9.1 does not open an ODS file that SheetJS (xlsx 0.18.5) has written.
#
# Guess: what one common library writes as OpenDocument, the format that France's interoperability rules for public
# bodies (RGI) recommend, the other reads: a table of two columns without formats, formulas or merged cells.
# Seen: SheetJS indents its XML, and the reader stops at the space between a row and its cells, which counts for nothing
# there; pandas 3.1.1 fails with the engine calamine and reads the file with odfpy 1.4.1. As XLSX the same table is read
# by all. An import that accepts ODS needs a second reader behind this one.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet pandas==3.1.1 odfpy==1.4.1 openpyxl==3.1.5 python-calamine==0.9.1
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund xlsx@0.18.5

cat >write.mjs <<'JS'
import XLSX from 'xlsx'

const book = XLSX.utils.book_new()
const sheet = XLSX.utils.aoa_to_sheet([['Nom', 'Ville'], ['Camille', 'Saint-Rémy']])
XLSX.utils.book_append_sheet(book, sheet, 'Adhérents')
for (const name of ['adherents.ods', 'adherents.xlsx']) {
  XLSX.writeFile(book, name)
}
JS
cat >seen.py <<'PY'
import pandas
import python_calamine


def read_by(reader, name):
    try:
        return reader(name)
    except (ValueError, python_calamine.CalamineError) as error:
        return type(error).__name__


def alone(name):
    return python_calamine.CalamineWorkbook.from_path(name).get_sheet_by_index(0).to_python()[1]


def by_pandas(engine):
    return lambda name: list(pandas.read_excel(name, engine=engine).iloc[0])


for name, other in {"adherents.ods": "odf", "adherents.xlsx": "openpyxl"}.items():
    readers = {"calamine": alone, "pandas, calamine": by_pandas("calamine"), f"pandas, {other}": by_pandas(other)}
    for reader, read in readers.items():
        print(f"{name}, {reader}: {read_by(read, name)}")
PY

node write.mjs
venv/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN'
adherents.ods, calamine: CalamineError
adherents.ods, pandas, calamine: CalamineError
adherents.ods, pandas, odf: ['Camille', 'Saint-Rémy']
adherents.xlsx, calamine: ['Camille', 'Saint-Rémy']
adherents.xlsx, pandas, calamine: ['Camille', 'Saint-Rémy']
adherents.xlsx, pandas, openpyxl: ['Camille', 'Saint-Rémy']
SEEN
