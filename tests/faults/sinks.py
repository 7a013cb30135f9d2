"""A mail server and an SMS gateway in a process of their own, which outlive every kill: they note what they have
accepted, and do to each message what the plan says. Raw and small, so that they are not what is measured.

Asked over the same port with `COUNT`, a sink answers with everything it has accepted, as JSON.
"""

from __future__ import annotations

import asyncio
import json
import logging
import multiprocessing
import random
import socket
from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Plan:
    """What a sink does: shares of messages that meet a fault, and how long each reply takes."""

    reply_seconds: float = 0.0
    refuse: float = 0.0  # a passing refusal (451, 500)
    lose: float = 0.0  # accepted, and the answer lost
    honours_keys: bool = False
    seed: int = 1
    accepted: Counter[str] = field(default_factory=Counter)


class Sink:
    """The server's process, and what one may ask it."""

    def __init__(self, plan: Plan | None = None) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port = self.listener.getsockname()[1]
        fork = multiprocessing.get_context("fork")
        self.process = fork.Process(target=_serve, args=(self.listener, plan or Plan()), daemon=True)
        self.process.start()
        self.listener.close()

    def accepted(self) -> Counter[str]:
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as asking:
            asking.sendall(b"COUNT\r\n")
            said = b""
            while piece := asking.recv(1 << 20):
                said += piece
        return Counter(json.loads(said[said.index(b"{") :]))

    def stop(self) -> None:
        self.process.kill()
        self.process.join()


def _serve(listener: socket.socket, plan: Plan) -> None:
    logging.disable(logging.CRITICAL)  # a killed client's broken pipe is no news here
    chance = random.Random(plan.seed)

    async def main() -> None:
        server = await asyncio.start_server(lambda r, w: _talk(r, w, plan, chance), sock=listener, limit=1 << 22)
        async with server:
            await server.serve_forever()

    asyncio.run(main())


async def _talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, plan: Plan, chance: Any) -> None:
    """Tells the two protocols apart by who speaks first: an HTTP client does at once, a mail client waits."""
    try:
        try:
            first = await asyncio.wait_for(reader.readline(), 0.05)
        except TimeoutError:
            first = b""
        if first.startswith(b"COUNT"):
            writer.write(json.dumps(dict(plan.accepted)).encode())
        elif first.startswith(b"POST"):
            await _http(reader, writer, plan, chance)
        else:
            await _smtp(first, reader, writer, plan, chance)
        await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError, OSError):
        pass
    finally:
        writer.close()


async def _smtp(first: bytes, reader: Any, writer: Any, plan: Plan, chance: Any) -> None:
    writer.write(b"220 sink\r\n")
    while line := first or await reader.readline():
        first = b""
        word = line[:4].upper()
        if word == b"COUN":
            writer.write(json.dumps(dict(plan.accepted)).encode())
            return
        if plan.reply_seconds and word != b"DATA":
            await asyncio.sleep(plan.reply_seconds)
        if word == b"DATA":
            writer.write(b"354 go\r\n")
            letter = await reader.readuntil(b"\r\n.\r\n")
            await asyncio.sleep(plan.reply_seconds)
            if chance.random() < plan.refuse:
                writer.write(b"451 later\r\n")
                continue
            plan.accepted[_message_id(letter)] += 1
            if chance.random() < plan.lose:
                return
            writer.write(b"250 taken\r\n")
        elif word == b"RCPT" and b"<dead" in line:
            writer.write(b"550 nobody\r\n")
        elif word == b"QUIT":
            writer.write(b"221 bye\r\n")
            return
        else:
            writer.write(b"250 ok\r\n")


def _message_id(letter: bytes) -> str:
    head = letter[: letter.index(b"\r\n\r\n")]
    line = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"message-id:"))
    return line.split(b":", 1)[1].strip().strip(b"<>").split(b"@")[0].decode()


async def _http(reader: Any, writer: Any, plan: Plan, chance: Any) -> None:
    headers: dict[str, str] = {}
    while (line := (await reader.readline()).strip()) != b"":
        name, _, value = line.decode().partition(":")
        headers[name.lower()] = value.strip()
    await reader.readexactly(int(headers.get("content-length", 0)))
    await asyncio.sleep(plan.reply_seconds)
    if chance.random() < plan.refuse:
        writer.write(b"HTTP/1.1 500 no\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        return
    key = headers["idempotency-key"]
    if not (plan.honours_keys and plan.accepted[key]):
        plan.accepted[key] += 1
    if chance.random() < plan.lose:
        return
    body = b'{"ids":[1]}'
    writer.write(b"HTTP/1.1 200 ok\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
