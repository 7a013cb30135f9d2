"""A file that only its key opens, and that shows any change: AES-256-GCM in numbered pieces, the last one marked.

The construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015): a piece that was changed, left out, moved or cut
off at the end does not open. Each file has a key of its own, derived (HKDF, RFC 5869) from the house's and a salt.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"MENTORS BACKUP 1\n"
SALT, NAME, PIECE = 16, 8, 1 << 20


class NotSound(Exception):
    """The file cannot be used; the message is a sentence that says why."""


def _derived(key: str, salt: bytes) -> tuple[bytes, bytes]:
    """The file's own key, and a name by which a wrong key is told from a changed file."""
    made = HKDF(SHA256(), 32 + NAME, salt, b"mentors backup 1").derive(key.encode())
    return made[:32], made[32:]


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def write(path: Path, key: str, content: Iterable[bytes]) -> None:
    """Write a file, whole or not at all, readable by its owner alone. Raises FileExistsError."""
    beside = path.with_name(path.name + ".part")
    if path.exists():
        raise FileExistsError(path)
    beside.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            _write(file, key, content)
            file.flush()
            os.fsync(file.fileno())
        os.link(beside, path)  # unlike a rename, it never takes the place of another file
    finally:
        beside.unlink(missing_ok=True)


def _write(file: IO[bytes], key: str, content: Iterable[bytes]) -> None:
    salt = os.urandom(SALT)
    own, name = _derived(key, salt)
    header, cipher = MAGIC + salt + name, AESGCM(own)
    file.write(header)
    kept, number = bytearray(), 0

    def put(piece: bytes, last: bool) -> None:
        sealed = cipher.encrypt(_nonce(number, last), piece, header)
        file.write(struct.pack(">I", len(sealed)) + sealed)

    for part in content:
        kept += part
        while len(kept) > PIECE:
            put(bytes(kept[:PIECE]), False)
            del kept[:PIECE]
            number += 1
    put(bytes(kept), True)


def read(path: Path, key: str) -> Iterator[bytes]:
    """The content, piece by piece. Raises NotSound at the first piece that is not as it was written."""
    with path.open("rb") as file:
        header = file.read(len(MAGIC) + SALT + NAME)
        if not header.startswith(MAGIC) or len(header) < len(MAGIC) + SALT + NAME:
            raise NotSound(f"{path} is no backup of this house, or only its beginning")
        own, name = _derived(key, header[len(MAGIC) : -NAME])
        if name != header[-NAME:]:
            raise NotSound(f"{path} was made with another key than BACKUP_KEY, or its first bytes were changed")
        cipher, number, size = AESGCM(own), 0, path.stat().st_size
        while True:
            sealed = _piece(file, path)
            last = file.tell() == size
            try:
                yield cipher.decrypt(_nonce(number, last), sealed, header)
            except InvalidTag:
                why = "is cut off" if last and _opens(cipher, number, sealed, header) else "was changed or damaged"
                raise NotSound(f"{path} {why}: piece {number + 1} does not open") from None
            if last:
                return
            number += 1


def _piece(file: IO[bytes], path: Path) -> bytes:
    length = file.read(4)
    if len(length) == 4:
        (wanted,) = struct.unpack(">I", length)
        if wanted <= PIECE + 16:
            sealed = file.read(wanted)
            if len(sealed) == wanted:
                return sealed
        else:
            raise NotSound(f"{path} was changed or damaged")
    raise NotSound(f"{path} is cut off: its end is missing")


def _opens(cipher: AESGCM, number: int, sealed: bytes, header: bytes) -> bool:
    """Whether this piece is whole, but was not written as the last one."""
    try:
        cipher.decrypt(_nonce(number, False), sealed, header)
    except InvalidTag:
        return False
    return True
