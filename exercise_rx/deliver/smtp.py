"""One mail to one server, over a checked line, with the moment of handing over made explicit."""

import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from exercise_rx.deliver.credentials import Credentials, NoSecret
from exercise_rx.deliver.message import Envelope
from exercise_rx.deliver.outcome import Outcome, judged
from exercise_rx.model.mail import MailSettings

OTHER_LANGUAGE = (
    "NO_PROTOCOLS_AVAILABLE",
    "TLSV1_ALERT_PROTOCOL_VERSION",
    "UNSUPPORTED_PROTOCOL",
    "WRONG_VERSION_NUMBER",
)
"""OpenSSL's reasons for a handshake that no waiting will mend."""


class TimeOuts(NamedTuple):
    """Seconds to wait. The last reply gets the ten minutes of RFC 5321, 4.5.3.2.6.

    A shorter wait there makes doubles: the server stores the mail and we stop listening.
    """

    connect: float = 30
    command: float = 60
    reply: float = 600


USUAL = TimeOuts()


class _Ended(Exception):
    """The attempt is over before the mail was handed over."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.text)
        self.outcome = outcome


@dataclass(frozen=True)
class Transport:
    """The way to one clinic's mail provider."""

    settings: MailSettings
    credentials: Credentials
    time_outs: TimeOuts = USUAL

    def deliver(
        self,
        envelope: Envelope,
        before_handing_over: Callable[[], None],
        settle: Callable[[Outcome], None],
    ) -> Outcome:
        """Send one mail and say what became of it.

        `before_handing_over` is called when the server holds the whole mail except the
        final dot, without which it may not accept it (RFC 5321, 4.1.1.4). Whatever it
        raises breaks the line and comes out here: the mail is then surely not sent.
        `settle` gets the outcome at once, before the goodbye: a moment of doubt should be short.
        """
        try:
            server = self._connected()
        except _Ended as ended:
            settle(ended.outcome)
            return ended.outcome
        try:
            outcome = self._handed_over(server, envelope, before_handing_over)
            settle(outcome)
            if outcome.kind == "accepted":
                self._say_goodbye(server)
            return outcome
        finally:
            server.close()

    def probe(self) -> Outcome:
        """Connect, check the certificate and sign in, without a mail; `accepted` means ready."""
        try:
            server = self._connected()
        except _Ended as ended:
            return ended.outcome
        server.close()
        return Outcome("accepted", f"{self.settings.host} answers and the sign-in works.")

    def _connected(self) -> smtplib.SMTP:
        """A line to the server that is encrypted, checked and signed in."""
        server: smtplib.SMTP | None = None
        try:
            server = self._line()
            server.ehlo()
            if self.settings.tls == "starttls":
                # Unconditional: asking first would let anyone in between hide it from us.
                server.starttls(context=self._tls())
                server.ehlo()
            if self.settings.user:
                self._sign_in(server)
        except Exception as error:
            if server is not None:
                server.close()
            raise _Ended(self._before_mail(error)) from error
        return server

    def _line(self) -> smtplib.SMTP:
        host, port, wait = self.settings.host, self.settings.server_port, self.time_outs.connect
        # The default name would ask the DNS for this machine's name and tell it to the server.
        name = self.settings.sender.rpartition("@")[2]
        if self.settings.tls == "implicit":
            return smtplib.SMTP_SSL(host, port, name, timeout=wait, context=self._tls())
        return smtplib.SMTP(host, port, name, timeout=wait)

    def _tls(self) -> ssl.SSLContext:
        """Certificates checked: smtplib's own default checks nothing."""
        file = self.settings.ca_file
        context = ssl.create_default_context(cafile=str(file) if file else None)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context

    def _sign_in(self, server: smtplib.SMTP) -> None:
        _wait(server, self.time_outs.command)
        user, secret = str(self.settings.user), self.credentials.secret()
        if self.settings.auth == "login":
            server.login(user, secret)
            return
        if not server.has_extn("auth"):
            raise smtplib.SMTPNotSupportedError("The server offers no sign-in.")
        # The second question is the server's reason for saying no; an empty answer gets the 535.
        server.auth("XOAUTH2", lambda asked=None: "" if asked else _xoauth2(user, secret))

    def _before_mail(self, error: Exception) -> Outcome:
        """What a fault means that comes before any mail was named."""
        match error:
            case NoSecret():
                return Outcome("queue stopped", error.message, tip=error.tip)
            case smtplib.SMTPAuthenticationError(smtp_code=code) if 400 <= code < 500:
                return Outcome("put off", "The server cannot check the sign-in now.", code)
            case smtplib.SMTPAuthenticationError(smtp_code=code):
                self.credentials.forget()
                said = f"The server refused the sign-in of {self.settings.user}."
                return Outcome("queue stopped", said, code, "Check the user and the password.")
            case ssl.SSLCertVerificationError():
                said = f"The certificate of {self.settings.host} is not right: "
                tip = "Check `host`. Do not send until this is explained: someone may be listening."
                return Outcome("queue stopped", said + error.verify_message, tip=tip)
            case ssl.SSLError(reason=reason) if reason in OTHER_LANGUAGE:
                said = f"{self.settings.host}:{self.settings.server_port} speaks no TLS we accept."
                return Outcome("queue stopped", said, tip="Check `tls` and `port`.")
            case smtplib.SMTPNotSupportedError():
                said = f"{self.settings.host} does not offer what the settings ask: {error}"
                tip = "Nothing is sent in clear. Check `tls`, `port` and `auth`."
                return Outcome("queue stopped", said, tip=tip)
            case smtplib.SMTPResponseException(smtp_code=code, smtp_error=said):
                return judged(code, _text(said), about_the_patient=False)
            case FileNotFoundError():
                said = f"The file {self.settings.ca_file} of `ca_file` is not there."
                return Outcome("queue stopped", said)
            case OSError():
                return Outcome("put off", self._no_line(error))
        raise error

    def _no_line(self, error: OSError) -> str:
        where = f"{self.settings.host}:{self.settings.server_port}"
        hint = ""
        if isinstance(error, TimeoutError | ssl.SSLError | smtplib.SMTPServerDisconnected):
            other = "implicit" if self.settings.tls == "starttls" else "starttls"
            hint = f" If it never works, try `tls: {other}`."
        return f"No line to {where}: {error.strerror or error or type(error).__name__}.{hint}"

    def _handed_over(
        self, server: smtplib.SMTP, envelope: Envelope, before_handing_over: Callable[[], None]
    ) -> Outcome:
        try:
            self._offer(server, envelope)
            before_handing_over()
            return self._hand_over(server)
        except _Ended as ended:
            return ended.outcome

    def _offer(self, server: smtplib.SMTP, envelope: Envelope) -> None:
        """Everything up to, and without, the final dot."""
        try:
            _wait(server, self.time_outs.command)
            limit = server.esmtp_features.get("size", "")
            if limit.isdigit() and 0 < int(limit) < len(envelope.body):
                said = f"The mail has {len(envelope.body)} bytes; the server takes {limit}."
                raise _Ended(Outcome("refused", said))
            size = [f"size={len(envelope.body)}"] if server.has_extn("size") else []
            # 552 is about this mail's size; anything else here is about the clinic's account.
            _ask(server.mail(envelope.sender, size), 250, about_the_patient=(552,))
            _ask(server.rcpt(envelope.to), 250, 251, about_the_patient=True)
            _ask(server.docmd("DATA"), 354, about_the_patient=True)
            server.send(_without_final_dot(envelope.body))
        except (OSError, smtplib.SMTPException) as error:
            # Also when the server spoke in between: without the dot it has no mail.
            said = f"The line broke before the mail was handed over: {error}"
            raise _Ended(Outcome("put off", said)) from error

    def _hand_over(self, server: smtplib.SMTP) -> Outcome:
        """The final dot and the server's answer. From here on, silence means doubt."""
        try:
            _wait(server, self.time_outs.reply)
            server.send(b".\r\n")
            code, said = server.getreply()
        except (OSError, smtplib.SMTPException) as error:
            return Outcome("in doubt", f"The server did not say whether it took the mail: {error}")
        if code == 250:
            return Outcome("accepted", _text(said), code)
        if 400 <= code < 600:
            return judged(code, _text(said), about_the_patient=True)
        return Outcome("in doubt", f"The server gave an unclear answer: {_text(said)}", code)

    def _say_goodbye(self, server: smtplib.SMTP) -> None:
        """Politeness; the mail is sent whatever the answer is."""
        try:
            _wait(server, min(self.time_outs.command, 5))
            server.quit()
        except (OSError, smtplib.SMTPException):
            return


def _ask(reply: tuple[int, bytes], *good: int, about_the_patient: bool | tuple[int, ...]) -> None:
    """Go on when the server's answer is one of `good`; end the attempt otherwise."""
    code, said = reply
    if code in good:
        return
    if code < 400:
        raise _Ended(Outcome("put off", f"The server answered out of turn: {_text(said)}", code))
    ours = code in about_the_patient if isinstance(about_the_patient, tuple) else about_the_patient
    raise _Ended(judged(code, _text(said), about_the_patient=ours))


def _wait(server: smtplib.SMTP, seconds: float) -> None:
    if server.sock is not None:
        server.sock.settimeout(seconds)


def _without_final_dot(body: bytes) -> bytes:
    """The body as it travels: a line that starts with a dot gets a second one."""
    doubled = re.sub(rb"(?m)^\.", b"..", body)
    return doubled if doubled.endswith(b"\r\n") else doubled + b"\r\n"


def _xoauth2(user: str, token: str) -> str:
    return f"user={user}\x01auth=Bearer {token}\x01\x01"


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said
