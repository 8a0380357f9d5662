"""Reads a file in Prometheus' text format, strictly, and prints its samples, one a line.

    metrics.py FILE

What the format and its naming conventions ask for and this program promises: every family has
one HELP and one TYPE line before its samples, which stand together; names and labels are legal,
units are base units; no sample twice; every value is a finite number; the last line ends.
"""
import math
import re
import sys

NAME = re.compile(r"orgair_[a-z]+(_[a-z]+)*\Z")
SAMPLE = re.compile(r"([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{([^{}]*)\})? (\S+)\Z")
LABEL = re.compile(r'([a-z]+)="((?:[^"\\\n]|\\["\\n])*)"\Z')
BAD_UNITS = re.compile(r"_(ms|milliseconds|minutes|kb|mb|kilobytes|megabytes|percent)(_|\Z)")


def fail(number, why):
    sys.exit(f"{sys.argv[1]}:{number}: {why}")


def check_name(number, name, kind):
    if not NAME.match(name) or BAD_UNITS.search(name):
        fail(number, f"name '{name}'")
    if kind != "gauge" or name.endswith(("_total", "_count", "_sum", "_bucket", "_info_info")):
        fail(number, f"'{name}' is no {kind}")


def read(text):
    if not text.endswith("\n") or "\n\n" in text or "\r" in text:
        fail(0, "empty lines, carriage returns, or no end of the last line")
    family, helped, families, samples = None, None, set(), {}
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("# HELP "):
            helped, _, words = line[7:].partition(" ")
            if not words or "\\" in words or helped in families:
                fail(number, line)
            families.add(helped)
            family = None
        elif line.startswith("# TYPE "):
            family, _, kind = line[7:].partition(" ")
            if family != helped:
                fail(number, f"TYPE of '{family}' does not follow its HELP")
            check_name(number, family, kind)
            empty = True
        else:
            match = SAMPLE.match(line)
            if not match or match[1] != family:
                fail(number, f"not a sample of '{family}': {line}")
            labels = match[2].split(",") if match[2] is not None else []
            if not all(LABEL.match(label) for label in labels):
                fail(number, f"labels: {line}")
            key = line.rpartition(" ")[0]
            if key in samples or not math.isfinite(float(match[3])):
                fail(number, line)
            samples[key] = match[3]
            empty = False
        if family is None and not line.startswith("# HELP ") or family != helped and family:
            fail(number, line)
    if empty:
        fail(number, f"'{family}' has no sample")
    return samples


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8", newline="") as file:
        for key, value in read(file.read()).items():
            print(f"{key} {value}")
