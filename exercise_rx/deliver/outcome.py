"""What became of one attempt to send one mail."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["accepted", "put off", "refused", "in doubt", "queue stopped"]


@dataclass(frozen=True)
class Outcome:
    """The end of an attempt, with the server's own words where it said any.

    * accepted: the server took the mail; it is sent.
    * put off: a passing fault, and the server cannot have the mail; tried again later.
    * refused: a lasting fault of this mail; not tried again.
    * in doubt: the server may have the mail; only a person may have it sent again.
    * queue stopped: a fault of the set-up, which every other mail would meet too.
    """

    kind: Kind
    text: str
    code: int | None = None
    tip: str | None = None


def judged(code: int, text: str, *, about_the_patient: bool) -> Outcome:
    """The outcome of a server's refusal: 4xx passes, 5xx lasts.

    A lasting refusal before the recipient was named is about the clinic's account, and
    every further mail would only repeat it.
    """
    if 400 <= code < 500:
        return Outcome("put off", text, code)
    if about_the_patient:
        return Outcome("refused", text, code)
    return Outcome("queue stopped", text, code, "Check the `mail:` settings with your provider.")
