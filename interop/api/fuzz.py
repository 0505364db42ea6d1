"""Asks a running headquarters what nobody would ask, signed in as its governor: no answer is 500, ever.

The interface for machines describes itself (/api/v1/openapi.json). The rooms do not, so they are described here from
what they show: every link is a page with its query, every form a request with its fields. Schemathesis draws from
both descriptions what fits and what does not.
"""

import argparse
import base64
import hashlib
import hmac
import html.parser
import json
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

import jsonschema_rs

PASSWORD = "four pigeons on a wire"
SEED = 1405
MOST_PAGES = 120
TABLE = """place,name,latin,kind,standing,setting,education,at,devices,owner,agreed
tehran/rey,ری,Rey,,,,,,,,
tehran/rey/2,منطقه,District 2,,,,,,,,
tehran/rey/2/0007,البرز,Alborz,school,fixed,urban,ری,"35.58,51.43",1,آموزش,2026-01-20
"""


class Shown(html.parser.HTMLParser):
    """The links and forms of a page."""

    def __init__(self, here: str):
        super().__init__()
        self.here, self.links, self.forms, self.form, self.select = here, [], [], None, None

    def handle_starttag(self, tag, attrs):
        at = dict(attrs)
        if tag == "a" and at.get("href"):
            self.links.append(urllib.parse.urljoin(self.here, at["href"]))
        elif tag == "form":
            to = urllib.parse.urljoin(self.here, at.get("action") or self.here)
            kind = at.get("enctype", "application/x-www-form-urlencoded")
            self.form = {"method": at.get("method", "get").lower(), "to": to, "kind": kind, "fields": {}}
            self.forms.append(self.form)
        elif self.form is not None and at.get("name") and tag in ("input", "select", "textarea", "button"):
            values = self.form["fields"].setdefault(at["name"], {"values": [], "file": at.get("type") == "file"})
            values["values"] += [at["value"]] if at.get("value") else []
            self.select = values if tag == "select" else None
        elif tag == "option" and self.select is not None and at.get("value"):
            self.select["values"].append(at["value"])

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None


class Governor:
    """Somebody who enrolled by the link that the headquarters printed."""

    def __init__(self, url: str, link: str):
        self.url, self.cookie = url, ""
        secret = re.search(r'<code class="long"[^>]*>([A-Z2-7]+)<', self.get(link)[1]).group(1)
        fields = {"password": PASSWORD, "again": PASSWORD, "code": code(secret)}
        self.post(link, fields)
        assert self.cookie, "the governor could not enrol"

    def ask(self, path: str, body: bytes | None = None):
        request = urllib.request.Request(self.url + path, body, {"cookie": self.cookie})
        opener = urllib.request.build_opener(NoRedirect)
        try:
            answer = opener.open(request)
        except urllib.error.HTTPError as refused:
            answer = refused
        # There is a second cookie, by which a page says that a form was kept.
        for cookie in answer.headers.get_all("set-cookie") or []:
            if cookie.startswith("amin-session="):
                self.cookie = cookie.split(";")[0]
        return answer.status, answer.read().decode(errors="replace")

    def get(self, path: str):
        return self.ask(path)

    def post(self, path: str, fields: dict):
        return self.ask(path, urllib.parse.urlencode(fields).encode())


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def code(secret: str) -> str:
    """The time-based code of a secret (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    at = digest[19] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def template(path: str):
    """A path with its numbers, places and serials as parameters."""
    names = []

    def part(segment: str) -> str:
        if re.search(r"[0-9]|\.", segment) and segment not in ("404",):
            names.append(f"p{len(names)}")
            stem, dot, ending = segment.rpartition(".")
            keeps = dot and ending in ("pdf", "csv", "xlsx", "json", "ics")
            return f"{{{names[-1]}}}" + (f".{ending}" if keeps else "")
        return segment

    return "/".join(part(segment) for segment in path.split("/")), names


def schema(values: list[str]):
    """Any text, and more often what the page itself offers."""
    text = {"type": "string", "maxLength": 60}
    return {"anyOf": [{"enum": sorted(set(values))[:20]}, text]} if values else text


def describe(governor: Governor) -> dict:
    """An OpenAPI description of the rooms, from what a walk along all links shows."""
    waiting, seen, paths = ["/en/hq"], set(), {}

    def add(path: str, method: str, query: dict, form: dict | None = None):
        where, names = template(path)
        asked = [{"name": n, "in": "path", "required": True, "schema": schema([])} for n in names]
        asked += [{"name": n, "in": "query", "schema": schema(v)} for n, v in query.items()]
        told = {"parameters": asked, "responses": {"default": {"description": "a page"}}}
        if form is not None:
            fields = {
                name: {"type": "string", "format": "binary"} if field["file"] else schema(field["values"])
                for name, field in form["fields"].items()
            }
            content = {form["kind"]: {"schema": {"type": "object", "properties": fields}}}
            told["requestBody"] = {"content": content}
        paths.setdefault(where, {}).setdefault(method, told)

    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        where, _ = template(path.split("?")[0])
        if where in seen:
            continue
        seen.add(where)
        status, page = governor.get(path)
        assert status < 500, f"{path} answered {status}"
        shown = Shown(path)
        shown.feed(page)
        add(path.split("?")[0], "get", {})
        for link in shown.links:
            parts = urllib.parse.urlsplit(link)
            if not parts.netloc and parts.path.startswith("/en/"):
                add(parts.path, "get", {n: [v] for n, v in urllib.parse.parse_qsl(parts.query)})
                waiting.append(link)
        for form in shown.forms:
            parts = urllib.parse.urlsplit(form["to"])
            if parts.path.endswith("/sign-out"):
                continue
            if form["method"] == "get":
                add(parts.path, "get", {n: f["values"] for n, f in form["fields"].items()})
            else:
                add(parts.path, "post", {}, form)
    return {"openapi": "3.1.0", "info": {"title": "rooms", "version": "1"}, "paths": paths}


def fill(governor: Governor):
    """Something in every room, so that its links and forms are there to be found."""
    governor.post("/en/hq/polling-day", {"polling": "2095-05-01", "confirmed": "2095-05-01", "why": ""})
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', governor.post("/en/hq/branches/import", {"table": TABLE})[1])
    meeting = {"title": "m", "topic": "education", "place": "tehran", "held": "2026-02-01", "agenda": "a"}
    marks = {f"mark-{item}": "good" for item in "rooms light network access security history".split()}
    branch = "/en/hq/branches/tehran.rey.2.0007"
    headquarters = {"place": "tehran/rey", "name": "ستاد", "latin": "Rey", "formed": "2026-01-01"}
    steps = [
        ("/en/hq/branches/import", {"table": TABLE, "seen": seen.group(1)}),
        ("/en/hq/organisation/form", headquarters),
        ("/en/hq/committees/form", {"place": "tehran", "kind": "security", "formed": "2026-01-01"}),
        ("/en/hq/devices/receive", {"serial": "ID-1", "kind": "identity", "home": "tehran/rey"}),
        (f"{branch}/survey", marks | {"mark-power": "missing"}),
        ("/en/hq/meetings/call", meeting),
        ("/en/hq/meetings/1/decisions", {"text": "d", "owner": "1", "due": "2026-02-10"}),
    ]
    for path, fields in steps:
        status, page = governor.post(path, fields)
        assert status == 303, f"{path} answered {status}: {page[-2000:]}"
    line = {"noted": "line", "rank": "primary", "bearer": "fibre", "operator": "A"}
    assert governor.post(f"{branch}/network", line)[0] == 303
    person = {"name": "مریم", "latin": "Maryam", "login": "maryam", "place": "tehran"}
    assert governor.post("/en/hq/people/register", person)[0] == 200


def conform(governor: Governor):
    """What the headquarters really answers has the shapes that it publishes."""
    shapes = json.loads((pathlib.Path(__file__).parent / "../../docs/schemas/headquarters.json").read_text())
    answers = {
        "branches": "Branches",
        "branches/tehran.rey.2.0007": "Branch",
        "devices": "Devices",
        "devices/ID-1": "Device",
        "network": "Network",
        "readiness": "Readiness",
        "staff": "Staff",
    }
    for path, shape in answers.items():
        status, answer = governor.get(f"/api/v1/headquarters/{path}")
        assert status == 200, f"{path} answered {status}: {answer}"
        jsonschema_rs.validator_for(shapes | {"$ref": f"#/$defs/{shape}"}).validate(json.loads(answer))
    broken = json.loads(governor.get("/api/v1/headquarters/devices/ID-1")[1]) | {"state": "lost"}
    assert not jsonschema_rs.validator_for(shapes | {"$ref": "#/$defs/Device"}).is_valid(broken)
    print(f"{len(answers)} answers have the shapes that are published")


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("amin", help="the program")
    asked.add_argument("--seconds", type=int, default=50, help="for both descriptions together")
    args = asked.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="amin-fuzz-"))
    log = (folder / "said").open("w")
    command = [args.amin, "serve", "--listen", "127.0.0.1:0", "--data", str(folder / "headquarters")]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        url = link = ""
        for line in server.stdout:
            if line.startswith("headquarters on "):
                url = line.split()[-1]
            if line.startswith("first governor"):
                link = urllib.parse.urlsplit(line.split()[-1]).path.replace("/fa/", "/en/")
            if line.startswith("first supervisory-chair"):
                break
        governor = Governor(url, link)
        fill(governor)
        conform(governor)
        rooms = folder / "rooms.json"
        described = describe(governor)
        rooms.write_text(json.dumps(described))
        print(f"{len(described['paths'])} paths of the rooms are described")
        token = (folder / "headquarters/operator.token").read_text().strip()
        machines = f"{url}/api/v1/openapi.json"
        runs = [
            (str(rooms), f"Cookie: {governor.cookie}", args.seconds * 3 // 5),
            (machines, f"Authorization: Bearer {token}", args.seconds * 2 // 5),
        ]
        failed = [run(location, url, header, seconds, folder) for location, header, seconds in runs]
        assert server.poll() is None, "the headquarters ended"
        sys.exit(any(failed))
    finally:
        server.kill()
        print((folder / "said").read_text()[-3000:])


def run(location: str, url: str, header: str, seconds: int, folder: pathlib.Path) -> bool:
    """Draws requests for so many seconds; answers whether anything was answered with 500."""
    st = pathlib.Path(sys.executable).parent / "st"
    command = [str(st), "run", location, "--url", url, "--header", header, "--checks", "not_a_server_error"]
    command += ["--seed", str(SEED), "--max-time", str(seconds), "--phases", "coverage,fuzzing"]
    command += ["--warnings", "off", "--continue-on-failure", "--max-redirects", "0", "--max-examples", "30"]
    command += ["--suppress-health-check", "all", "--workers", "2"]
    return subprocess.run(command, check=False, cwd=folder).returncode != 0


if __name__ == "__main__":
    main()
