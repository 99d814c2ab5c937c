#!/usr/bin/env bash
# holidays 0.109: of the 101 départements, six have a subdivision by their number; Bas-Rhin and Haut-Rhin are not among
# them, though their public holidays differ.
#
# Guess: France(subdiv=…) takes the number of any département, as ISO 3166-2 and INSEE write it, and the five overseas
# have the national days and the day of the abolition of slavery each.
# Seen: 57 and the five overseas are known; 67, 68 and 75 raise, and Alsace is 6AE. Guadeloupe alone has Mi-Carême and
# Vendredi saint, and shares the feast of Victor Schoelcher with Martinique.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet holidays==0.109

cat >seen.py <<'PY'
import holidays

NUMBERS = [f"{number:02}" for number in range(1, 96) if number != 20]
OVERSEAS = ["971", "972", "973", "974", "976"]


def found(subdivision):
    try:
        return holidays.France(subdiv=subdivision, years=2027, language="fr")
    except NotImplementedError:
        return None


national = holidays.France(years=2027, language="fr")
departements = [*NUMBERS, "2A", "2B", *OVERSEAS]
print("known:", *(number for number in departements if found(number) is not None))
for subdivision in ("57", "6AE", *OVERSEAS):
    more = sorted(found(subdivision).items() - national.items())
    print(subdivision, "|", ", ".join(f"{day:%d/%m} {name}" for day, name in more))
PY
venv/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN'
known: 57 971 972 973 974 976
57 | 26/03 Vendredi saint, 26/12 Saint-Étienne
6AE | 26/03 Vendredi saint, 26/12 Saint-Étienne
971 | 04/03 Mi-Carême, 26/03 Vendredi saint, 27/05 Abolition de l'esclavage, 21/07 Fête de Victor Schoelcher
972 | 22/05 Abolition de l'esclavage, 21/07 Fête de Victor Schoelcher
973 | 10/06 Abolition de l'esclavage
974 | 20/12 Abolition de l'esclavage
976 | 27/04 Abolition de l'esclavage
SEEN
