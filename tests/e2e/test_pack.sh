#!/usr/bin/env bash
# One file to mail: what is in it, what it looks like alone, and that verify notices every change.
# shellcheck source=tests/support/e2e.sh
. "$(dirname "$0")/../support/e2e.sh"

out=$work/out
export ORGAIR_OUT_DIR=$out
key='a key of more than thirty-two characters'
export ORGAIR_SECRET_KEY=$key
here=$PWD

run 1 "$orgair" pack
says "no release"
database pack --demo
run 0 "$orgair" build
id=$(basename "$(readlink "$out/current")")
name=orgair-$id

# Into the current folder, and not over what is there.
mkdir "$work/mail"
cd "$work/mail"
run 0 "$orgair" pack
prints "packed release '$id' into '$name.zip'"
[[ $(ls -A) == "$name.zip" ]] || fail "left: $(ls -A)"
run 1 "$orgair" pack
says "there is a file '$name.zip' already"
says "hint: --force replaces it"
run 0 "$orgair" pack --force
run 0 env TZ=Pacific/Auckland LC_ALL=C "$orgair" pack --release "${id%-*}" --out again.zip
cmp "$name.zip" again.zip || fail "packed twice, two files"
rm again.zip
passed "pack writes orgair-<release id>.zip, once, and the same again"

# What other programs make of it.
run 0 unzip -tq "$name.zip"
run 0 unzip -q "$name.zip"
cd "$name"
run 0 sha256sum -c --strict PACKSUMS
run 0 sha256sum -c --strict --ignore-missing SHA256SUMS
prints "portfolio.xlsx: OK"
cmp SHA256SUMS "$out/current/SHA256SUMS"
cmp manifest.json "$out/current/manifest.json"
cmp run.json "$out/current/run.json"
signature=$({ echo "$name" && cat PACKSUMS; } | openssl dgst -sha256 -hmac "$key" -r | cut -d' ' -f1)
[[ $signature == "$(cat PACKSUMS.hmac)" ]] || fail "PACKSUMS.hmac is $(cat PACKSUMS.hmac), expected $signature"
expected=$(cd "$out/current/" && find . -name '*.xlsx' -o -name '*.pdf' | sort)
[[ $(find . -name '*.xlsx' -o -name '*.pdf' | sort) == "$expected" ]] || fail "not every handout is in it"
[[ $(wc -l <<<"$expected") -ge 8 ]] || fail "a workbook is missing: $expected"
cd ..
passed "unzip, sha256sum and openssl agree with it"

# report.html, alone in a folder.
mkdir "$work/alone"
cp "$name/report.html" "$work/alone/"
python3 - "$here/tests/support" "$work/alone/report.html" <<'PYTHON' || fail "report.html does not stand alone"
import sys
sys.path.insert(0, sys.argv[1])
from chromium import Browser
FACTS = """({
  articles: [...document.querySelectorAll('main > div > article')].map(a => a.id),
  titles: [...document.querySelectorAll('h1')].map(h => h.textContent.trim()),
  main: document.querySelectorAll('main').length,
  broken: [...document.images].filter(i => !i.complete || !i.naturalWidth).length,
  unnamed: [...document.images].filter(i => !i.alt).length,
  images: document.images.length,
  dangling: [...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href'))
    .filter(h => !document.getElementById(h.slice(1))),
  outside: [...document.querySelectorAll('[href], [src]')].map(a => a.getAttribute('href') ||
    a.getAttribute('src')).filter(h => !/^(#|data:|https?:)/.test(h)),
  twice: [...document.querySelectorAll('[id]')].filter(e => document.getElementById(e.id) !== e)
    .map(e => e.id),
  scripts: document.scripts.length,
  width: document.scrollingElement.scrollWidth - window.innerWidth,
  styled: getComputedStyle(document.querySelector('.sheet')).maxWidth,
  paper: getComputedStyle(document.body).backgroundColor,
})"""
with Browser() as browser:
    for width, dark in [(1280, False), (360, True)]:
        page = browser.page(width, 900, dark).open("file://" + sys.argv[2])
        assert not page.said, page.said
        asked = [url[:80] for url in page.asked if not url.startswith("data:")]
        assert asked == ["file://" + sys.argv[2]], asked
        facts = page.run(FACTS)
        assert facts["articles"][0] == "portfolio" and facts["articles"][-1] == "method", facts
        assert "sector-technology" in facts["articles"] and len(facts["articles"]) == 9, facts
        assert len(facts["titles"]) == 9 and facts["main"] == 1, facts
        assert facts["images"] >= 17 and not facts["broken"] and not facts["unnamed"], facts
        assert not facts["dangling"] and not facts["outside"] and not facts["twice"], facts
        assert facts["scripts"] == 0 and facts["width"] <= 0, facts
        assert facts["styled"].endswith("px"), facts
        assert facts["paper"] == ("rgb(14, 18, 23)" if dark else "rgb(255, 255, 255)"), facts
        page.run("document.querySelector('nav.main a[href=\"#sector-technology\"]').click()")
        assert page.run("scrollY") > 1000
        page.close()
PYTHON
passed "report.html needs nothing beside it, and says nothing on the console"

# The numbers are those of the pages.
run 0 python3 - "$out/current/" "$name/report.html" <<'PYTHON'
import html, re, sys
def words(text):
    text = re.sub(r'<(ul|p) class="(downloads|figure-links)".*?</\1>', " ", text, flags=re.S)
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text))).strip()
def main(path):
    return words(re.search(r"<main .*?>(.*)</main>", open(path, encoding="utf-8").read(), re.S)[1])
report = main(sys.argv[2])
for page in ("index.html", "sectors/technology/index.html", "sectors/healthcare/index.html", "method/index.html"):
    text = main(sys.argv[1] + page)
    assert len(text) > 1000 and text in report, page
PYTHON
passed "its words are those of the pages"

# verify: what it says of a whole one.
run 0 "$orgair" verify "$name.zip"
[[ $stdout == "release: $id"$'\n'"files: "*$'\n'"signature: good" ]] || fail "said: $stdout"
run 0 "$orgair" verify --json "$name.zip"
[[ $(jq -r '.release + " " + .signature + " " + (.problems | length | tostring)' <<<"$stdout") == "$id good 0" ]] || fail "$stdout"
ORGAIR_SECRET_KEY='' run 0 "$orgair" verify "$name.zip"
prints "signature: not checked (no SECRET_KEY)"
ORGAIR_SECRET_KEY='another key of more than thirty-two characters' run 1 "$orgair" verify "$name.zip"
prints "wrong signature of 'PACKSUMS'"
prints "wrong signature of 'manifest.json'"
says "'$name.zip' is not what was packed: 2 problems"
passed "verify names the release and checks the signature"

# One byte in the middle of what is stored of each file.
python3 - "$name.zip" "$work/altered" <<'PYTHON'
import os, struct, sys, zipfile
source, folder = sys.argv[1:]
os.mkdir(folder)
data = open(source, "rb").read()
for info in zipfile.ZipFile(source).infolist():
    path = info.filename.split("/", 1)[1]
    name, extra = struct.unpack_from("<HH", data, info.header_offset + 26)
    at = info.header_offset + 30 + name + extra + info.compress_size // 2
    other = bytearray(data)
    other[at] ^= 1
    open(os.path.join(folder, path.replace("/", "@")), "wb").write(other)
PYTHON
altered=0
for file in "$work"/altered/*; do
  path=$(basename "$file")
  path=${path//@//}
  run 1 "$orgair" verify "$file"
  prints "altered '$path'"
  altered=$((altered + 1))
done
[[ $altered -ge 14 ]] || fail "only $altered files were altered"
passed "verify names each file with an altered byte"

# Strangers.
head -c 5000 "$name.zip" >short.zip
run 1 "$orgair" verify none.zip
says "orgair: cannot open 'none.zip': No such file or directory"
run 1 "$orgair" verify short.zip
says "'short.zip' is not a pack of a release: it is no zip archive, or only the beginning of one"
python3 -c 'import zipfile; zipfile.ZipFile("evil.zip", "w").writestr("orgair-x/../../evil", "x")'
run 1 "$orgair" verify evil.zip
says "'orgair-x/../../evil' leads out of the folder"
cp "$out/current/portfolio.xlsx" book.zip
run 1 "$orgair" verify book.zip
says "is not in a folder 'orgair-<release id>'"
rm book.zip
[[ ! -e ../evil && ! -e ../../evil ]] || fail "something was unpacked"
rm short.zip evil.zip
passed "verify refuses other archives"

# A sector's pack.
run 0 "$orgair" pack --sector technology --sector 'healthcare' --sector pe_technology --out two.zip
run 0 "$orgair" verify two.zip
handouts=$(unzip -Z1 two.zip | grep -E '\.(xlsx|pdf)$' | grep -vE '/sectors/(technology|healthcare)/' || true)
[[ -z $handouts ]] || fail "more than two sectors: $handouts"
[[ $(unzip -Z1 two.zip | grep -c '\.xlsx$') -eq 2 ]] || fail "$(unzip -Z1 two.zip)"
unzip -p two.zip '*/report.html' >two.html
[[ $(grep -o '<article class="sheet" id="[^"]*"' two.html | cut -d'"' -f4 | xargs) == "sector-healthcare sector-technology method" ]] ||
  fail "pages: $(grep -o '<article class="sheet" id="[^"]*"' two.html)"
run 0 "$orgair" pack --sector healthcare --sector technology --out owt.zip
cmp two.zip owt.zip || fail "the order of the options matters"
run 2 "$orgair" pack --sector mining --out mining.zip
says "release '$id' has no sector 'mining'"
says "hint: its sectors are: "
[[ ! -e mining.zip ]] || fail "mining.zip was written"
passed "pack --sector"

# Nowhere to write it; a release that is not what was published.
before=$(sha256sum "$name.zip")
run 1 bash -c 'ulimit -f 40; trap "" XFSZ; exec "$@"' bash "$orgair" pack --force
says "$name.zip"
[[ $(sha256sum "$name.zip") == "$before" ]] || fail "the older pack was touched"
run 1 "$orgair" pack --out "$work/nowhere/pack.zip"
[[ $(find . -name '*.tmp*' -o -name '.*' -type f) == "" ]] || fail "left: $(ls -A)"
chmod u+w "$out/current/method/index.html"
sed -i 's/the/teh/' "$out/current/method/index.html"
run 1 "$orgair" pack --out altered.zip
says "'method/index.html' of release '$id' is not what was published"
[[ ! -e altered.zip ]] || fail "altered.zip was written"
passed "a full disk and an altered release leave nothing"
