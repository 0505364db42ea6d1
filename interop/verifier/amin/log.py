"""The log: tree, tiles, notes, checkpoint, witness, proofs. docs/protocol/record.md, and RFC 6962 for the tree."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from . import signature
from .files import Record
from .report import KEEPER, Report, Unreadable
from .strict import Form, base64_bytes

TILE = 256


def leaf_hash(entry: bytes) -> bytes:
    """`SHA-256(0x00 ‖ entry)`"""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """`SHA-256(0x01 ‖ left ‖ right)`"""
    return hashlib.sha256(b"\x01" + left + right).digest()


def largest_power_below(n: int) -> int:
    """The largest power of two below `n`, which is at least 2."""
    return 1 << (n - 1).bit_length() - 1


class Tree:
    """The hashes over a list of leaves."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self.leaves = list(leaves)
        self._of = lru_cache(maxsize=None)(self._subtree)

    def _subtree(self, start: int, end: int) -> bytes:
        n = end - start
        if n == 0:
            return hashlib.sha256(b"").digest()
        if n == 1:
            return self.leaves[start]
        k = largest_power_below(n)
        return node_hash(self._of(start, start + k), self._of(start + k, end))

    def subtree(self, start: int, end: int) -> bytes:
        """The root over the leaves from `start` to below `end`."""
        return self._of(start, end)

    def root(self, size: int | None = None) -> bytes:
        """The root over the first `size` leaves, or over all."""
        return self._of(0, len(self.leaves) if size is None else size)

    def inclusion(self, index: int, size: int) -> list[bytes]:
        """The path from a leaf to the root over the first `size` leaves."""

        def path(m: int, start: int, end: int) -> list[bytes]:
            if end - start <= 1:
                return []
            k = largest_power_below(end - start)
            if m < k:
                return path(m, start, start + k) + [self.subtree(start + k, end)]
            return path(m - k, start + k, end) + [self.subtree(start, start + k)]

        return path(index, 0, size)

    def consistency(self, old: int, new: int) -> list[bytes]:
        """The proof that the first `old` leaves are the beginning of the first `new`."""

        def proof(m: int, start: int, end: int, whole: bool) -> list[bytes]:
            if m == end - start:
                return [] if whole else [self.subtree(start, end)]
            k = largest_power_below(end - start)
            if m <= k:
                return proof(m, start, start + k, whole) + [self.subtree(start + k, end)]
            return proof(m - k, start + k, end, False) + [self.subtree(start, start + k)]

        return [] if old in (0, new) else proof(old, 0, new, True)


def included(leaf: bytes, index: int, size: int, root: bytes, path: Sequence[bytes]) -> bool:
    """Does the path lead from the leaf to the root? (RFC 9162, 2.1.3.2)"""
    if index >= size:
        return False
    fn, sn, r = index, size - 1, leaf
    for p in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = node_hash(p, r)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node_hash(r, p)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == root


def consistent(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Does the proof lead from the old root to the new? (RFC 9162, 2.1.4.2)"""
    if old > new:
        return False
    if old == new:
        return old_root == new_root and not proof
    if old == 0:
        return not proof
    hashes = list(proof)
    if old & (old - 1) == 0:
        hashes.insert(0, old_root)
    if not hashes:
        return False
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = hashes[0]
    for c in hashes[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node_hash(c, fr), node_hash(c, sr)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == old_root and sr == new_root


# --- notes -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Key:
    """A key told as `name+id+Base64(a ‖ public key)`."""

    name: str
    a: int
    public: bytes

    LOG = 0x01
    WITNESS = 0x04

    @property
    def id(self) -> bytes:
        """The first four bytes of `SHA-256(name ‖ 0x0A ‖ a ‖ public key)`."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.a]) + self.public).digest()[:4]

    @staticmethod
    def parse(text: str) -> Key:
        parts = text.split("+", 2)
        if len(parts) != 3 or not is_name(parts[0]):
            raise Form("a key is written name+id+key")
        data = base64_bytes(parts[2], "key")
        if len(data) != 33 or data[0] not in (Key.LOG, Key.WITNESS):
            raise Form("neither an Ed25519 log key nor an Ed25519 witness key")
        key = Key(parts[0], data[0], data[1:])
        if key.id.hex() != parts[1]:
            raise Form("the id does not belong to this name and key")
        return key

    def signed(self, text: bytes, data: bytes) -> bool:
        """Is `data`, which follows the key id in a line, this key's signature of the note's text?"""
        if self.a == Key.LOG:
            return signature.holds(self.public, text, data)
        time = int.from_bytes(data[:8], "big")
        message = b"cosignature/v1\ntime %d\n" % time + text
        return len(data) == 72 and signature.holds(self.public, message, data[8:])


def is_name(text: str) -> bool:
    """A key's name: 1 to 255 bytes, no space, no plus sign, no control character."""
    return 0 < len(text.encode()) <= 255 and not any(c.isspace() or c == "+" or not c.isprintable() for c in text)


@dataclass(frozen=True)
class Note:
    """A text and the lines under it: name, key id, signature."""

    text: bytes
    lines: list[tuple[str, bytes, bytes]]

    @staticmethod
    def parse(data: bytes) -> Note:
        try:
            whole = data.decode()
        except UnicodeDecodeError:
            raise Form("the note is not text") from None
        if any(ord(c) < 0x20 and c != "\n" for c in whole):
            raise Form("the note is not text")
        border = whole.rfind("\n\n")
        if border < 0 or not whole.endswith("\n") or len(whole) <= border + 2:
            raise Form("the note is not text, an empty line and signature lines")
        lines: list[tuple[str, bytes, bytes]] = []
        for line in whole[border + 2 : -1].split("\n"):
            dash, _, rest = line.partition(" ")
            name, _, base = rest.partition(" ")
            if dash != "—" or not is_name(name):
                raise Form("a signature line is a dash, a name and Base64")
            signed = base64_bytes(base, "signature")
            if len(signed) < 5:
                raise Form("a signature is too short")
            if any(n == name and id == signed[:4] for n, id, _ in lines):
                raise Form("a key signed twice")
            lines.append((name, signed[:4], signed[4:]))
        return Note(whole[: border + 1].encode(), lines)

    def signatures(self, key: Key) -> list[bytes]:
        """What stands under the note in the name of a key."""
        return [data for name, id, data in self.lines if name == key.name and id == key.id]


@dataclass(frozen=True)
class Checkpoint:
    """So many entries, this root."""

    origin: str
    size: int
    root: bytes

    @staticmethod
    def parse(text: bytes) -> Checkpoint:
        lines = text.decode().split("\n")
        if len(lines) != 4 or lines[3] or not is_name(lines[0]):
            raise Form("a checkpoint has the three lines origin, size and root")
        if not re.fullmatch("0|[1-9][0-9]{0,19}", lines[1]) or int(lines[1]) >= 2**64:
            raise Form("the size is not a number in plain decimal digits")
        root = base64_bytes(lines[2], "root")
        if len(root) != 32:
            raise Form("the root is not a hash")
        return Checkpoint(lines[0], int(lines[1]), root)


def check_checkpoint(data: bytes, log: Key, witness: Key, report: Report) -> Checkpoint | None:
    """`log.checkpoint`, `log.witness`; what the log signed, if it did."""
    report.tried("log.checkpoint")
    report.tried("log.witness")
    try:
        note = Note.parse(data)
        checkpoint = Checkpoint.parse(note.text)
        if log.a != Key.LOG or checkpoint.origin != log.name:
            raise Form(f"the checkpoint is of the log {checkpoint.origin}")
        if not note.signatures(log):
            raise Form("the checkpoint is not signed by its log")
        for key in (log, witness):
            if not all(key.signed(note.text, data) for data in note.signatures(key)):
                raise Form(f"the signature of {key.name} does not verify")
    except Form as why:
        report.wrong("log.checkpoint", str(why), KEEPER)
        return None
    known = {(key.name, key.id) for key in (log, witness)}
    if any((name, id) not in known for name, id, _ in note.lines):
        report.wrong("log.checkpoint", "it carries lines of others than the log and its witness", KEEPER)
    if witness.a != Key.WITNESS or not note.signatures(witness):
        report.wrong("log.witness", "the witness did not countersign", KEEPER)
    return checkpoint


# --- tiles -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tile:
    """The `n`-th tile of a level, with its first `width` items; level -1 holds entries."""

    level: int
    n: int
    width: int

    @property
    def path(self) -> str:
        """Zero-padded groups of three digits, all but the last after an x."""
        digits = str(self.n)
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
        name = "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])
        part = f".p/{self.width}" if self.width < TILE else ""
        return f"tile/{'entries' if self.level < 0 else self.level}/{name}{part}"

    @staticmethod
    def parse(path: str) -> Tile | None:
        found = re.fullmatch(r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", path)
        if not found:
            return None
        level = -1 if found[1] == "entries" else int(found[1])
        tile = Tile(level, int(found[2].replace("x", "").replace("/", "")), int(found[3] or TILE))
        return tile if tile.path == path else None

    def hashes(self, tree: Tree) -> list[bytes]:
        """What a tile of hashes must hold."""
        span = TILE**self.level
        first = self.n * TILE
        return [tree.subtree(i * span, (i + 1) * span) for i in range(first, first + self.width)]

    def is_within(self, size: int) -> bool:
        """Does a log of this size, or did it once, have such a tile?"""
        items = size if self.level < 0 else size // TILE**self.level
        return self.n * TILE + self.width <= items


def layout(size: int, level: int) -> Iterator[Tile]:
    """The tiles of a level that a record of this size must have."""
    items = size if level < 0 else size // TILE**level
    for n in range(items // TILE):
        yield Tile(level, n, TILE)
    if items % TILE:
        yield Tile(level, items // TILE, items % TILE)


def read_bundle(data: bytes, width: int) -> list[bytes]:
    """The entries of a bundle, each after its length in two bytes, the greater first."""
    entries, at = [], 0
    for _ in range(width):
        length = int.from_bytes(data[at : at + 2], "big")
        entry = data[at + 2 : at + 2 + length]
        if len(data) < at + 2 or len(entry) < length:
            raise Form("the bundle ends too early")
        entries.append(entry)
        at += 2 + length
    if at != len(data):
        raise Form("something is left over after the last entry")
    return entries


def check(record: Record, log: Key, witness: Key, report: Report) -> tuple[list[bytes], int]:
    """`log.*`: the entries as far as they can be read, and the size that was signed."""
    data = record.read("checkpoint")
    if data is None:
        raise Unreadable("there is no checkpoint: this is not a record, or not the top of one")
    checkpoint = check_checkpoint(data, log, witness, report)
    if checkpoint is None:
        claimed = data.split(b"\n")[1:2]
        if not claimed or not re.fullmatch(rb"0|[1-9][0-9]{0,9}", claimed[0]):
            return [], 0
        size = int(claimed[0])
    else:
        size = checkpoint.size

    entries: list[bytes] = []
    for tile in layout(size, -1):
        report.tried("log.entries")
        bundle = record.read(tile.path)
        if bundle is None:
            report.wrong("log.entries", f"{tile.path} is missing: cut short at entry {tile.n * TILE}", KEEPER)
            break
        try:
            entries += read_bundle(bundle, tile.width)
        except Form as why:
            report.wrong("log.entries", f"{tile.path}: {why}", KEEPER)
            break
    tree = Tree([leaf_hash(entry) for entry in entries])
    report.tried("log.tree")
    if len(entries) != size or (checkpoint is not None and tree.root() != checkpoint.root):
        report.wrong("log.tree", "the entries do not hash to the root that the log signed", KEEPER)
    if len(entries) == size:
        _check_tiles(record, size, entries, tree, report)
    return entries, len(entries)


def _check_tiles(record: Record, size: int, entries: list[bytes], tree: Tree, report: Report) -> None:
    """Every tile of the layout is there, and whatever tile is there is true."""
    due: list[Tile] = []
    level = 0
    while size // TILE**level:
        due += layout(size, level)
        level += 1
    past = (Tile.parse(path) for path in record.paths())
    there = [tile for tile in past if tile is not None and tile.is_within(size)]
    for tile in dict.fromkeys(due + there):
        report.tried("log.entries")
        data = record.read(tile.path)
        if data is None:
            report.wrong("log.entries", f"{tile.path} is missing", KEEPER)
            continue
        if tile.level < 0:
            first = tile.n * TILE
            try:
                true = read_bundle(data, tile.width) == entries[first : first + tile.width]
            except Form:
                true = False
        else:
            true = data == b"".join(tile.hashes(tree))
        if not true:
            report.wrong("log.entries", f"{tile.path} does not hold what the entries give", KEEPER)


def accounts_for(path: str, size: int) -> bool:
    """Is this one of the log's own files?"""
    tile = Tile.parse(path)
    return path == "checkpoint" or (tile is not None and tile.is_within(size))
