"""Reads the workbooks that tests/render/test_xlsx makes, as another program would.

usage: workbooks.py check FOLDER     types, values, formats, panes, filters, properties, print setup
       workbooks.py edit IN OUT      a copy with one weight changed and no value cached
"""

import datetime
import sys
import warnings

import openpyxl

# openpyxl reads a data bar, and not its extension that says how Excel draws it.
warnings.filterwarnings("ignore", message=".*extension is not supported.*")


def equal(what, actual, expected):
    if actual != expected:
        sys.exit(f"{what} is {actual!r}, expected {expected!r}")


def row(sheet, number):
    return [cell.value for cell in sheet[number]]


def row_of_unlocked(sheet, number):
    return [cell.column_letter for cell in sheet[number] if not cell.protection.locked]


def unlocked(sheet):
    return [cell.coordinate for line in sheet for cell in line if not cell.protection.locked]


def check_bars(sheet, cells):
    (rule,) = [rule for ranges in sheet.conditional_formatting for rule in ranges.rules
               if str(ranges.sqref) == cells and rule.type == "dataBar"]
    equal("ends of the bars", [(end.type, float(end.val)) for end in rule.dataBar.cfvo],
          [("num", 0.0), ("num", 100.0)])


def check_line(sheet, cells, blank, fill=None):
    """What says nothing is not there, and a rule draws the line below it; a gap is grey."""
    (rule,) = [rule for ranges in sheet.conditional_formatting for rule in ranges.rules
               if str(ranges.sqref) == cells]
    equal("rule of blanks", (rule.type, rule.dxf.border.bottom.style,
                             rule.dxf.border.bottom.color.rgb,
                             rule.dxf.fill and rule.dxf.fill.bgColor.rgb),
          ("containsBlanks", "thin", "FFDDE3EA", fill))
    equal("blank cells", {(sheet[name].has_style, sheet[name].value) for name in blank},
          {(False, None)})


def check_protection(book):
    """On every sheet, without a password, and filters, sorting and widths stay open."""
    for sheet in book:
        guard = sheet.protection
        equal(f"protection of {sheet.title}",
              (guard.sheet, guard.password, guard.autoFilter, guard.sort, guard.formatColumns,
               guard.formatCells, guard.insertRows, guard.deleteRows),
              (True, None, False, False, False, True, True, True))


def check_summary(book, title, values, chart):
    """The first sheet: its key figures, links that lead to every other sheet, a chart."""
    sheet = book.worksheets[0]
    equal("first sheet", (sheet.title, book.active.title), ("Summary", "Summary"))
    equal("what it says", [sheet["A1"].value, sheet["A2"].value],
          [title, "In force since 2025-01-01. Parameters v2.0."])
    figures = {sheet.cell(number, 1).value: sheet.cell(number, 2).value
               for number in range(4, sheet.max_row + 1)}
    for label, value in values.items():
        actual = figures[label]
        equal(label, round(actual, 2) if isinstance(actual, float) else actual, value)
    links = [cell.hyperlink.location for line in sheet for cell in line if cell.hyperlink]
    equal("links", links, [f"'{name}'!A1" for name in book.sheetnames[1:]])
    (drawn,) = sheet._charts
    series = drawn.series[0]
    equal("chart of the summary", [series.cat.strRef.f if series.cat.strRef else series.cat.numRef.f,
                                   series.val.numRef.f], chart)


def check_scores(book):
    scores = book["Scores"]
    equal("groups", [value for value in row(scores, 2) if value],
          ["Results", "Inputs", "Calculation"])
    equal("titles", row(scores, 4)[:4], ["Organization", "Org-AI-R", "Band", "What-if change"])
    equal("weights", row(scores, 3)[11:18],
          ["=w_data_infrastructure", "=w_ai_governance", "=w_technology_stack", "=w_talent",
           "=w_leadership", "=w_use_case_portfolio", "=w_culture"])
    equal("panes", scores.freeze_panes, "E5")
    equal("filter", scores.auto_filter.ref, "A4:AM11")
    equal("input as a value", scores["U6"].value, 0.5)
    equal("formula", scores["AB6"].value, "=SUMPRODUCT(weights,$L6:$R6)/SUM(weights)")
    equal("names that look like formulas", [scores["A6"].data_type, scores["A10"].data_type],
          ["s", "s"])
    equal("not assessed", [value for value in row(scores, 7) if value],
          ["Nothing Known Ltd", "Not assessed"])
    equal("format of a score", scores["B5"].number_format, "#,##0.00")
    equal("format where there is no projection", scores["I7"].number_format, "General")
    equal("format where there is one", scores["I8"].number_format, '#,##0.00"%"')
    equal("imputed", (scores["M6"].value, scores["M6"].font.color.rgb), (50, "FF8A94A6"))
    equal("input", scores["L6"].fill.start_color.rgb, "FFE8F0F8")
    equal("tones", [str(ranges.sqref) for ranges in scores.conditional_formatting],
          ["A5:AM11", "B5:B11", "C5:C11", "H5:H11", "J5:J11"])
    check_line(scores, "A5:AM11", ["C7", "AM7"])
    check_bars(scores, "B5:B11")
    equal("editable inputs", [column for column in row_of_unlocked(scores, 6)],
          [cell.column_letter for cell in scores[6] if cell.column_letter in
           ("K", "L", "M", "N", "O", "P", "Q", "R", "S", "T", "U", "V", "W", "X", "Y", "Z", "AA")])
    names = {name.name: name.attr_text for name in book.defined_names.definedName}
    equal("names", [names[name] for name in ("alpha", "h_r_baseline", "w_talent", "weights")],
          ["Parameters!$C$2", "Calibrations!$C$2", "Weights!$D$5", "Scores!$L$3:$R$3"])


def check_sector(book):
    equal("sheets", book.sheetnames, ["Summary", "Scores", "Weights", "Calibrations", "Parameters",
                                      "Organizations", "Changes", "Findings", "Method"])
    check_summary(book, "Org-AI-R & Co: Energy & Utilities",
                  {"Average Org-AI-R": 53.46, "Assessed": 5, "Reviews asked for": 3, "Code": "ENR",
                   "Annual revenue (USD)": 98765432100.5,
                   "Good": '=COUNTIF(Scores!$C:$C,"Good")'},
                  ["Summary!$A$17:$A$21", "Summary!$B$17:$B$21"])
    check_protection(book)
    for name in ("Summary", "Calibrations", "Parameters", "Organizations", "Findings", "Method"):
        equal(f"editable cells of {name}", unlocked(book[name]), [])
    properties = book.properties
    equal("title", properties.title, "Org-AI-R & Co: Energy & Utilities")
    equal("author", properties.creator, "Org-AI-R & Co")
    equal("created", properties.created, datetime.datetime(2025, 1, 1))
    equal("comments", properties.description, "In force since 2025-01-01. Parameters v2.0.")

    weights = book["Weights"]
    equal("header", row(weights, 1),
          ["Dimension", "Code", "Weight", "Weight used", "Rationale", "In force since"])
    equal("first weight", row(weights, 2),
          ["Data Infrastructure", "data_infrastructure", 0.22, "=C2", "SCADA/OT data critical",
           datetime.datetime(2025, 1, 1)])
    equal("format of a weight", weights["C2"].number_format, "#,##0.000")
    equal("format of a day", weights["F2"].number_format, "yyyy\\-mm\\-dd"
          if "\\" in weights["F2"].number_format else "yyyy-mm-dd")
    equal("live sum", weights["C9"].value, "=SUM(C2:C8)")
    equal("stored sum", row(weights, 10), ["Sum, stored", None, 1, None, None, None])
    equal("panes", weights.freeze_panes, "B2")
    equal("filter", weights.auto_filter.ref, "A1:F8")
    equal("charts", len(weights._charts), 1)
    equal("chart", type(weights._charts[0]).__name__, "BarChart")
    equal("chart's direction", weights._charts[0].barDir, "bar")
    equal("chart's values", weights._charts[0].series[0].val.numRef.f, "Weights!$C$2:$C$8")

    equal("editable weights", unlocked(weights), [f"C{number}" for number in range(2, 9)])
    equal("rationale", [(weights[cell].comment.text, weights[cell].comment.author)
                        for cell in ("C2", "C3")],
          [("SCADA/OT data critical", "Org-AI-R & Co"), ("Regulatory + safety", "Org-AI-R & Co")])
    equal("comments", [cell.coordinate for line in weights for cell in line if cell.comment],
          [f"C{number}" for number in range(2, 9)])
    equal("method", row(book["Method"], 1), ["Step", "Formula", "Meaning"])
    equal("formulas of the method are text",
          {cell.data_type for cell in book["Method"]["B"]}, {"s"})
    equal("its first formula", book["Method"]["B2"].value, "Dw = Σ wᵢ Dᵢ / Σ wᵢ")

    check_scores(book)
    check_organizations(book["Organizations"])
    equal("findings", [row(book["Findings"], n)[0] for n in (2, 3)], ["Warning", "Info"])
    for sheet in book:
        check_print(sheet)


def check_organizations(organizations):
    equal("lead", organizations["A1"].value,
          "What is known of each organization. A grey cell is empty: not stated.")
    equal("filter", organizations.auto_filter.ref, "A2:N9")
    equal("organization", row(organizations, 3),
          ["Rheinkraft Holding SE", "RKH", 12450, 8765432109.75, 1898, "DEU",
           "https://rheinkraft.example/en?a=1&b=2", "active", "Utility", True,
           "Siemens Spectrum, ABB, Network Manager", 45.5, 15200,
           datetime.datetime(1999, 12, 31)])
    equal("types", [cell.data_type for cell in organizations[3]],
          list("ssnnnssssbsnnd"))
    equal("integer", organizations["C3"].number_format, "#,##0")
    equal("year", organizations["E3"].number_format, "0")
    equal("percentage", organizations["L3"].number_format, '#,##0.00"%"')
    equal("units", [organizations["D2"].value, organizations["E2"].value,
                    organizations["L2"].value],
          ["Annual revenue (USD)", "Founded", "Smart grid coverage (%)"])
    equal("link", organizations["G3"].hyperlink.target, "https://rheinkraft.example/en?a=1&b=2")
    equal("not a link", organizations["G4"].hyperlink, None)
    equal("name that looks like a formula", organizations["A4"].data_type, "s")
    equal("its value", organizations["A4"].value,
          '=HYPERLINK("https://evil.example","click")')
    equal("other beginnings", [organizations["B4"].data_type, organizations["I4"].data_type,
                               organizations["B8"].data_type], ["s", "s", "s"])
    check_line(organizations, "A3:N9", ["C5", "N9"], "FFF3F4F6")
    equal("day before the calendar", organizations["N4"].value, "1899-12-31")
    equal("longest name", len(organizations["A9"].value), 255)
    equal("tab and newline", organizations["B9"].value, "TAB\tNL\nEND")


def check_print(sheet):
    equal("landscape", sheet.page_setup.orientation, "landscape")
    equal("repeated rows", sheet.print_title_rows,
          {"Scores": "$1:$4", "Summary": "$1:$3",
           "Organizations": "$1:$2"}.get(sheet.title, "$1:$1"))
    footer = sheet.oddFooter
    equal("footer", [footer.left.text, footer.center.text, footer.right.text],
          ["Org-AI-R && Co: Energy && Utilities",
           "In force since 2025-01-01. Parameters v2.0.", "&A, page &P of &N"])
    tab = {"Findings": "FFD9A441", "Method": "FF8A94A6"}.get(sheet.title, "FF1F3A5F")
    equal("color of the tab", sheet.sheet_properties.tabColor.rgb, tab)
    equal("fit to width", sheet.sheet_properties.pageSetUpPr.fitToPage, True)


def check_portfolio(book):
    equal("sheets", book.sheetnames, ["Summary", "Fund", "Scores", "Sectors", "Comparison", "Weights",
                                      "Calibrations", "Parameters", "Organizations", "Changes",
                                      "Findings", "Method"])
    check_summary(book, "Org-AI-R & Co: portfolio",
                  {"Fund-AI-R": 62.94, "Enterprise value (USD)": 1549500000, "Assessed": 5,
                   "Leaders": 1}, ["Fund!$A$4:$A$6", "Fund!$H$4:$H$6"])
    check_protection(book)
    equal("editable cells", [name for name in book.sheetnames if unlocked(book[name])], [])
    check_bars(book["Fund"], "H4:H7")
    check_bars(book["Scores"], "E4:E8")
    fund = book["Fund"]
    equal("the fund's score", fund["G7"].value,
          '=IF(fund_value>0,SUMPRODUCT(score_value,score_org_ai_r)/fund_value,"None")')
    equal("its sum", fund["F7"].value, '=IF(fund_value>0,SUM(F4:F6),"None")')
    equal("values counted", book["Scores"]["P5"].value,
          "=IF(ISNUMBER($O5),$O5,value_assumed)")
    comparison = book["Comparison"]
    equal("sectors compared", comparison.max_row, 3)
    equal("live total", comparison["I2"].value, "=SUM(B2:H2)")
    equal("weights", [cell.value for cell in comparison[2]][1:8],
          [0.22, 0.15, 0.18, 0.12, 0.13, 0.15, 0.05])
    (scale,) = comparison.conditional_formatting  # no cell is blank
    equal("color scale", str(scale.sqref), "B2:H3")
    equal("colors", len(scale.rules[0].colorScale.color), 3)
    equal("sector", row(book["Sectors"], 2),
          ["Energy & Utilities", "ENR", "pe_energy", 1234, 1200, 1100, 87654, 98765432100.5, 1,
           True])
    equal("invalid", book["Sectors"]["J4"].value, False)
    equal("nothing stated", book["Sectors"]["H4"].value, "Not stated")
    equal("all weights", book["Weights"].max_row, 22)
    equal("panes", book["Organizations"].freeze_panes, "C3")


def check_awkward(book):
    sheet = book["Small"]
    names = [cell.value for cell in sheet["A"]][1:]
    equal("names", names[:15],
          ["=1+1", "+1", "-1", "@SUM(A1)", "a\tb", "a\nb", "a\nb", "bell \ufffd end",
           "_x005F_x0041_", " pad ", "<script>alert('x')</script> & \"quotes\"",
           "http://not.a.link", "0012", "1e5", "TRUE"])
    equal("their types", {cell.data_type for cell in sheet["A"]}, {"s"})
    equal("cut", (len(names[15]), names[15][-2:]), (32767, "x\u2026"))
    equal("not cut", (len(names[16]), names[16][-1]), (32767, "x"))
    equal("no numbers", [cell.value for cell in sheet["B"]][18:],
          ["NaN", "9,007,199,254,740,993", "2025-02-30", "1850-06-01", "Not stated", None])
    equal("links", [cell.coordinate for line in sheet for cell in line if cell.hyperlink], [])


def check_rest(folder):
    many = openpyxl.load_workbook(f"{folder}/many.xlsx")["Small"]
    equal("rows", many.max_row, 5001)
    equal("last row", row(many, 5001), ["Organization 4999", 7])
    equal("filter", many.auto_filter.ref, "A1:B5001")
    empty = openpyxl.load_workbook(f"{folder}/empty.xlsx")["Small"]
    equal("empty", [row(empty, 1), row(empty, 2)], [["Name", "Count"], ["Nobody is here.", None]])
    equal("no filter", empty.auto_filter.ref, None)


def check(folder):
    check_sector(openpyxl.load_workbook(f"{folder}/sector.xlsx"))
    check_portfolio(openpyxl.load_workbook(f"{folder}/portfolio.xlsx"))
    check_awkward(openpyxl.load_workbook(f"{folder}/awkward.xlsx"))
    cached = openpyxl.load_workbook(f"{folder}/sector.xlsx", data_only=True)
    equal("cached sum", cached["Weights"]["C9"].value, 1)
    equal("cached band", [cell.value for cell in cached["Scores"]["C"]][4:],
          ["Good", "Developing", None, "Excellent", "Nascent", "Adequate", None])
    cached = openpyxl.load_workbook(f"{folder}/portfolio.xlsx", data_only=True)
    equal("cached total", cached["Comparison"]["I3"].value, 1)
    check_rest(folder)


def edit(source, target):
    book = openpyxl.load_workbook(source)
    for name, cell in (("Weights", "C2"), ("Comparison", "B2")):
        if name in book.sheetnames and book[name][cell].data_type == "n":
            book[name][cell] = 0.3
    book.active = book.sheetnames.index("Comparison") if "Comparison" in book.sheetnames else 0
    book.save(target)


if __name__ == "__main__":
    {"check": check, "edit": edit}[sys.argv[1]](*sys.argv[2:])
