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


def shown(number, step="0.01"):
    return str(number.quantize(decimal.Decimal(step), decimal.ROUND_HALF_UP))


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


def check_portfolio(tree, names, lacks):
    pdf = tree / "portfolio.pdf"
    raw = words(pdf)
    fund = read(tree / "api/v1/fund.json")
    facts = {"Fund-AI-R": shown(fund["fund_ai_r"], "0.1"), "HHI": shown(fund["hhi"], "0.0001"),
             "Assessed": fund["assessed"], "Not assessed": fund["not_assessed"],
             "Leaders": fund["leaders"], "Laggards": fund["laggards"],
             "Reviews asked for": fund["reviews"], "Gate failures": fund["gate_failures"]}
    for label, value in facts.items():
        if f"\n{label}\n{value}\n" not in raw:
            lacks.append(f"{pdf}: {label} {value}")
    for band, count in fund["bands"].items():
        if f"{band} {count}" not in raw:
            lacks.append(f"{pdf}: band {band} {count}")
    for sector in fund["sectors"]:
        name = re.escape(names[sector["focus_group_id"]])
        average = re.escape(shown(sector["average_org_ai_r"]))
        share = re.escape(shown(sector["share"] * 100, "0.1"))
        if not re.search(rf"^{name} {sector['assessed']} of \d+ {average} .* {share}$", raw, re.M):
            lacks.append(f"{pdf}: sector {name}, {average}, {share}")
    return len(facts) + len(fund["bands"]) + len(fund["sectors"])


def main():
    tree = pathlib.Path(sys.argv[1])
    lacks = []
    scores = weights = 0
    for sector in read(tree / "api/v1/sectors.json")["sectors"]:
        counted = check_sector(tree, sector["slug"], lacks)
        scores += counted[0]
        weights += counted[1]
    names = {sector["focus_group_id"]: sector["name"] for sector in
             read(tree / "api/v1/sectors.json")["sectors"]}
    facts = check_portfolio(tree, names, lacks)
    print(f"{scores} scores and {weights} weights compared, {facts} facts of the portfolio")
    for line in lacks:
        print(line)
    sys.exit(1 if lacks or scores < 40 or weights < 49 else 0)


main()
