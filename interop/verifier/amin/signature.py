"""Ed25519 (RFC 8032), checked strictly by libsodium, bare and under a domain (docs/protocol/transcript.md)."""

from __future__ import annotations

from nacl.exceptions import BadSignatureError
from nacl.exceptions import ValueError as BadLength
from nacl.signing import VerifyKey

from .crypto.group import le64


def holds(key: bytes, message: bytes, signature: bytes) -> bool:
    """Is this a signature of exactly these bytes? libsodium refuses keys and nonces of small order, keys with a
    second encoding, and signatures with a second encoding."""
    try:
        VerifyKey(key).verify(message, signature)
    except (BadSignatureError, BadLength, TypeError):
        return False
    return True


def framed(domain: str, message: bytes) -> bytes:
    """What is signed under a domain."""
    name = domain.encode()
    return b"amin/1/signature" + le64(len(name)) + name + message


def holds_under(domain: str, key: bytes, message: bytes, signature: bytes) -> bool:
    """Is this a signature of the message under the domain?"""
    return holds(key, framed(domain, message), signature)
