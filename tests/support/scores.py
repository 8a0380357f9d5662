"""Scores in workbooks: read as another program would, computed again, changed.

usage: scores.py strip IN OUT            a copy without cached values, to be computed by LibreOffice
       scores.py edit IN OUT SHEET!CELL=VALUE...
                                         the same, with these cells changed first
       scores.py same WORKBOOK COMPUTED  each formula's cached value is what COMPUTED has there
       scores.py method COMPUTED         each score of a sector's workbook is what the method, written
                                         down here once more, makes of the inputs in the workbook
       scores.py value WORKBOOK SHEET CELL
       scores.py differ A B COLUMN       how many rows of the sheet Scores differ in this column
"""

import math
import sys
import warnings

import openpyxl

# openpyxl reads a data bar, and not its extension that says how Excel draws it.
warnings.filterwarnings("ignore", message=".*extension is not supported.*")

TITLES_ROW = 4
TOLERANCE = 1e-6


def load(path, values):
    return openpyxl.load_workbook(path, data_only=values)


def strip(source, target, *changes):
    book = load(source, False)
    for change in changes:
        place, value = change.split("=")
        sheet, cell = place.split("!")
        book[sheet][cell] = float(value)
    book.save(target)


def close(a, b):
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return math.isclose(a, b, abs_tol=TOLERANCE)
    return (a or "") == (b or "")


def same(workbook, computed):
    formulas, cached, again = load(workbook, False), load(workbook, True), load(computed, True)
    count = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                before = cached[sheet.title][cell.coordinate].value
                after = again[sheet.title][cell.coordinate].value
                if before is None and after is not None and after != "":
                    sys.exit(f"{sheet.title}!{cell.coordinate} has no cached value, now {after!r}")
                if not close(before, after):
                    sys.exit(f"{sheet.title}!{cell.coordinate} {cell.value} was {before!r}, "
                             f"LibreOffice has {after!r}")
                count += 1
    print(count)


def rows_of(book):
    """The assessed rows of the sheet Scores, as title: value, in the order of their columns."""
    sheet = book["Scores"]
    titles = [cell.value for cell in sheet[TITLES_ROW]]
    for row in sheet.iter_rows(min_row=TITLES_ROW + 1, values_only=True):
        values = dict(zip(titles, row))
        if values["Org-AI-R"] != "Not assessed":
            yield titles, values


def clamp(value, low, high):
    return min(max(value, low), high)


def number(value, otherwise):
    return value if isinstance(value, (int, float)) else otherwise


def method(parameters, calibrations, weights, scores, row):
    """Org-AI-R and what it is made of, from a row's inputs."""
    total = sum(weights)
    mean = sum(w * d for w, d in zip(weights, scores)) / total
    sigma = math.sqrt(sum(w * (d - mean) ** 2 for w, d in zip(weights, scores)) / total)
    cv = sigma / mean if mean else 0
    penalty = clamp(1 - parameters["lambda_penalty"] * cv, 0, 1)
    excess = max(0, row["Talent concentration"] - calibrations["talent_concentration_threshold"])
    v_r = clamp(mean * penalty * clamp(1 - 0.15 * excess, 0, 1), 0, 100)
    lead = clamp((v_r - calibrations["sector_average_v_r"]) / 50, -1, 1)
    factor = clamp(0.6 * lead + 0.8 * (row["Market-cap percentile"] - 0.5), -1, 1)
    h_r = clamp(calibrations["h_r_baseline"]
                * (1 + calibrations["position_factor_delta"] * factor), 0, 100)
    alignment = number(row["Alignment override"], 1 - abs(v_r - h_r) / 100)
    synergy = clamp(v_r * h_r / 100 * alignment * clamp(row["Timing factor"], 0.8, 1.2), 0, 100)
    alpha, beta = parameters["alpha"], parameters["beta"]
    score = clamp((1 - beta) * (alpha * v_r + (1 - alpha) * h_r) + beta * synergy, 0, 100)
    n = row["Evidence"]
    sem = 14 * math.sqrt(1 - min(0.99, n * 0.3 / (1 + (n - 1) * 0.3)))
    rise = number(row["Target score"], 0) - score
    ebitda = (0.25 + 0.05 * rise + 0.025 * rise * h_r / 100
              + (1 if rise > 25 else 0)) * calibrations["ebitda_multiplier"]
    band = "Nascent Developing Adequate Good Excellent".split()[int(clamp(score // 20, 0, 4))]
    reviews = [("High", score > 85), ("Low", score < 40),
               ("Moved", abs(score - number(row["Previous Org-AI-R"], score))
                > parameters["review_change"]),
               ("EBITDA", rise > 0 and ebitda > parameters["review_ebitda"]),
               ("Imputed", row["Imputed scores"] > 0)]
    minimum = number(calibrations["governance_minimum"], None)
    gate = ("None" if minimum is None
            else "Blocked" if row["AI Governance"] < minimum else "Passed")
    return {"Dw": mean, "Spread σ": sigma, "cv": cv, "Penalty": penalty, "Vᴿ": v_r, "Hᴿ": h_r,
            "Position factor": factor, "Alignment": alignment, "Synergy": synergy,
            "Org-AI-R": score, "SEM": sem, "What-if change": score - row["Published"],
            "Interval low": max(0, score - 1.959963985 * sem),
            "Interval high": min(100, score + 1.959963985 * sem), "Band": band,
            "Governance gate": gate, "EBITDA, base (%)": ebitda if rise > 0 else "None",
            "Review": "; ".join(word for word, holds in reviews if holds)}


def named(sheet, name, value):
    return {row[name].value: row[value].value for row in sheet.iter_rows(min_row=2)}


def check_method(computed):
    book = load(computed, True)
    parameters = named(book["Parameters"], 1, 2)
    calibrations = named(book["Calibrations"], 1, 2)
    weights = {row[0].value: row[3].value for row in book["Weights"].iter_rows(min_row=2)
               if row[1].value}
    count = 0
    for titles, row in rows_of(book):
        dimensions = [title for title in titles if title in weights]
        made = method(parameters, calibrations, [weights[name] for name in dimensions],
                      [row[name] for name in dimensions], row)
        for title, expected in made.items():
            if not close(row[title], expected):
                sys.exit(f"{row['Organization']}: {title} is {row[title]!r}, the method says "
                         f"{expected!r}")
        count += 1
    print(count)


def differ(first, second, title):
    pairs = zip(rows_of(load(first, True)), rows_of(load(second, True)))
    print(sum(not close(a[title], b[title]) for (_, a), (_, b) in pairs))


def value(path, sheet, cell):
    print(load(path, True)[sheet][cell].value)


if __name__ == "__main__":
    {"strip": strip, "edit": strip, "same": same, "method": check_method,
     "differ": differ, "value": value}[sys.argv[1]](*sys.argv[2:])
