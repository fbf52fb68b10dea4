"""A certificate authority, an outbox, a clock and a way to a server for the tests of delivery."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from mail_kit import QUICK, Clock, queued
from mail_server import HOST, Authority

from exercise_rx.deliver.credentials import Credentials
from exercise_rx.deliver.outbox import Outbox, Queued
from exercise_rx.deliver.smtp import TimeOuts, Transport
from exercise_rx.model.mail import MailSettings


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def outbox(tmp_path: Path, clock: Clock) -> Iterator[Outbox]:
    box = Outbox.at(tmp_path / "private" / "outbox.db", clock)
    yield box
    box.close()


@pytest.fixture
def settings(authority: Authority) -> Callable[..., MailSettings]:
    """Settings for a server on this machine; any of them can be changed."""

    def make(port: int, **changes: object) -> MailSettings:
        usual = {
            "host": HOST, "port": port, "tls": "implicit", "from": "rx@clinic.example",
            "reply_to": "desk@clinic.example", "ca_file": authority.ca_file,
        }  # fmt: skip
        return MailSettings.model_validate(usual | changes)

    return make


@pytest.fixture
def transport(settings: Callable[..., MailSettings]) -> Callable[..., Transport]:
    def make(port: int, time_outs: TimeOuts = QUICK, **changes: object) -> Transport:
        chosen = settings(port, **changes)
        return Transport(chosen, Credentials(chosen), time_outs)

    return make


@pytest.fixture
def queue(outbox: Outbox) -> Callable[..., Queued]:
    return lambda *args, **rest: queued(outbox, *args, **rest)
