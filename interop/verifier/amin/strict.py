"""JSON as the record has it: one object form, no key twice, no unknown field, whole numbers in their range."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable
from typing import Any, NoReturn


class Form(ValueError):
    """Not of the form that docs/protocol/entries.md gives."""


Read = Callable[[Any, str], Any]
"""Reads a value at a place, or raises `Form`."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    object = dict(pairs)
    if len(object) < len(pairs):
        raise Form("a key stands twice")
    return object


def _refuse(word: str) -> NoReturn:
    raise Form(f"{word} is no number")


_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_refuse)


def parse(data: bytes) -> Any:
    """The value that these bytes are the JSON of."""
    try:
        text = data.decode()
        value = _DECODER.decode(text)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as why:
        raise Form(str(why)) from None
    return value


def members(data: bytes) -> dict[str, tuple[Any, bytes]]:
    """The members of an object, each with its value and with the very bytes of its value."""
    try:
        text = data.decode()
        at = _space(text, 0)
        if text[at : at + 1] != "{":
            raise Form("not an object")
        found: dict[str, tuple[Any, bytes]] = {}
        at = _space(text, at + 1)
        while text[at : at + 1] != "}":
            key, at = _DECODER.raw_decode(text, at)
            at = _space(text, at)
            if not isinstance(key, str) or text[at : at + 1] != ":" or key in found:
                raise Form("not an object with each key once")
            start = _space(text, at + 1)
            value, at = _DECODER.raw_decode(text, start)
            found[key] = value, text[start:at].encode()
            at = _space(text, at)
            if text[at : at + 1] == ",":
                at = _space(text, at + 1)
                if text[at : at + 1] == "}":
                    raise Form("a comma before the end")
            elif text[at : at + 1] != "}":
                raise Form("not an object")
        if text[at + 1 :].strip(" \t\n\r"):
            raise Form("something stands after the object")
    except (UnicodeError, json.JSONDecodeError, RecursionError, IndexError) as why:
        raise Form(str(why)) from None
    return found


def _space(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\n\r":
        at += 1
    return at


def string(value: Any, at: str) -> str:
    """A text."""
    if not isinstance(value, str):
        raise Form(f"{at} is no text")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Form(f"{at} is no Unicode text") from None
    return value


def whole(bits: int) -> Read:
    """A whole number below `2^bits`."""

    def read(value: Any, at: str) -> int:
        if type(value) is not int or not 0 <= value < 2**bits:
            raise Form(f"{at} is no whole number of {bits} bits")
        return value

    return read


u8, u16, u32, u64 = whole(8), whole(16), whole(32), whole(64)


def boolean(value: Any, at: str) -> bool:
    """True or false."""
    if type(value) is not bool:
        raise Form(f"{at} is neither true nor false")
    return value


def pattern(expression: str, what: str) -> Read:
    """A text that a regular expression matches as a whole."""
    compiled = re.compile(expression)

    def read(value: Any, at: str) -> str:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            raise Form(f"{at} is no {what}")
        return value

    return read


identifier = pattern(r"[a-z0-9][a-z0-9_-]{0,63}", "identifier")
hex32 = pattern(r"[0-9a-f]{64}", "64 lower-case hexadecimal digits")


def base64_bytes(value: Any, at: str) -> bytes:
    """Padded standard Base64 with zero trailing bits."""
    try:
        data = base64.b64decode(string(value, at), validate=True)
    except (binascii.Error, ValueError):
        raise Form(f"{at} is no Base64") from None
    if base64.b64encode(data).decode() != value:
        raise Form(f"{at} is not spelled as Base64 must be")
    return data


def list_of(read: Read) -> Read:
    """A list."""

    def read_list(value: Any, at: str) -> list[Any]:
        if not isinstance(value, list):
            raise Form(f"{at} is no list")
        return [read(item, f"{at}[{i}]") for i, item in enumerate(value)]

    return read_list


def map_of(read: Read) -> Read:
    """An object with keys of its own choosing."""

    def read_map(value: Any, at: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Form(f"{at} is no object")
        return {string(key, at): read(item, f"{at}.{key}") for key, item in value.items()}

    return read_map


class Optional:
    """A field that may be left out."""

    def __init__(self, read: Read, default: Any) -> None:
        self.read, self.default = read, default


def object_of(**fields: Read | Optional) -> Read:
    """An object with exactly these fields; a field named `box_` is called `box`."""

    def read_object(value: Any, at: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Form(f"{at} is no object")
        names = {name.rstrip("_"): field for name, field in fields.items()}
        unknown = value.keys() - names.keys()
        if unknown:
            raise Form(f"{at} has an unknown field {min(unknown)}")
        read: dict[str, Any] = {}
        for name, field in names.items():
            if name in value:
                reader = field.read if isinstance(field, Optional) else field
                read[name] = reader(value[name], f"{at}.{name}")
            elif isinstance(field, Optional):
                read[name] = field.default
            else:
                raise Form(f"{at} lacks {name}")
        return read

    return read_object


def spelled(value: Any) -> bytes:
    """The one spelling of minutes and results: two spaces a level, text as it is, a line feed at the end."""
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()
