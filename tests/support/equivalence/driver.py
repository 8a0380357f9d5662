"""An incremental build is byte-identical to one from scratch, whatever changed in between.

usage: driver.py [--steps N] [--seed N] [--from STEP] [--kinds NAME,...] [--scratch-every N] ORGAIR WORK

DATABASE_URL names a database with schema and demonstration data

Each step changes something (kinds.py), then builds three times at once from the same
data: incrementally; with everything rendered anew in a copy of the output folder, hard-linked
before; and from scratch, in an empty folder. The first two must be equal in all but run.json. The
third knows nothing of the releases before, so it is compared without changes/ and what else is found
to tell of them (`carries_history`), and not at all where pages of the last release are kept on
purpose (--sector, ON_INVALID=hold).
"""

import argparse
import collections
import difflib
import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys

import configuration  # noqa: F401, registers its kinds, as the next two do
import rows  # noqa: F401
import surroundings  # noqa: F401
from kinds import KINDS, NotNow

OWN_FILES = ("manifest.json", "SHA256SUMS", "run.json")
TEXTS = (".html", ".json", ".svg", ".css", ".js", ".txt", ".xml", "SHA256SUMS")
MARK = "---end of answer---"

File = collections.namedtuple("File", "digest inode mtime")


class Failure(Exception):
    pass


class Database:
    """One psql, kept open."""

    def __init__(self, url):
        self.psql = subprocess.Popen(
            ["psql", "-qAtX", "-v", "ON_ERROR_STOP=1", url], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, encoding="utf-8")

    def ask(self, sql):
        self.psql.stdin.write(f"{sql};\n\\echo {MARK}\n")
        self.psql.stdin.flush()
        lines = []
        for line in self.psql.stdout:
            if line.rstrip("\n") == MARK:
                return "".join(lines)
            lines.append(line)
        raise Failure(f"SQL of the test itself failed: {sql}\n{''.join(lines)}")


def tree(folder, known={}):
    """Path to digest, inode and time of each file; of nothing when there is no folder. A file that is
    `known` by inode, time and size is not read again: most are hard links."""
    files = {}
    for at, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(at, name)
            status = os.stat(path)
            key = (status.st_ino, status.st_mtime_ns, status.st_size)
            if key not in known:
                with open(path, "rb") as file:
                    known[key] = hashlib.blake2b(file.read(), digest_size=16).digest()
            files[os.path.relpath(path, folder)] = File(known[key], status.st_ino, status.st_mtime_ns)
    return files


def different(a, b, ignored=lambda path: False):
    return [path for path in sorted(a.keys() | b.keys()) if not ignored(path) and
            (path not in a or path not in b or a[path].digest != b[path].digest)]


def describe(paths, left, right):
    """The first differing files, and how the first of them that is text differs."""
    lines = [f"{len(paths)} files differ between '{left}' and '{right}':"]
    for path in paths[:12]:
        there = [os.path.exists(os.path.join(folder, path)) for folder in (left, right)]
        lines.append(f"  {path}" + ("" if all(there) else " (only in the second)" if there[1] else " (only in the first)"))
    for path in paths:
        sides = [os.path.join(folder, path) for folder in (left, right)]
        if not path.endswith(TEXTS) or path in OWN_FILES or not all(map(os.path.exists, sides)):
            continue
        texts = []
        for side in sides:
            with open(side, encoding="utf-8", errors="replace") as file:
                texts.append(file.read().splitlines())
        diff = difflib.unified_diff(*texts, *sides, lineterm="", n=1)
        lines += [line[:300] for line in list(diff)[:40]]
        break
    return "\n".join(lines)


class World:
    def __init__(self, work, arguments):
        self.orgair = os.path.abspath(arguments.orgair)
        self.seed, self.chosen, self.scratch_every = arguments.seed, arguments.kinds.split(","), arguments.scratch_every
        self.a, self.copy, self.scratch = (os.path.join(work, name) for name in ("incremental", "forced", "scratch"))
        self.templates = os.path.join(work, "templates")
        shutil.copytree("templates", self.templates)
        self.database = Database(os.environ["DATABASE_URL"])
        self.rng = random.Random(f"{self.seed}")
        self.settings, self.day, self.due, self.deck = {}, None, [], []
        self.extras, self.shout, self.shown = [], False, []
        self.view = self.ask("SELECT pg_get_viewdef('public.vw_organizations_full'::regclass)").strip().rstrip(";")
        self.step, self.history, self.settled = 0, [], False
        self.counts = collections.Counter()
        self.kinds = collections.Counter()
        self.has_force = "--force" in subprocess.run([self.orgair, "help", "build"], check=True, capture_output=True,
                                                     text=True).stdout
        self.with_history = set()
        self.made_with = None
        self.begin()

    def begin(self):
        """What holds for one step only."""
        self.log, self.options = [], []
        self.partial = self.compared = self.forced = self.tampered = self.record = False

    # What kinds of changes use.

    def ask(self, sql):
        return self.database.ask(sql)

    def rows(self, sql):
        return json.loads(self.ask(f"SELECT coalesce(json_agg(t), '[]') FROM ({sql}) AS t"))

    def sql(self, text, transaction=True):
        self.log.append(text + ";")
        self.ask(f"BEGIN; {text}; COMMIT" if transaction else text)

    def program(self, *arguments):
        """False: it refused."""
        self.log.append("orgair " + " ".join(arguments))
        return subprocess.run([self.orgair, *arguments], env=self.environment(), capture_output=True).returncode == 0

    def later(self, function, least, most):
        self.due.append((self.step + max(1, self.rng.randint(least, most)), function))

    def define_view(self):
        head, tail = self.view.split("\n   FROM ", 1)
        if self.shout:
            head = head.replace("o.headquarters_city", "upper(o.headquarters_city::text)::varchar(100) AS headquarters_city")
        for number, (table, column) in enumerate(self.extras):
            head += f",\n    x{number}.{column}"
            tail += f"\n LEFT JOIN public.{table} x{number} ON o.organization_id = x{number}.organization_id"
        name = "public.vw_organizations_full"
        grown = self.extras[:len(self.shown)] == self.shown
        self.sql(("" if grown else f"DROP VIEW {name}; ") + f"CREATE OR REPLACE VIEW {name} AS {head}\n   FROM {tail}; "
                 f"GRANT SELECT ON {name} TO orgair_reader")
        self.shown = list(self.extras)

    # Changes.

    def shuffled(self):
        cards = [name for name in self.chosen for _ in range(KINDS[name].count)]
        self.rng.shuffle(cards)
        return cards

    def draw(self, quiet):
        """The next card that applies is played. The deck holds every kind; two rounds are looked through."""
        for deck in (self.deck, self.deck + self.shuffled()):
            for place, name in enumerate(deck):
                if quiet and not KINDS[name].quiet:
                    continue
                try:
                    text = KINDS[name](self)
                except NotNow:
                    continue
                self.deck = deck[:place] + deck[place + 1:]
                self.note(name, text)
                return

    def note(self, name, text):
        self.kinds[name] += 1
        self.log.append(f"-- ^ {name}: {text}")

    def change(self):
        """True: nothing that is published changed."""
        calm = True
        due, self.due = [d for d in self.due if d[0] <= self.step], [d for d in self.due if d[0] > self.step]
        for _, function in due:
            try:
                self.note("taken back", function(self))
                calm = False
            except NotNow:
                pass
        quiet = self.settled and calm and self.rng.random() < 0.12
        settled = self.settled
        for _ in range(self.rng.choice([1, 2, 2, 3])):
            self.draw(quiet)
        return quiet and settled

    # Builds.

    def environment(self):
        return {**os.environ, "ORGAIR_LOG_FORMAT": "console", "ORGAIR_LOG_LEVEL": "ERROR"}

    def command(self, folder, *options):
        settings = {"TEMPLATE_DIR": self.templates, "MAX_ORGANIZATION_DROP_PCT": "100", "KEEP_RELEASES": "3",
                    **self.settings}
        command = [self.orgair, "build", "--out", folder, "--jobs", str(self.rng.choice([1, 2, 3])), *options]
        for name, value in settings.items():
            command += ["--set", f"{name}={value}"]
        return command + (["--as-of", self.day] if self.day else [])

    def start(self, folder, *options):
        command = self.command(folder, *options)
        self.log.append("$ " + " ".join(command))
        return subprocess.Popen(command, env=self.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True)

    def finish(self, process):
        out, error = process.communicate()
        # What is kept may lead to a sector or an organization that is gone: that is refused.
        dangling = process.returncode == 1 and self.kept() and "is not part of the release" in error
        if process.returncode not in (0, 3, 4) and not dangling:
            raise Failure(f"exit status {process.returncode}: {' '.join(process.args)}\n{out}{error}")
        return process.returncode, out

    def kept(self):
        """Pages of the last release may be kept on purpose."""
        return self.partial or self.settings.get("ON_INVALID") == "hold"

    def run(self, folder, *options):
        return self.finish(self.start(folder, *options))

    def current(self, folder):
        return os.path.realpath(os.path.join(folder, "current"))

    def link_copy(self):
        shutil.rmtree(self.copy, ignore_errors=True)
        subprocess.run(["cp", "-al", self.a, self.copy], check=True)
        lock = os.path.join(self.copy, ".lock")
        if os.path.exists(lock):
            os.unlink(lock)  # else both would wait for one lock

    # Checks.

    def expect_equal(self, left, right, ignored, what):
        paths = different(tree(left), tree(right), ignored)
        if paths:
            raise Failure(f"{what}: {describe(paths, left, right)}")

    def tells_of_history(self, path):
        return path in OWN_FILES or path.startswith("changes/") or os.path.splitext(path)[1] in self.with_history

    def expect_status(self, status, folder):
        """3 exactly when a finding of severity error is published."""
        with open(os.path.join(folder, "api/v1/findings.json"), encoding="utf-8") as file:
            errors = [f for f in json.load(file)["findings"] if f["severity"] == "error"]
        if status != (3 if errors else 0):
            raise Failure(f"exit status {status} with {len(errors)} findings of severity error in '{folder}'")

    def expect_clean(self):
        for at, folders, files in os.walk(self.a):
            for name in folders + files:
                if re.search(r"^\.(staging|removing)|\.tmp|\.new$", name) or name == "shards":
                    raise Failure(f"left behind: '{os.path.join(at, name)}'")
        key = self.settings.get("SECRET_KEY")
        command = [self.orgair, "verify", "--out", self.a] + (["--set", f"SECRET_KEY={key}"] if key else [])
        verified = subprocess.run(command, env=self.environment(), capture_output=True, text=True)
        if verified.returncode != 0:
            raise Failure(f"orgair verify: {verified.stdout}{verified.stderr}")

    def expect_kept(self, before, after):
        """A file that stays the same keeps inode and time."""
        for path, file in after.items():
            if path in OWN_FILES or path not in before or before[path].digest != file.digest:
                continue
            if before[path][1:] != file[1:]:
                raise Failure(f"'{path}' was written again, although its bytes are the same")
            self.counts["kept"] += 1
        self.counts["written"] += sum(1 for path, file in after.items() if path not in before or before[path] != file)

    def expect_nothing(self, *options):
        """A build right after publishes nothing."""
        state = self.state()
        status, out = self.run(self.a, *options)
        if not out.startswith("nothing to publish") or self.state() != state:
            raise Failure(f"a build right after is not idle, exit status {status}: {out}"
                          f"{different(state[1], self.state()[1])[:12]}")
        return status

    def state(self):
        return (self.current(self.a), tree(self.current(self.a)), sorted(os.listdir(os.path.join(self.a, "releases"))))

    def signs_and_draws(self):
        """What changes the manifest or changes/ alone: the key, and the template of that page."""
        with open(os.path.join(self.templates, "changes.tpl"), encoding="utf-8") as file:
            return self.settings.get("SECRET_KEY"), file.read()

    def learn_history(self):
        """Which formats tell of the releases before, beside changes/: those that a rendering of everything
        makes otherwise in an old folder than in an empty one."""
        self.run(self.a)
        row = self.rows("SELECT organization_id AS id FROM public.organizations ORDER BY 1")[0]
        self.sql(f"UPDATE public.organizations SET employee_count = 4711 WHERE organization_id = '{row['id']}'")
        self.run(self.a, "--force" if self.has_force else "--no-cache")
        self.run(self.scratch)
        paths = different(tree(self.current(self.a)), tree(self.current(self.scratch)), self.tells_of_history)
        self.with_history = {os.path.splitext(path)[1] for path in paths} & {".xlsx", ".pdf"}
        shutil.rmtree(self.scratch)

    def dry_run(self):
        """Says what will be done, and does nothing."""
        before = self.state()
        status, out = self.run(self.a, *self.options, "--dry-run", *(["--force"] if self.forced else []))
        if self.state() != before:
            raise Failure("a dry run changed the output folder")
        return status, re.search(r"\d+ files \([^)]*\)", out)

    def build_all(self):
        """Three builds at once; the exit statuses and what the first one printed."""
        force = ["--no-cache", *(["--force"] if self.has_force else [])]
        first = (["--force"] if self.forced else []) + (["--record"] if self.record else [])
        processes = [self.start(self.a, *self.options, *first), self.start(self.copy, *self.options, *force)]
        if self.step % self.scratch_every == 0:
            processes.append(self.start(self.scratch))
        (status, out), (forced, _), *scratch = [self.finish(p) for p in processes]
        return status, forced, scratch[0][0] if scratch else None, out

    def check_refused(self, before):
        """Nothing is published."""
        if not self.tampered and self.state() != before:
            raise Failure("a refused build changed the output folder")
        self.expect_clean()
        self.counts["refused"] += 1
        self.settled = False

    def check_published(self, status, out, before):
        a, after = self.current(self.a), tree(self.current(self.a))
        published = out.startswith("published ")
        self.expect_equal(a, self.current(self.copy), lambda path: path == "run.json",
                          "incremental, and everything rendered anew")
        self.expect_status(status, a)
        held = self.partial or self.settings.get("ON_INVALID") == "hold" and status == 3
        if not held and os.path.exists(self.scratch):
            self.expect_equal(a, self.current(self.scratch), self.tells_of_history, "incremental, and from scratch")
        self.expect_clean()
        if published != (self.current(self.a) != before[0]):
            raise Failure(f"'current' is '{a}', and the build says: {out}")
        if not self.tampered and not self.forced:
            self.expect_kept(before[1], after)
            signed_and_drawn = self.signs_and_draws()
            alike = not different(before[1], after, lambda path: path in OWN_FILES or path.startswith("changes/"))
            if published and alike and not self.compared and signed_and_drawn == self.made_with:
                raise Failure(f"published a release that differs in changes/ only: {out}")
        self.made_with = self.signs_and_draws()
        self.counts["published" if published else "nothing to publish"] += 1
        self.settled = not held

    def check(self, quiet):
        status, counted = self.dry_run() if self.step % 5 == 0 and not self.tampered else (None, None)
        before = (None, {}, None) if self.tampered else self.state()
        broken = self.current(self.a)
        self.link_copy()
        shutil.rmtree(self.scratch, ignore_errors=True)
        *statuses, scratch, out = self.build_all()
        if statuses[0] != statuses[1] or (scratch not in (None, statuses[0]) and not self.kept()):
            raise Failure(f"exit status {statuses[0]}, everything anew {statuses[1]}, from scratch {scratch}")
        if counted and (status != statuses[0] or counted[0] not in out):
            raise Failure(f"a dry run says '{counted[0]}', exit status {status}: {out}")
        if statuses[0] in (1, 4):
            if statuses[0] == 4 and self.settings.get("ON_INVALID") != "fail":
                raise Failure("exit status 4 without ON_INVALID=fail")
            self.check_refused(before)
            return
        if quiet and not out.startswith("nothing to publish"):
            raise Failure(f"nothing that is published changed: {out}" +
                          describe(different(before[1], tree(self.current(self.a))), before[0], self.current(self.a)))
        self.check_published(statuses[0], out, before)
        if self.tampered and self.current(self.a) != broken:
            shutil.rmtree(broken, ignore_errors=True)
        again = [o for o in self.options if self.partial or o == "--no-cache"]
        if self.expect_nothing(*again) != statuses[0]:
            raise Failure("a build right after has another exit status")

    def play(self, steps, verbose):
        self.learn_history()
        for self.step in range(1, steps + 1):
            self.begin()
            self.rng = random.Random(f"{self.seed}:{self.step}")
            try:
                quiet = self.change()
                self.check(quiet)
            except Failure as failure:
                print("\n".join(self.log))
                print(f"FAILED at step {self.step} of seed {self.seed}: {failure}", file=sys.stderr)
                return False
            if self.step >= verbose:
                print("\n".join([f"step {self.step}", *self.log]), flush=True)
        return True


def read_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1, help="one seed, one history")
    parser.add_argument("--from", type=int, default=sys.maxsize, dest="verbose", metavar="STEP", help="say all from here on")
    parser.add_argument("--kinds", default=",".join(sorted(KINDS)), help="draw from these only")
    parser.add_argument("--scratch-every", type=int, default=1, metavar="N", help="build from scratch every N steps only")
    parser.add_argument("orgair")
    parser.add_argument("work")
    return parser.parse_args()


def main():
    arguments = read_arguments()
    world = World(arguments.work, arguments)
    steps = arguments.steps
    if not world.play(steps, arguments.verbose):
        return 1
    never = sorted(set(KINDS) - set(world.kinds))
    print(f"{steps} steps, {sum(world.kinds.values())} changes of {len(world.kinds)} kinds: " +
          ", ".join(f"{world.counts[name]} {name}" for name in ("published", "nothing to publish", "refused")) +
          f"; {world.counts['written']} files written, {world.counts['kept']} kept")
    print(f"with history: {sorted(world.with_history) or 'none'}; not drawn: {', '.join(never) or 'none'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
