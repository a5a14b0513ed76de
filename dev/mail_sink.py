"""A mail server on this machine that keeps what it accepts, and refuses, hangs or drops as it is told."""

import asyncio
import logging
import socket
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from dev.ports import HOST

ACCEPTED = "250 OK"


@dataclass(frozen=True)
class Accepted:
    message_id: str
    to: str


@dataclass
class Sink:
    """`answers` by address: an SMTP answer, "hang" or "drop"; `once`: only to the first attempt.

    `on_accept` is called when a mail is accepted, before the sender can know.
    """

    answers: dict[str, str] = field(default_factory=dict)
    once: bool = False
    hang_seconds: float = 5
    on_accept: Callable[[Accepted], None] = lambda mail: None
    accepted: list[Accepted] = field(default_factory=list)
    connections: int = 0
    attempts: Counter[str] = field(default_factory=Counter)
    keep: bool = True
    count: int = 0

    def __enter__(self) -> Self:
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            self.port = probe.getsockname()[1]
        self.controller = Controller(
            self, hostname=HOST, port=self.port, decode_data=False, enable_SMTPUTF8=True, ready_timeout=10
        )
        self.controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.controller.stop()

    # --- What aiosmtpd calls ------------------------------------------------------------------------------
    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.attempts[address] += 1
        answer = self.answers.get(address, ACCEPTED)
        if self.once and self.attempts[address] > 1:
            answer = ACCEPTED
        if answer == "hang":
            await asyncio.sleep(self.hang_seconds)
        elif answer == "drop":
            self._transport(server).close()
        elif not answer.startswith("250"):
            return answer
        envelope.rcpt_tos.append(address)
        return ACCEPTED

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.count += 1
        if self.keep:
            content = envelope.content if isinstance(envelope.content, bytes) else b""
            head = message_from_bytes(content.partition(b"\r\n\r\n")[0])
            mail = Accepted(str(head["Message-ID"]), envelope.rcpt_tos[0])
            self.accepted.append(mail)
            self.on_accept(mail)
        return ACCEPTED

    def _transport(self, server: SMTP) -> Any:
        return server.transport

    # --- What came ----------------------------------------------------------------------------------------
    @property
    def ids_by_address(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for mail in self.accepted:
            found.setdefault(mail.to, []).append(mail.message_id)
        return found


def main() -> None:
    """Alone in a process, for measuring: tells its port, takes what comes until its input ends."""
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    with Sink(keep=False) as sink:
        print(sink.port, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
