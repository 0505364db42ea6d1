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


def _whole(digits: str) -> int:
    # No number here needs more than the 20 digits of 2^64; and JSON has a minus sign that no field takes.
    if digits.startswith("-") or len(digits) > 20:
        raise Form(f"{digits[:24]} is no number of any field")
    return int(digits)


_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_int=_whole, parse_float=_refuse, parse_constant=_refuse)


def parse(data: bytes) -> Any:
    """The value that these bytes are the JSON of."""
    try:
        text = data.decode()
        value = _DECODER.decode(text)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as why:
        raise Form(str(why)) from None
    return value


def compact(value: Any) -> bytes:
    """The one spelling of an entry."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


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
        if list(value) != sorted(value, key=lambda key: key.encode("utf-8", "surrogatepass")):
            raise Form(f"the keys of {at} are not in their order")
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
        if list(value) != [name for name in names if name in value]:
            raise Form(f"the fields of {at} are not in their order")
        read: dict[str, Any] = {}
        for name, field in names.items():
            if name in value:
                reader = field.read if isinstance(field, Optional) else field
                read[name] = reader(value[name], f"{at}.{name}")
                if isinstance(field, Optional) and read[name] == field.default:
                    raise Form(f"{at}.{name} says what its absence says")
            elif isinstance(field, Optional):
                read[name] = field.default
            else:
                raise Form(f"{at} lacks {name}")
        return read

    return read_object


def spelled(value: Any) -> bytes:
    """The one spelling of a file of JSON: two spaces a level, text as it is, a line feed at the end."""
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass")
