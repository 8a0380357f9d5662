#!/usr/bin/env python3
"""usage: links.py SITE

Follows every href and src of every page of a site: the file is there, the anchor is in it, and no
page asks another host for anything. Every picture is said in words.
"""

import os
import sys
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

ASKS = {("link", "href"), ("script", "src"), ("img", "src")}


class Page(HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.ids, self.links, self.wrong = set(), [], []
        with open(path, encoding="utf-8") as file:
            self.feed(file.read())

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if "id" in values:
            if values["id"] in self.ids:
                self.wrong.append(f"two elements are '{values['id']}'")
            self.ids.add(values["id"])
        if tag == "img" and not (values.get("alt") or "").strip():
            self.wrong.append(f"no words for {values.get('src')}")
        for name in ("href", "src"):
            if name in values:
                self.links.append((tag, name, values[name]))


def target_of(site, page, link):
    """The file a link leads to; None: another host."""
    if link.scheme or link.netloc:
        return None
    if not link.path:
        return os.path.join(site, page)
    path = os.path.normpath(os.path.join(site, os.path.dirname(page), unquote(link.path)))
    return path


def check_link(site, pages, page, entry):
    tag, name, href = entry
    link = urlsplit(href)
    path = target_of(site, page, link)
    if path is None:
        if (tag, name) in ASKS or link.scheme not in ("http", "https"):
            return f"{tag} asks for {href}"
        return None
    if not path.startswith(site + os.sep) or not os.path.isfile(path):
        return f"{href} leads nowhere"
    other = pages.get(os.path.relpath(path, site))
    if link.fragment and (other is None or link.fragment not in other.ids):
        return f"{href}: no such anchor"
    return None


def main():
    site = os.path.realpath(sys.argv[1])
    paths = [os.path.relpath(os.path.join(folder, name), site)
             for folder, _, names in os.walk(site) for name in names if name.endswith(".html")]
    pages = {path: Page(os.path.join(site, path)) for path in sorted(paths)}
    failures, links = 0, 0
    for path, page in pages.items():
        links += len(page.links)
        found = page.wrong + [check_link(site, pages, path, entry) for entry in page.links]
        for what in filter(None, found):
            failures += 1
            print(f"FAIL {path}: {what}")
    print(f"{len(pages)} pages, {links} links, {failures} failures")
    sys.exit(1 if failures or not links else 0)


if __name__ == "__main__":
    main()
