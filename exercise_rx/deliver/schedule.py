"""When a mail that was put off is tried again."""

from hashlib import sha256

MINUTES = (1, 5, 15, 60, 4 * 60, 24 * 60)
"""Waits after the first, second, ... failed attempt; after the last one the mail has failed."""

SPREAD = 0.1
"""A wait is up to a tenth shorter or longer, so that a whole batch does not come back at once."""


def wait_after(attempt: int, message_id: str) -> float | None:
    """Seconds to wait after failed attempt number `attempt` (1-based); None: no more attempts.

    The spread comes from the Message-ID, so the same mail always waits the same time.
    """
    if attempt > len(MINUTES):
        return None
    draw = int.from_bytes(sha256(f"{attempt} {message_id}".encode()).digest()[:4]) / 2**32
    return MINUTES[attempt - 1] * 60 * (1 - SPREAD + 2 * SPREAD * draw)
