"""The line to a mail provider: encrypted, its certificate checked, signed in; and its faults."""

import smtplib
import ssl
from dataclasses import dataclass
from typing import NamedTuple

from exercise_rx.deliver.credentials import Credentials, NoSecret
from exercise_rx.deliver.outcome import Outcome, judged
from exercise_rx.model.mail import MailSettings

OTHER_LANGUAGE = (
    "NO_PROTOCOLS_AVAILABLE",
    "TLSV1_ALERT_PROTOCOL_VERSION",
    "UNSUPPORTED_PROTOCOL",
    "WRONG_VERSION_NUMBER",
)
"""OpenSSL's reasons for a handshake that no waiting will mend."""

SIGN_INS = {"login": {"CRAM-MD5", "LOGIN", "PLAIN"}, "xoauth2": {"XOAUTH2"}}
"""What a server may offer for each of our ways to sign in."""

OWN_AUTHORITY = (18, 19, 20, 21)
"""OpenSSL's codes for a certificate that no authority known to this machine has signed."""


class TimeOuts(NamedTuple):
    """Seconds to wait. The last reply gets the ten minutes of RFC 5321, 4.5.3.2.6.

    A shorter wait there makes doubles: the server stores the mail and we stop listening.
    """

    connect: float = 30
    command: float = 60
    reply: float = 600


USUAL = TimeOuts()


class Ended(Exception):
    """The attempt is over before the mail was handed over."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.text)
        self.outcome = outcome


@dataclass(frozen=True)
class Line:
    """The way to one provider; opened anew for each mail."""

    settings: MailSettings
    credentials: Credentials
    time_outs: TimeOuts = USUAL

    def opened(self, *, sign_in: bool = True) -> smtplib.SMTP:
        """A line to the server that is encrypted, checked and, if wanted, signed in."""
        server: smtplib.SMTP | None = None
        try:
            server = self._unencrypted_or_implicit()
            server.ehlo()
            if self.settings.tls == "starttls":
                # Unconditional: asking first would let anyone in between hide it from us.
                server.starttls(context=self._tls())
                server.ehlo()
            if sign_in and self.settings.user:
                self._sign_in(server)
        except Exception as error:
            if server is not None:
                server.close()
            raise Ended(self._before_mail(error)) from error
        return server

    def _unencrypted_or_implicit(self) -> smtplib.SMTP:
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
        wait_at_most(server, self.time_outs.command)
        offered = server.esmtp_features.get("auth", "").upper().split()
        if not SIGN_INS[self.settings.auth].intersection(offered):
            ways = ", ".join(dict.fromkeys(offered)) or "none"
            raise smtplib.SMTPNotSupportedError(
                f"`auth: {self.settings.auth}`; its ways to sign in: {ways}."
            )
        user, secret = str(self.settings.user), self.credentials.secret()
        if self.settings.auth == "login":
            server.login(user, secret)
            return
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
                if error.verify_code in OWN_AUTHORITY:
                    tip += "\nIf the server is your own, name its authority's file in `ca_file`."
                return Outcome("queue stopped", said + error.verify_message, tip=tip)
            case ssl.SSLError(reason=reason) if reason in OTHER_LANGUAGE:
                said = f"{self.settings.host}:{self.settings.server_port} speaks no TLS we accept."
                return Outcome("queue stopped", said, tip="Check `tls` and `port`.")
            case smtplib.SMTPNotSupportedError():
                said = f"{self.settings.host} does not offer what the settings ask: {error}"
                tip = "Nothing is sent in clear. Check `tls`, `port` and `auth`."
                return Outcome("queue stopped", said, tip=tip)
            case smtplib.SMTPResponseException(smtp_code=code, smtp_error=said):
                return judged(code, words_of(said), about_the_patient=False)
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


def wait_at_most(server: smtplib.SMTP, seconds: float) -> None:
    """From now on, give the server this long for each answer."""
    if server.sock is not None:
        server.sock.settimeout(seconds)


def _xoauth2(user: str, token: str) -> str:
    return f"user={user}\x01auth=Bearer {token}\x01\x01"


def words_of(said: bytes | str) -> str:
    """What the server said, as text."""
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said
