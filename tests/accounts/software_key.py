"""A passkey made of software: what a telephone does, so that signing in can be tried without one."""

from __future__ import annotations

import hashlib
import json
import struct
from base64 import urlsafe_b64encode
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, HAS_KEY = 0x01, 0x04, 0x40


def text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


class SoftwareKey:
    def __init__(self, origin: str, host: str, *, verifies: bool = True) -> None:
        self.origin, self.host, self.count = origin, host, 0
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = hashlib.sha256(str(self.key.private_numbers().private_value).encode()).digest()
        self.flags = PRESENT | (VERIFIED if verifies else 0)

    def _client(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _device(self, flags: int) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + struct.pack(">I", self.count)

    def make(self, options: dict[str, Any]) -> str:
        """Answer the page that asks for a new passkey."""
        numbers = self.key.public_key().public_numbers()
        point = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        data = (
            self._device(self.flags | HAS_KEY)
            + bytes(16)
            + struct.pack(">H", len(self.id))
            + self.id
            + cbor2.dumps(point)
        )
        said = {
            "clientDataJSON": text(self._client("webauthn.create", options["challenge"])),
            "attestationObject": text(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})),
        }
        return json.dumps({"id": text(self.id), "rawId": text(self.id), "type": "public-key", "response": said})

    def use(self, options: dict[str, Any]) -> str:
        """Answer the page that asks for a passkey."""
        self.count += 1
        client, data = self._client("webauthn.get", options["challenge"]), self._device(self.flags)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        said = {
            "clientDataJSON": text(client), "authenticatorData": text(data), "signature": text(signature), "userHandle": None,
        }  # fmt: skip
        return json.dumps({"id": text(self.id), "rawId": text(self.id), "type": "public-key", "response": said})
