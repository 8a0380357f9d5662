#!/usr/bin/env python3
"""usage: pages_in_chromium.py SITE [--sample] [PAGE...]

Opens every page of a site, or those named, from file:// in headless Chromium, at several widths, light and dark, and
fails on anything a reader would not forgive: console messages, policy violations, requests outside
the site, pages wider than the window, images that do not load, headings and landmarks missing.
With --sample, works the filter, the sorting and the menu of the golden pages, and prints them.
"""

import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from chromium import Browser  # noqa: E402

LOOKS = [(360, False), (390, True), (768, False), (1280, True), (1440, False)]

FACTS = """({
  width: document.scrollingElement.scrollWidth,
  window: window.innerWidth,
  h1: document.querySelectorAll('h1').length,
  main: document.querySelectorAll('main').length,
  lang: document.documentElement.lang,
  broken: [...document.images].filter(i => !i.complete || !i.naturalWidth).map(i => i.src),
  unnamed: [...document.images].filter(i => !i.alt).length,
  styled: getComputedStyle(document.querySelector('main')).fontFamily,
  background: getComputedStyle(document.body).backgroundColor,
  inline: document.querySelectorAll('[style]').length,
  skipped: [...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])
    .filter((level, i, all) => i && level > all[i - 1] + 1).length,
  headless: [...document.querySelectorAll('table')]
    .filter(t => !t.caption || !t.querySelector('thead th')).length,
  deaf: [...document.querySelectorAll('.scroll')].filter(r => r.tabIndex !== 0 || r.role !== 'region'
    || !document.getElementById(r.getAttribute('aria-labelledby'))?.textContent.trim()).length,
  stuck: [...document.querySelectorAll('.drawing')]
    .filter(d => d.children.length !== 1 || d.firstElementChild.tabIndex !== 0).length,
  columns: document.querySelectorAll('thead th').length,
  rows: document.querySelectorAll('tbody th').length,
  blocked: window.blocked,
})"""

failures = []


def check(right, what):
    if not right:
        failures.append(what)
        print("FAIL", what)


def check_page(page, site, path, width, dark):
    where = f"{path} at {width}, {'dark' if dark else 'light'}"
    page.open("file://" + os.path.join(site, path))
    facts = page.run(FACTS)
    check(not page.said, f"{where}: said {page.said}")
    outside = [url for url in page.asked if not url.startswith("file://" + site + "/")]
    check(not outside, f"{where}: asked for {outside}")
    check(facts["width"] <= facts["window"], f"{where}: {facts['width']} pixels wide")
    check(facts["window"] == width, f"{where}: window is {facts['window']}")
    check(facts["h1"] == 1 and facts["main"] == 1, f"{where}: one h1, one main")
    check(facts["lang"] == "en", f"{where}: language")
    check(not facts["broken"], f"{where}: images {facts['broken']}")
    check(facts["unnamed"] == 0, f"{where}: images without words")
    check("system-ui" in facts["styled"], f"{where}: not styled, {facts['styled']}")
    check(facts["inline"] == 0, f"{where}: inline styles")
    check(facts["skipped"] == 0, f"{where}: a level of headings is skipped")
    check(facts["headless"] == 0, f"{where}: tables without caption or headings")
    check(facts["deaf"] == 0, f"{where}: tables that the keyboard cannot scroll")
    check(facts["stuck"] == 0, f"{where}: drawings that the keyboard cannot scroll")
    if width == 1280:
        check_headings(page, facts, where)
    if path != "404.html":
        bright = sum(map(int, re.findall(r"\d+", facts["background"])[:3])) > 384
        check(bright != dark, f"{where}: background {facts['background']}")
        check(len(page.asked) >= 3, f"{where}: style and script asked for, {page.asked}")


def check_headings(page, facts, where):
    """What a cell is the heading of follows from where it stands, for those who hear the page."""
    page.run("document.querySelectorAll('details').forEach(part => part.open = true)")
    roles = [node["role"]["value"] for node in page.call("Accessibility.getFullAXTree")["nodes"]
             if not node["ignored"]]
    for role, said in (("columnheader", facts["columns"]), ("rowheader", facts["rows"])):
        check(roles.count(role) == said, f"{where}: {roles.count(role)} times {role}, not {said}")


COLUMN = """(n) => [...document.querySelectorAll('#organizations tbody tr')]
  .map(row => row.cells[n].textContent.trim())"""


def numbers(texts):
    return [int(text.replace(",", "")) for text in texts if text[:1].isdigit()]


def check_sorting(page):
    click = "document.querySelectorAll('#organizations thead .sort')[3].click()"
    page.run(click)
    down = page.run(f"({COLUMN})(3)")
    check(numbers(down) == sorted(numbers(down), reverse=True), "sorting: largest first")
    check(down[-1] == "Not stated" and down[0] != "Not stated", "sorting: what is absent is last")
    key = "new KeyboardEvent('keydown', {key: 'Enter', bubbles: true})"
    page.run(click.replace("click()", f"dispatchEvent({key})"))
    up = page.run(f"({COLUMN})(3)")
    check(numbers(up) == sorted(numbers(up)) and up[-1] == "Not stated", "sorting: smallest first")
    check(len(numbers(up)) > 10, "sorting: rows are there")
    sort = "document.querySelector('#organizations [aria-sort]').getAttribute('aria-sort')"
    check(page.run(sort) == "ascending", "sorting: said to those who hear the page")
    page.run("document.querySelectorAll('#dimension-weights thead .sort')[1].click()")
    last = "[...document.querySelectorAll('#dimension-weights section > .scroll tbody tr, " \
           "#dimension-weights > .scroll tbody tr')].pop().textContent"
    check(page.run(last).startswith("Sum"), "sorting: the total stays last")


def check_filter(page):
    page.run("""(() => { const input = document.querySelector('#organizations .filter input');
      input.value = 'prairie'; input.dispatchEvent(new Event('input')); })()""")
    left = page.run("""[...document.querySelectorAll('#organizations tbody tr')]
      .filter(row => !row.hidden).map(row => row.cells[0].textContent)""")
    check(left and all("Prairie" in name for name in left), f"filter: {left}")
    said = page.run("document.querySelector('#organizations .filter output').textContent")
    check(said == f"{len(left)} of 41", f"filter: says '{said}'")


def check_menu(page):
    shown = "document.querySelector('.menu ul').getBoundingClientRect()"
    page.run("document.querySelector('.menu summary').click()")
    stacked = page.run("""new Set([...document.querySelectorAll('.menu li')]
      .map(item => item.getBoundingClientRect().left)).size""")
    check(stacked == 1, "menu: one sector below the other")
    inside = page.run(f"(r => r.width > 0 && r.left >= 0 && r.right <= innerWidth)({shown})")
    check(inside, "menu: open and within the window")
    page.run("document.querySelector('main').click()")
    check(not page.run("document.querySelector('.menu').open"), "menu: closes")


def check_print(page, path, words):
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "page.pdf")
        page.pdf(out)
        text = subprocess.run(["pdftotext", "-layout", out, "-"], check=True, text=True,
                              capture_output=True).stdout
        info = subprocess.run(["pdfinfo", out], check=True, text=True, capture_output=True).stdout
    check("A4" in info, f"{path} printed: {info}")
    sheets = re.search(r"Pages: +(\d+)", info).group(1)
    check(re.search(rf"\b1 ?/ ?{sheets}\b", text), f"{path} printed: no number on the sheets")
    for word in words:
        check(word in text, f"{path} printed: no '{word}'")
    for word in ("Skip to content", "Filter these rows", "Numbers behind", "file://"):
        check(word not in text, f"{path} printed: '{word}'")
    return text


def check_policy(browser, site):
    """The policy holds from file:// too: what it forbids does not run."""
    path = os.path.join(site, "forbidden.html")
    with open(os.path.join(site, "index.html"), encoding="utf-8") as page:
        text = page.read()
    with open(path, "w", encoding="utf-8") as page:
        page.write(text.replace("</body>", "<script>window.blocked = 'no'</script></body>"))
    page = browser.page().open("file://" + path)
    check(page.run(FACTS).get("blocked") is None, "policy: an inline script ran")
    check(any("Content Security Policy" in said for said in page.said), "policy: not said")
    os.remove(path)


def check_sample(browser, site):
    energy = "file://" + os.path.join(site, "sectors/energy/index.html")
    page = browser.page(1280).open(energy)
    check_sorting(page)
    check_filter(page)
    check_menu(page)
    page.close()
    page = browser.page(360, dark=True).open(energy)
    check_menu(page)
    printed = check_print(page, energy, ["Energy & Utilities", "0.220"])
    check(printed.count("Headquarters") >= 2, "printed: headings repeat on each sheet")
    page.open("file://" + os.path.join(site, "sectors/retail/index.html"))
    check_print(page, "retail", ["The weights of Retail are invalid", "do not use"])
    check_policy(browser, site)


def main():
    site = os.path.realpath(sys.argv[1])
    paths = [path for path in sys.argv[2:] if path != "--sample"] or sorted(os.path.relpath(os.path.join(folder, name), site)
                   for folder, _, names in os.walk(site) for name in names
                   if name.endswith(".html"))
    check(len(paths) > 0, "no pages")
    with Browser() as browser:
        for width, dark in LOOKS:
            page = browser.page(width, 900, dark)
            for path in paths:
                check_page(page, site, path, width, dark)
            page.close()
        if "--sample" in sys.argv:
            check_sample(browser, site)
    print(f"{len(paths)} pages, {len(LOOKS)} looks, {len(failures)} failures")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
