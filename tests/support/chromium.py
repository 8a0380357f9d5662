#!/usr/bin/env python3
"""Headless Chromium, driven over its DevTools pipe: what a page says, asks for and looks like.

  chromium.py shot URL OUT.png [--width N] [--height N] [--dark] [--full]
  chromium.py pdf URL OUT.pdf
"""

import argparse
import base64
import json
import os
import shutil
import subprocess
import tempfile

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-default-apps", "--disable-extensions", "--hide-scrollbars",
    "--remote-debugging-pipe",
]


class Browser:
    """One Chromium process; a context manager."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="orgair-chromium-")
        to_chromium, self.write_end = os.pipe()
        self.read_end, from_chromium = os.pipe()
        # Chromium reads its commands from descriptor 3 and answers on 4.
        command = 'exec 3<&"$1" 4>&"$2"; shift 2; exec "$@"'
        self.process = subprocess.Popen(
            ["bash", "-c", command, "bash", str(to_chromium), str(from_chromium),
             os.environ.get("CHROMIUM", "chromium"), *FLAGS, "--user-data-dir=" + self.folder,
             "about:blank"],
            pass_fds=(to_chromium, from_chromium), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_chromium)
        os.close(from_chromium)
        self.buffer = b""
        self.serial = 0
        self.events = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        os.close(self.write_end)
        os.close(self.read_end)
        shutil.rmtree(self.folder, ignore_errors=True)

    def receive(self):
        while b"\0" not in self.buffer:
            piece = os.read(self.read_end, 1 << 16)
            if not piece:
                raise RuntimeError("chromium ended")
            self.buffer += piece
        message, _, self.buffer = self.buffer.partition(b"\0")
        return json.loads(message)

    def call(self, method, session=None, **parameters):
        self.serial += 1
        request = {"id": self.serial, "method": method, "params": parameters}
        if session:
            request["sessionId"] = session
        os.write(self.write_end, json.dumps(request).encode() + b"\0")
        wanted = self.serial
        while True:
            message = self.receive()
            if message.get("id") == wanted:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]
            self.events.append(message)

    def page(self, width=1280, height=900, dark=False):
        return Page(self, width, height, dark)


class Page:
    """One tab. `said` holds console messages, exceptions and policy violations; `asked` the
    addresses it requested."""

    def __init__(self, browser, width, height, dark):
        self.browser = browser
        target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = browser.call("Target.attachToTarget", targetId=target,
                                    flatten=True)["sessionId"]
        self.target = target
        for domain in ("Page", "Runtime", "Log", "Network", "Audits"):
            self.call(domain + ".enable")
        self.size(width, height)
        self.call("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])
        self.said, self.asked = [], []

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def size(self, width, height):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=False)

    def note(self, message):
        method, what = message.get("method"), message.get("params", {})
        if method == "Network.requestWillBeSent":
            self.asked.append(what["request"]["url"])
        elif method == "Network.loadingFailed":
            self.said.append("failed to load: " + what.get("errorText", ""))
        elif method == "Log.entryAdded":
            self.said.append(what["entry"]["text"])
        elif method == "Runtime.consoleAPICalled":
            self.said.append(str(what["args"]))
        elif method == "Runtime.exceptionThrown":
            self.said.append(str(what["exceptionDetails"]))
        elif method == "Audits.issueAdded":
            self.said.append(json.dumps(what["issue"]))
        return method

    def open(self, url):
        self.said, self.asked = [], []
        self.browser.events.clear()
        self.call("Page.navigate", url=url)
        loaded = False
        while not loaded:
            while self.browser.events:
                loaded |= self.note(self.browser.events.pop(0)) == "Page.loadEventFired"
            if not loaded:
                self.browser.events.append(self.browser.receive())
        self.run("new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))")
        for message in self.browser.events:
            self.note(message)
        self.browser.events.clear()
        return self

    def run(self, script):
        answer = self.call("Runtime.evaluate", expression=script, awaitPromise=True,
                           returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def shot(self, path, full=False):
        picture = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=full)
        with open(path, "wb") as out:
            out.write(base64.b64decode(picture["data"]))

    def pdf(self, path):
        document = self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=False)
        with open(path, "wb") as out:
            out.write(base64.b64decode(document["data"]))

    def close(self):
        self.browser.call("Target.closeTarget", targetId=self.target)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["shot", "pdf"])
    parser.add_argument("url")
    parser.add_argument("out")
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=900)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--full", action="store_true")
    options = parser.parse_args()
    url = options.url if ":" in options.url else "file://" + os.path.abspath(options.url)
    with Browser() as browser:
        page = browser.page(options.width, options.height, options.dark).open(url)
        if options.what == "pdf":
            page.pdf(options.out)
        else:
            if options.full:
                page.size(options.width, page.run("document.documentElement.scrollHeight"))
            page.shot(options.out)


if __name__ == "__main__":
    main()
