"""The files of a record in a folder."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from .report import KEEPER, Refusal


class Record:
    """A folder, read once a file: what is used is what was compared."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.read_before: dict[str, bytes | None] = {}

    def read(self, path: str) -> bytes | None:
        """The bytes at a path below the folder; none if there is no such file. Links are not followed."""
        if path not in self.read_before:
            file = self.folder / path
            is_file = file.is_file() and not file.is_symlink()
            self.read_before[path] = file.read_bytes() if is_file else None
        return self.read_before[path]

    def paths(self) -> list[str]:
        """Every file and every link there is."""
        found = (p for p in self.folder.rglob("*") if p.is_symlink() or not p.is_dir())
        return sorted(p.relative_to(self.folder).as_posix() for p in found)

    def signed(self, path: str, file: dict[str, Any]) -> bytes:
        """The file that an entry names by length and digest."""
        data = self.read(path)
        if data is None:
            raise Refusal("record.files", f"the file {path} is missing", KEEPER)
        if not is_file(data, file):
            raise Refusal("record.files", f"the file {path} is not the one that was signed", KEEPER)
        return data


def is_file(data: bytes, file: dict[str, Any]) -> bool:
    """Are these the bytes that an entry names?"""
    return bool(len(data) == file["bytes"] and hashlib.sha256(data).hexdigest() == file["sha256"])
