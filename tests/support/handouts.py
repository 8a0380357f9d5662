"""What a handout says, against what the site publishes for machines.
usage: handouts.py TREE    the folder of a release; says what is missing, exit status 1"""
import decimal
import json
import pathlib
import re
import subprocess
import sys
import unicodedata


def said(text):
    """Words without white space and marks of direction, letters in their plain form."""
    plain = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s\u200e\u200f\u202a-\u202e\u2066-\u2069\u00ad]", "", plain)


def words(pdf):
    """In the order of the content, so that the lines of a cell follow each other."""
    return subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", pdf, "-"], check=True,
                          capture_output=True, text=True).stdout


def read(path):
    return json.loads(path.read_text("utf-8"), parse_float=decimal.Decimal)


def shown(number):
    return str(number.quantize(decimal.Decimal("0.01"), decimal.ROUND_HALF_UP))


def check_sector(tree, slug, lacks):
    pdf = tree / "sectors" / slug / f"{slug}.pdf"
    raw = words(pdf)
    text = said(raw)
    data = read(tree / "api/v1/sectors" / f"{slug}.json")
    scores = 0
    for organization in data["organizations"]:
        name = organization["display_name"] or organization["legal_name"]
        if said(name) not in text:
            lacks.append(f"{pdf}: organization '{name}'")
        score = (organization.get("scores") or {}).get("org_ai_r")
        if score is not None:
            scores += 1
            if shown(score) not in raw.split():
                lacks.append(f"{pdf}: score {shown(score)} of '{name}'")
    for weight in data["weights"]:
        if f"{weight['name']} {weight['weight']} " not in raw:
            lacks.append(f"{pdf}: weight {weight['weight']} of '{weight['name']}'")
    return scores, len(data["weights"])


def main():
    tree = pathlib.Path(sys.argv[1])
    lacks = []
    scores = weights = 0
    for sector in read(tree / "api/v1/sectors.json")["sectors"]:
        counted = check_sector(tree, sector["slug"], lacks)
        scores += counted[0]
        weights += counted[1]
    print(f"{scores} scores and {weights} weights compared")
    for line in lacks:
        print(line)
    sys.exit(1 if lacks or scores < 40 or weights < 49 else 0)


main()
