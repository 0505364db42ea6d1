"""`setup.json`, and what must hold in it: docs/protocol/setup.md."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from . import seats
from .crypto.fault import Fault
from .crypto.seal import Shape
from .log import Key
from .report import HEADQUARTERS, Refusal
from .strict import (
    Form,
    Optional,
    base64_bytes,
    boolean,
    hex32,
    identifier,
    list_of,
    map_of,
    object_of,
    parse,
    pattern,
    spelled,
    string,
    u8,
    u16,
    u32,
    u64,
)

SIDES = ("executive", "supervisory")

_name = object_of(fa=string, en=string)
_key = hex32
_body = object_of(name=_name, key=_key)
_trustee = object_of(name=_name, key=_key, transport=base64_bytes)
_candidate = object_of(
    code=identifier,
    name=_name,
    list=Optional(identifier, None),
    veteran=Optional(boolean, False),
    degree=Optional(u8, 0),
)
_contest = object_of(
    id=identifier,
    title=_name,
    rule=string,
    readings=Optional(map_of(string), {}),
    seats=u16,
    alternates=u16,
    picks=u16,
    executive=_body,
    supervisory=_body,
    lists=list_of(object_of(code=identifier, name=_name)),
    candidates=list_of(_candidate),
)
_branch = object_of(id=identifier, name=_name, area=identifier, machine=_key, executive=_key, supervisory=_key)
def _when_alone(value: Any, at: str) -> dict[str, Any]:
    """`refuse` is said by saying nothing."""
    return dict(object_of(do=pattern("pending", "policy for branches that are cut off"), most=u64)(value, at))


_setup = object_of(
    format=u16,
    title=_name,
    polling_day=string,
    counting_unit=pattern("branch|area|constituency", "counting unit"),
    privacy_floor=u32,
    when_alone=Optional(_when_alone, None),
    headquarters=_key,
    log=string,
    witness=string,
    threshold=u16,
    trustees=list_of(_trustee),
    contests=list_of(_contest),
    branches=list_of(_branch),
)


@dataclass(frozen=True)
class Setup:
    """A set-up that has passed `setup.rules` and `setup.keys`."""

    data: dict[str, Any]
    event: str

    @staticmethod
    def read(file: bytes) -> Setup:
        """Form, then `setup.rules`, then `setup.keys`. A file that is no JSON of a set-up is a `Form`."""
        value = parse(file)
        setup = Setup(_setup(value, "setup"), hashlib.sha256(file).hexdigest())
        if spelled(value) != file:
            raise Form("it means a set-up, and is not written as one is")
        try:
            setup._rules()
        except (Form, Fault) as why:
            raise Refusal("setup.rules", str(why), HEADQUARTERS) from None
        setup.seats_of_keys  # noqa: B018  it refuses
        return setup

    def _rules(self) -> None:
        data = self.data
        if data["format"] != 1:
            raise Form("only format 1 is known")
        if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", data["polling_day"]):
            raise Form("the polling day is no date")
        if data["when_alone"] is not None and not 1 <= self.most_pending <= 10_000:
            raise Form(f"{self.most_pending} pending ballots at one branch cannot be")
        for what in ("contests", "branches", "trustees"):
            if not data[what]:
                raise Form(f"there are no {what}")
        if not 1 <= data["threshold"] <= len(data["trustees"]) <= 64:
            raise Form(f"{data['threshold']} of {len(data['trustees'])} trustees cannot be")
        _once("branch", [branch["id"] for branch in data["branches"]])
        _once("contest", [contest["id"] for contest in data["contests"]])
        for contest in data["contests"]:
            self._contest_rules(contest)
        self.log_key, self.witness_key  # noqa: B018  they are read

    def _contest_rules(self, contest: dict[str, Any]) -> None:
        where, candidates, lists = f"contest {contest['id']}", contest["candidates"], contest["lists"]
        if contest["rule"] not in seats.RULES:
            raise Form(f"{where}: there is no rule {contest['rule']}")
        try:
            seats.readings_of(contest)
        except seats.NotJudged:
            pass
        except seats.Undecided as why:
            raise Form(f"{where}: {why}") from None
        if not 1 <= contest["seats"] <= len(candidates) <= 60_000:
            raise Form(f"{where}: {contest['seats']} seats for {len(candidates)} candidates")
        Shape(contest["picks"], len(candidates))
        _once("code", [one["code"] for one in lists + candidates])
        members = Counter(one["list"] for one in candidates if one["list"] is not None)
        for code, n in members.items():
            if code not in [one["code"] for one in lists]:
                raise Form(f"{where}: there is no list {code}")
            if n > contest["picks"]:
                raise Form(f"{where}: list {code} has {n} members, {contest['picks']} can be chosen")

    @cached_property
    def log_key(self) -> Key:
        """The log's key."""
        return Key.parse(self.data["log"])

    @cached_property
    def witness_key(self) -> Key:
        """The supervisory witness's key."""
        return Key.parse(self.data["witness"])

    @cached_property
    def keys(self) -> dict[str, bytes]:
        """The key of everybody who signs entries, but for booths."""
        keys = {HEADQUARTERS: self.data["headquarters"]}
        for contest in self.contests:
            for side in SIDES:
                keys[f"body:{contest['id']}/{side}"] = contest[side]["key"]
        for branch in self.data["branches"]:
            keys[f"branch:{branch['id']}"] = branch["machine"]
            for side in SIDES:
                keys[f"officer:{branch['id']}/{side}"] = branch[side]
        for j, trustee in enumerate(self.data["trustees"], 1):
            keys[f"trustee:{j}"] = trustee["key"]
        return {name: bytes.fromhex(key) for name, key in keys.items()}

    @cached_property
    def seats_of_keys(self) -> dict[bytes, str]:
        """`setup.keys`: every seat that a key fills, by its key; none fills two."""
        seats = dict(self.keys)
        seats["log"], seats["witness"] = self.log_key.public, self.witness_key.public
        for j, trustee in enumerate(self.data["trustees"], 1):
            seats[f"the transport key of trustee:{j}"] = trustee["transport"][:32]
        by_key: dict[bytes, str] = {}
        for name, key in seats.items():
            if key in by_key:
                raise Refusal("setup.keys", f"{by_key[key]} and {name} have the same key", HEADQUARTERS)
            by_key[key] = name
        return by_key

    @property
    def contests(self) -> list[dict[str, Any]]:
        """The contests in order."""
        return list(self.data["contests"])

    @property
    def branches(self) -> list[str]:
        """The branches in order."""
        return [branch["id"] for branch in self.data["branches"]]

    @property
    def threshold(self) -> int:
        """`t`"""
        return int(self.data["threshold"])

    @property
    def most_pending(self) -> int:
        """Pending ballots that a branch may take while it is cut off."""
        policy = self.data["when_alone"]
        return int(policy["most"]) if policy else 0

    @property
    def trustees(self) -> int:
        """`n`"""
        return len(self.data["trustees"])

    def contest(self, id: str) -> dict[str, Any] | None:
        """A contest by its name."""
        return next((contest for contest in self.contests if contest["id"] == id), None)

    def boards(self, contest: str) -> list[str]:
        """Both boards of a contest."""
        return [f"body:{contest}/{side}" for side in SIDES]

    def all_boards(self) -> list[str]:
        """Both boards of every contest."""
        return [board for contest in self.contests for board in self.boards(contest["id"])]


def shape(contest: dict[str, Any]) -> Shape:
    """Picks and candidates of a contest."""
    return Shape(contest["picks"], len(contest["candidates"]))


def officers(branch: str) -> list[str]:
    """Both officers of a branch."""
    return [f"officer:{branch}/{side}" for side in SIDES]


def _once(what: str, names: list[str]) -> None:
    for name, n in Counter(names).items():
        if n > 1:
            raise Form(f"{what} {name} stands twice")
