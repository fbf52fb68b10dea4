"""Addresses: one that is right, none that looks like another, and how it is shown in a log."""

from exercise_rx.errors import UsageProblem
from exercise_rx.model.mail import address_fault

PROVIDERS = (
    "aol.com", "att.net", "bellsouth.net", "bigpond.com", "btinternet.com", "charter.net",
    "comcast.net", "cox.net", "earthlink.net", "fastmail.com", "gmail.com", "googlemail.com",
    "hotmail.com", "hotmail.co.uk", "icloud.com", "juno.com", "mail.com", "outlook.com",
    "proton.me", "protonmail.com", "rocketmail.com", "sbcglobal.net", "verizon.net", "web.de",
    "yahoo.co.uk", "yahoo.com", "ymail.com", "zoho.com",
)  # fmt: skip
"""Where most patients have their mail: a domain one slip away from these is asked about."""


def one_address(text: str, *, checked: bool = False) -> str:
    """The one address in `text`, its domain in lower case.

    A domain one typing slip away from a usual provider is refused until `checked`,
    because a program sent to a stranger cannot be called back.
    """
    if fault := address_fault(text):
        raise UsageProblem(
            f"The address {text!r} {fault}.", tip="Give one address, such as --to pat@example.org"
        )
    local, _, domain = text.rpartition("@")
    meant = None if checked else looks_like(domain.lower())
    if meant:
        raise UsageProblem(
            f"The address {text!r} looks like a slip for {local}@{meant}.",
            tip="Correct it, or add --address-checked if the patient confirmed it.",
        )
    return f"{local}@{domain.lower()}"


def looks_like(domain: str) -> str | None:
    """The usual provider that `domain` is one slip away from, or None."""
    if domain in PROVIDERS:
        return None
    long_enough = (name for name in PROVIDERS if len(name.split(".")[0]) >= 4)
    return next((name for name in long_enough if one_slip(domain, name)), None)


def one_slip(typed: str, meant: str) -> bool:
    """Whether one letter added, lost, changed or swapped with its neighbour tells them apart."""
    if abs(len(typed) - len(meant)) > 1 or typed == meant:
        return False
    start = next((i for i, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), None)
    if start is None:
        return True
    rest, aim = typed[start:], meant[start:]
    swapped = rest[:2] == aim[:2][::-1] and rest[2:] == aim[2:]
    return swapped or rest[1:] == aim[1:] or rest[1:] == aim or rest == aim[1:]


def masked(address: str) -> str:
    """`p***@e***.org`: enough to recognise an address one knows, too little to learn one."""
    local, _, domain = address.rpartition("@")
    name, _, ending = domain.rpartition(".")
    return f"{local[:1]}***@{name[:1]}***.{ending}"


def without(text: str, *private: str | None) -> str:
    """`text` on one line, shortened, with each private word struck out, in any case."""
    flat = "".join(c if c.isprintable() else " " for c in text)
    for word in sorted(filter(None, private), key=len, reverse=True):
        flat = _struck(flat, word)
    return " ".join(flat.split())[:300]


def _struck(text: str, word: str) -> str:
    low, aim, out, at = text.lower(), word.lower(), "", 0
    while (hit := low.find(aim, at)) >= 0:
        out, at = out + text[at:hit] + "***", hit + len(aim)
    return out + text[at:]
