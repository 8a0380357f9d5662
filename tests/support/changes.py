"""What a page of changes says stands, word for word, in a workbook's sheet and in a handout.

changes.py RELEASE                  all rows of the page: portfolio.xlsx, portfolio.pdf
changes.py RELEASE SECTOR NAME      those of the page that name the sector: sectors/<SECTOR>/
"""
import html.parser
import subprocess
import sys
import warnings

import openpyxl

warnings.filterwarnings("ignore")


class Rows(html.parser.HTMLParser):
    """The cells of all rows of all tables' bodies; a cell ends where the next one begins, too."""

    def __init__(self):
        super().__init__()
        self.rows, self.cell, self.body = [], None, False

    def end_cell(self):
        if self.cell is not None:
            self.rows[-1].append(" ".join(self.cell.split()))
            self.cell = None

    def handle_starttag(self, tag, attributes):
        if tag == "tbody":
            self.body = True
        elif tag == "tr" and self.body:
            self.end_cell()
            self.rows.append([])
        elif tag in ("td", "th") and self.body:
            self.end_cell()
            self.cell = ""

    def handle_endtag(self, tag):
        if tag in ("td", "th", "tr", "tbody", "table"):
            self.end_cell()
        if tag in ("tbody", "table"):
            self.body = False

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data


def plain(text):
    return text.replace("\u2212", "-").replace("\u00a0", " ")


def words(value):
    """What a cell of a workbook may be shown as."""
    if value is None:
        return set()
    if isinstance(value, (int, float)):
        return {f"{value:.2f}", f"{value:+.2f}", str(value)}
    return {plain(str(value))}


def missing(cells, row):
    """Cells of the page that a row of the sheet lacks; what stands for nothing need not be there."""
    return [cell for cell in cells if cell not in row]


def main():
    release, only = sys.argv[1], sys.argv[2:]
    page = Rows()
    with open(f"{release}/changes/index.html", encoding="utf-8") as file:
        page.feed(file.read())
    rows = [[plain(cell) for cell in row if cell] for row in page.rows]
    if only:
        rows = [[cell for cell in row if cell != only[1]] for row in rows if only[1] in row]
    base = f"{release}/sectors/{only[0]}/{only[0]}" if only else f"{release}/portfolio"
    sheet = openpyxl.load_workbook(f"{base}.xlsx")["Changes"]
    listed = [set().union(*(words(value) for value in row)) for row in sheet.iter_rows(values_only=True)]
    text = subprocess.run(["pdftotext", "-raw", f"{base}.pdf", "-"], check=True, capture_output=True, text=True).stdout
    text = "".join(plain(text).split())
    scores = 0
    for row in rows:
        # An organization that is new to a sector joined it.
        row = [{"New": "Joined", "Gone": "Left"}.get(cell, cell) if only else cell for cell in row]
        if not any(not missing(row, cells | {"All"}) for cells in listed):
            sys.exit(f"the sheet lacks {row}: {listed}")
        if "The scores of others moved" in row:
            continue  # ranks alone are not on paper
        # The change and the rank have no column on paper.
        paper = [cell for cell in row if not cell.startswith(("+", "-")) and " to " not in cell or ":" in cell]
        paper = [cell for cell in paper if not cell.isdigit()]
        lacking = [cell for cell in paper if "".join(cell.split()) not in text]
        if lacking:
            sys.exit(f"the handout lacks {lacking} of {row}")
        scores += 1
    if not rows or not all(rows):
        sys.exit("the page has no rows to compare")
    print(f"{len(rows)} changes compared, {scores} of them on paper")


main()
