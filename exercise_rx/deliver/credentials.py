"""Secrets for signing in: from the environment or the system keyring, never from our files."""

import json
import os
import subprocess
import time
from collections.abc import Callable

from exercise_rx.errors import RxError
from exercise_rx.model.mail import MailSettings

PASSWORD = "EXERCISE_RX_SMTP_PASSWORD"  # noqa: S105 - the variable's name, not a secret
TOKEN = "EXERCISE_RX_SMTP_TOKEN"  # noqa: S105 - the variable's name, not a secret
KEYRING_SERVICE = "exercise-rx"
TOKEN_LIFE = 300.0
"""Seconds a token is used when its command does not say how long it lasts."""


class NoSecret(RxError):
    """Nothing to sign in with was found, or the command that fetches it failed."""


class Credentials:
    """The secret for `settings`, fetched when first needed and kept in memory only."""

    def __init__(
        self, settings: MailSettings, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._settings = settings
        self._now = now
        self._token: tuple[str, float] | None = None

    def __repr__(self) -> str:
        return "Credentials(...)"

    def forget(self) -> None:
        """Fetch a new token next time: the server did not take this one."""
        self._token = None

    def secret(self) -> str:
        """The password, or the token for XOAUTH2."""
        if self._settings.auth == "login":
            password = self._found(PASSWORD)
            if not password.isascii():
                raise NoSecret("The password holds a letter that sign-in by SMTP cannot carry.")
            return password
        if not self._settings.token_command:
            return self._found(TOKEN)
        if self._token is None or self._token[1] <= self._now():
            value, life = _run(self._settings.token_command)
            self._token = value, self._now() + life
        return self._token[0]

    def _found(self, variable: str) -> str:
        if value := os.environ.get(variable):
            return value
        account = f"{self._settings.user}@{self._settings.host}"
        if value := _from_keyring(account):
            return value
        raise NoSecret(
            f"There is no password or token for {account}.",
            tip=f"Set {variable}, or store it once: keyring set {KEYRING_SERVICE} {account}",
        )


def _from_keyring(account: str) -> str | None:
    """The system keyring's entry, or None when there is no entry or no keyring."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return None
    try:
        return keyring.get_password(KEYRING_SERVICE, account)
    except KeyringError:
        return None


def _run(command: tuple[str, ...]) -> tuple[str, float]:
    """The token that `command` prints (bare, or as the JSON of a token reply) and its life.

    What the command printed is never repeated in an error: it may be the token.
    """
    try:
        done = subprocess.run(  # noqa: S603 - the clinic's own command, run without a shell
            command, capture_output=True, timeout=60, check=True, stdin=subprocess.DEVNULL
        )
        printed = done.stdout.decode().strip()
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError) as error:
        raise NoSecret(
            f"The token command {command[0]} failed: {type(error).__name__}.",
            tip="Run it by hand; it must print a token and nothing else.",
        ) from None
    token, life = printed, TOKEN_LIFE
    if printed.startswith("{"):
        try:
            reply = json.loads(printed)
            token, life = str(reply["access_token"]), float(reply.get("expires_in", TOKEN_LIFE))
        except (ValueError, KeyError, TypeError):
            token = ""
    if not token or not token.isascii() or any(c.isspace() or not c.isprintable() for c in token):
        raise NoSecret(
            f"The token command {command[0]} did not print a token.",
            tip="It must print the token alone, or JSON with `access_token`.",
        )
    return token, max(life - 60, 0)
