"""One mail to one server, over a checked line, with the moment of handing over made explicit."""

import re
import smtplib
from collections.abc import Callable
from dataclasses import dataclass

from exercise_rx.deliver.credentials import Credentials
from exercise_rx.deliver.message import Envelope
from exercise_rx.deliver.outcome import Outcome, judged
from exercise_rx.deliver.smtp_line import USUAL, Ended, Line, TimeOuts, wait_at_most, words_of
from exercise_rx.model.mail import MailSettings


@dataclass(frozen=True)
class Transport:
    """The way to one clinic's mail provider."""

    settings: MailSettings
    credentials: Credentials
    time_outs: TimeOuts = USUAL

    @property
    def _line(self) -> Line:
        return Line(self.settings, self.credentials, self.time_outs)

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
            server = self._line.opened()
        except Ended as ended:
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

    def probe(self, *, sign_in: bool = True) -> Outcome:
        """Connect, check the certificate and sign in, without a mail; `accepted` means ready."""
        try:
            server = self._line.opened(sign_in=sign_in)
        except Ended as ended:
            return ended.outcome
        server.close()
        signed_in = "the sign-in works" if sign_in else "its certificate is right"
        return Outcome("accepted", f"{self.settings.host} answers and {signed_in}.")

    def _handed_over(
        self, server: smtplib.SMTP, envelope: Envelope, before_handing_over: Callable[[], None]
    ) -> Outcome:
        try:
            self._offer(server, envelope)
            before_handing_over()
            return self._hand_over(server)
        except Ended as ended:
            return ended.outcome

    def _offer(self, server: smtplib.SMTP, envelope: Envelope) -> None:
        """Everything up to, and without, the final dot."""
        try:
            wait_at_most(server, self.time_outs.command)
            limit = server.esmtp_features.get("size", "")
            if limit.isdigit() and 0 < int(limit) < len(envelope.body):
                said = f"The mail has {len(envelope.body)} bytes; the server takes {limit}."
                raise Ended(Outcome("refused", said))
            size = [f"size={len(envelope.body)}"] if server.has_extn("size") else []
            # 552 is about this mail's size; anything else here is about the clinic's account.
            _ask(server.mail(envelope.sender, size), 250, about_the_patient=(552,))
            _ask(server.rcpt(envelope.to), 250, 251, about_the_patient=True)
            _ask(server.docmd("DATA"), 354, about_the_patient=True)
            server.send(_without_final_dot(envelope.body))
        except (OSError, smtplib.SMTPException) as error:
            # Also when the server spoke in between: without the dot it has no mail.
            said = f"The line broke before the mail was handed over: {error}"
            raise Ended(Outcome("put off", said)) from error

    def _hand_over(self, server: smtplib.SMTP) -> Outcome:
        """The final dot and the server's answer. From here on, silence means doubt."""
        try:
            wait_at_most(server, self.time_outs.reply)
            server.send(b".\r\n")
            code, said = server.getreply()
        except (OSError, smtplib.SMTPException) as error:
            return Outcome("in doubt", f"The server did not say whether it took the mail: {error}")
        if code == 250:
            return Outcome("accepted", words_of(said), code)
        if 400 <= code < 600:
            return judged(code, words_of(said), about_the_patient=True)
        return Outcome("in doubt", f"The server gave an unclear answer: {words_of(said)}", code)

    def _say_goodbye(self, server: smtplib.SMTP) -> None:
        """Politeness; the mail is sent whatever the answer is."""
        try:
            wait_at_most(server, min(self.time_outs.command, 5))
            server.quit()
        except (OSError, smtplib.SMTPException):
            return


def _ask(reply: tuple[int, bytes], *good: int, about_the_patient: bool | tuple[int, ...]) -> None:
    """Go on when the server's answer is one of `good`; end the attempt otherwise."""
    code, said = reply
    if code in good:
        return
    if code < 400:
        raise Ended(Outcome("put off", f"The server answered out of turn: {words_of(said)}", code))
    ours = code in about_the_patient if isinstance(about_the_patient, tuple) else about_the_patient
    raise Ended(judged(code, words_of(said), about_the_patient=ours))


def _without_final_dot(body: bytes) -> bytes:
    """The body as it travels: a line that starts with a dot gets a second one."""
    doubled = re.sub(rb"(?m)^\.", b"..", body)
    return doubled if doubled.endswith(b"\r\n") else doubled + b"\r\n"
