"""Mail servers to test against: a real one (aiosmtpd), and one that misbehaves to order.

As a script, `mail_server.py FOLDER` runs the real one in a process of its own: it writes its
port to FOLDER/port and each accepted mail to FOLDER/mails/, before it says 250.
"""

import asyncio
import base64
import socket
import ssl
import sys
import threading
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HOST = "127.0.0.1"
USER, PASSWORD, TOKEN = "rx@clinic.example", "correct horse", "ya29.token"


@dataclass
class Authority:
    """A certificate authority of the test's own, and a certificate for this machine."""

    folder: Path
    ca: trustme.CA = field(default_factory=trustme.CA)

    @property
    def ca_file(self) -> Path:
        path = self.folder / "ca.pem"
        if not path.exists():
            self.ca.cert_pem.write_to_path(str(path))
        return path

    def server_context(self, *names: str) -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.ca.issue_cert(*(names or (HOST, "localhost"))).configure_cert(context)
        return context


@dataclass
class Inbox:
    """Keeps what a server accepted, in memory and, if asked, in a folder; says no to order."""

    refuse_rcpt: str | None = None
    folder: Path | None = None
    slow: float = 0
    mails: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    peers_over_tls: list[bool] = field(default_factory=list)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refuse_rcpt:
            return self.refuse_rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        body = envelope.content
        assert isinstance(body, bytes)
        self.mails.append((str(envelope.mail_from), list(envelope.rcpt_tos), body))
        self.peers_over_tls.append(server.transport.get_extra_info("sslcontext") is not None)
        if self.folder:
            name = f"{time.time_ns()}-{len(self.mails)}"
            (self.folder / f".{name}").write_bytes(body)
            (self.folder / f".{name}").rename(self.folder / name)
        if self.slow:
            await asyncio.sleep(self.slow)
        return "250 2.0.0 queued"


def login(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
) -> AuthResult:
    """The user and the password, as LOGIN and PLAIN carry them."""
    good = (
        isinstance(data, LoginPassword)
        and data.login == USER.encode()
        and data.password == PASSWORD.encode()
    )
    return AuthResult(success=good, handled=good, message=None if good else "535 5.7.8 no")


class Real:
    """A running aiosmtpd on a free port, in a thread of its own."""

    def __init__(self, inbox: Inbox, implicit: ssl.SSLContext | None, **options: object) -> None:
        self.loop = asyncio.new_event_loop()

        def session() -> SMTP:
            with warnings.catch_warnings(action="ignore"):
                return SMTP(inbox, hostname="here", loop=self.loop, **options)

        self.server = self.loop.run_until_complete(
            self.loop.create_server(session, HOST, 0, ssl=implicit)
        )
        self.port = int(self.server.sockets[0].getsockname()[1])
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        async def end() -> None:
            self.server.close()
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(end(), self.loop).result(5)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)
        self.loop.close()


def real_server(
    inbox: Inbox,
    *,
    implicit: ssl.SSLContext | None = None,
    starttls: ssl.SSLContext | None = None,
    auth: bool = False,
) -> tuple[Real, int]:
    """A running aiosmtpd and its port."""
    options: dict[str, object] = {}
    if auth:
        # Over implicit TLS aiosmtpd does not see that the line is encrypted.
        in_clear = implicit is not None or starttls is None
        options = {"authenticator": login, "auth_required": True, "auth_require_tls": not in_clear}
    real = Real(
        inbox, implicit, tls_context=starttls, require_starttls=starttls is not None, **options
    )
    return real, real.port


DROP = object()
"""Close the line here."""


@dataclass
class Misbehaving:
    """A server that follows SMTP except at the points named in `faults`.

    Points: greeting, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA, body (first bytes read),
    dot (whole mail read, not kept), kept (whole mail kept), QUIT. What happens there: a reply
    (bytes), `DROP`, or a callable such as a wait.
    """

    context: ssl.SSLContext | None = None
    implicit: bool = False
    offers: tuple[bytes, ...] = (b"SIZE 30000000",)
    faults: dict[str, object] = field(default_factory=dict)
    kept: list[bytes] = field(default_factory=list)
    heard: list[bytes] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)

    def __enter__(self) -> "Misbehaving":
        self._listener = socket.create_server((HOST, 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(line,), daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        try:
            if self.implicit and self.context:
                line = self.context.wrap_socket(line, server_side=True)
            self._session(line)
        except (OSError, EOFError):
            pass
        finally:
            line.close()

    def _fault(self, point: str, line: socket.socket, usual: bytes) -> bool:
        """Do what is ordered for this point, else the usual; False when that was a fault."""
        ordered = self.faults.get(point)
        if ordered is None:
            if usual:
                line.sendall(usual + b"\r\n")
            return True
        if ordered is DROP:
            raise EOFError
        if isinstance(ordered, bytes):
            line.sendall(ordered + b"\r\n")
            return False
        assert isinstance(ordered, Callable)  # type: ignore[arg-type]
        ordered()
        if usual:
            line.sendall(usual + b"\r\n")
        return True

    def _session(self, line: socket.socket) -> None:
        if not self._fault("greeting", line, b"220 here"):
            return
        reader = line.makefile("rb")
        while command := reader.readline():
            self.heard.append(command.rstrip())
            self.raw.append(command)
            verb = command[:4].upper().decode("latin-1").strip()
            match verb:
                case "EHLO":
                    features = list(self.offers)
                    if self.context and not self.implicit and "no-starttls" not in self.faults:
                        features.append(b"STARTTLS")
                    names = [b"here", *features]
                    dashed = [b"250-" + n for n in names[:-1]] + [b"250 " + names[-1]]
                    self._fault("EHLO", line, b"\r\n".join(dashed))
                case "STAR":
                    if self._fault("STARTTLS", line, b"220 go") and self.context:
                        line = self.context.wrap_socket(line, server_side=True)
                        reader = line.makefile("rb")
                case "AUTH":
                    self._auth(line, reader, command)
                case "MAIL" | "RCPT":
                    self._fault(verb, line, b"250 ok")
                case "DATA":
                    if self._fault("DATA", line, b"354 go"):
                        self._take(line, reader)
                case "QUIT":
                    self._fault("QUIT", line, b"221 bye")
                    return
                case _:
                    line.sendall(b"250 ok\r\n")

    def _auth(self, line: socket.socket, reader: object, command: bytes) -> None:
        if "AUTH" in self.faults:
            self._fault("AUTH", line, b"")
            return
        _, mechanism, first = command.split(None, 2)
        if mechanism == b"XOAUTH2":
            if base64.b64decode(first) == f"user={USER}\x01auth=Bearer {TOKEN}\x01\x01".encode():
                line.sendall(b"235 ok\r\n")
                return
            line.sendall(b"334 " + base64.b64encode(b'{"status":"401"}') + b"\r\n")
            self.heard.append(reader.readline().rstrip())  # type: ignore[attr-defined]
        line.sendall(b"535 5.7.8 no\r\n")

    def _take(self, line: socket.socket, reader: object) -> None:
        body = b""
        while True:
            got = reader.readline()  # type: ignore[attr-defined]
            if not got:
                raise EOFError
            body += got
            if "body" in self.faults and len(body) > 200:
                self._fault("body", line, b"")
                return
            if got == b".\r\n":
                break
        if not self._fault("dot", line, b""):
            return
        self.kept.append(body)
        self._fault("kept", line, b"250 2.0.0 kept")


def main(folder: Path) -> None:
    """Run the real server until standard input ends."""
    authority = Authority(folder)
    (folder / "mails").mkdir()
    inbox = Inbox(folder=folder / "mails", slow=float(sys.argv[2]) if len(sys.argv) > 2 else 0)
    assert authority.ca_file.exists()
    _, port = real_server(inbox, implicit=authority.server_context())
    (folder / ".port").write_text(str(port))
    (folder / ".port").rename(folder / "port")
    sys.stdin.read()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
