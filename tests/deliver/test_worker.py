"""Worker, outbox and a real server together: faults are lived through, and nothing is told."""

import logging
import threading
from contextlib import contextmanager

import pytest
from mail_kit import ADDRESS, CONSENT, a_mail, queued
from mail_server import DROP, PASSWORD, USER, Inbox, Misbehaving, real_server

from exercise_rx.deliver import audit, desk
from exercise_rx.deliver.consent import CHOSE_LOCKED, record_consent
from exercise_rx.deliver.outbox import Outbox
from exercise_rx.deliver.store import Unwritable
from exercise_rx.deliver.worker import QueueStopped, run, send_due, send_one
from exercise_rx.model.mail import PlanVersion


@pytest.fixture
def inbox():
    return Inbox()


@pytest.fixture
def port(authority, inbox):
    real, port = real_server(inbox, implicit=authority.server_context())
    yield port
    real.stop()


def test_a_queued_mail_is_sent_once(outbox, queue, inbox, port, transport):
    queue()
    sent = send_one(outbox, transport(port), "w")
    assert (sent.status, sent.address_masked) == ("sent", "s***@e***.org")
    assert send_one(outbox, transport(port), "w") is None
    assert [mail[2] for mail in inbox.mails] == [a_mail().body]


def test_a_greylisted_mail_arrives_on_the_second_try(outbox, queue, clock, authority, transport):
    queue()
    faults = {"RCPT": b"450 come back"}
    with Misbehaving(authority.server_context(), implicit=True, faults=faults) as server:
        way = transport(server.port)
        assert send_one(outbox, way, "w").status == "queued"
        assert send_one(outbox, way, "w") is None, "not before its time"
        faults.clear()
        clock.forward(minutes=2)
        assert send_one(outbox, way, "w").status == "sent"
    assert len(server.kept) == 1


def test_a_mail_in_doubt_is_held_and_never_sent_by_itself(
    outbox, queue, clock, authority, transport
):
    queue()
    faults = {"kept": DROP}
    with Misbehaving(authority.server_context(), implicit=True, faults=faults) as server:
        way = transport(server.port)
        assert send_one(outbox, way, "w").status == "held"
        faults.clear()
        for _ in range(5):
            clock.forward(minutes=10_000)
            assert send_one(outbox, way, "w") is None
        assert len(server.kept) == 1
        desk.retry(outbox, 1, "Lee", may_arrive_twice=True)
        assert send_one(outbox, way, "w").status == "sent"
    assert server.kept[0] == server.kept[1], "the same mail, the same Message-ID"


def test_a_wrong_password_stops_the_queue_for_every_worker(
    outbox, queue, authority, inbox, transport, monkeypatch
):
    monkeypatch.setenv("EXERCISE_RX_SMTP_PASSWORD", "wrong")
    real, port = real_server(inbox, implicit=authority.server_context(), auth=True)
    try:
        queue(1)
        queue(2, "pat@example.org")
        with pytest.raises(QueueStopped, match="refused the sign-in"):
            send_due(outbox, transport(port, user=USER), "w1", lambda _: None)
        with pytest.raises(QueueStopped) as refusal:
            send_one(outbox, transport(port, user=USER), "w2")
        assert "--resume" in refusal.value.tip
        assert [(e.status, e.attempts) for e in desk.entries(outbox)] == [("queued", 0)] * 2
        monkeypatch.setenv("EXERCISE_RX_SMTP_PASSWORD", PASSWORD)
        desk.resume(outbox, "Lee")
        assert send_due(outbox, transport(port, user=USER), "w1", lambda _: None) == 2
    finally:
        real.stop()
    assert len(inbox.mails) == 2


def test_a_wrong_certificate_stops_the_queue(outbox, queue, inbox, port, transport):
    queue()
    with pytest.raises(QueueStopped, match="certificate"):
        send_one(outbox, transport(port, ca_file=None), "w")
    assert desk.entry(outbox, 1).status == "queued"
    assert not inbox.mails


def test_two_workers_never_send_the_same_mail(tmp_path, clock, inbox, port, transport):
    path = tmp_path / "box" / "outbox.db"
    box = Outbox.at(path, clock)
    for number in range(40):
        queued(box, number)
    tried, ready = [], threading.Barrier(2)

    def work(name):
        mine = Outbox.at(path, clock)
        ready.wait()
        tried.append(send_due(mine, transport(port), name, lambda _: None))
        mine.close()

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {e.status for e in desk.entries(box)} == {"sent"}
    box.close()
    assert sum(tried) == 40
    assert sorted(m[2] for m in inbox.mails) == sorted(a_mail(n).body for n in range(40))


@contextmanager
def full_disk():
    """No file of this process can grow: what a write meets on a full disk."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_before_handing_over_sends_nothing(
    outbox, queue, clock, inbox, port, transport, monkeypatch
):
    """The commit that must come before the dot cannot be made, so there is no dot."""
    queue()
    hand_over = Outbox.hand_over

    def on_a_full_disk(box, mail):
        with full_disk():
            hand_over(box, mail)

    monkeypatch.setattr(Outbox, "hand_over", on_a_full_disk)
    with pytest.raises(Unwritable, match="cannot be written"):
        send_one(outbox, transport(port), "w")
    monkeypatch.undo()
    assert not inbox.mails
    clock.forward(minutes=20)
    outbox.release_expired("w")
    clock.forward(minutes=2)
    assert send_one(outbox, transport(port), "w").status == "sent"
    assert len(inbox.mails) == 1


def test_a_full_disk_after_acceptance_ends_in_a_held_mail(
    outbox, queue, clock, inbox, port, transport, monkeypatch
):
    queue()
    settle = Outbox.settle

    def on_a_full_disk(box, mail, outcome):
        with full_disk():
            return settle(box, mail, outcome)

    monkeypatch.setattr(Outbox, "settle", on_a_full_disk)
    with pytest.raises(Unwritable):
        send_one(outbox, transport(port), "w")
    monkeypatch.undo()
    assert len(inbox.mails) == 1
    clock.forward(minutes=20)
    assert send_one(outbox, transport(port), "w") is None
    assert desk.entry(outbox, 1).status == "held"
    assert len(inbox.mails) == 1


def test_a_worker_rests_between_rounds_and_finishes_the_mail_in_hand(
    outbox, queue, inbox, port, transport
):
    queue(1)
    rounds, told = [], []

    def rest():
        rounds.append(len(inbox.mails))
        if len(rounds) == 1:
            queue(2)

    run(
        outbox, transport(port), "w", keep_days=30, tell=told.append,
        go_on=lambda: len(rounds) < 2, rest=rest,
    )  # fmt: skip
    assert rounds == [1, 2]
    assert [sent.status for sent in told] == ["sent", "sent"]


def test_the_worker_removes_what_was_kept_long_enough(outbox, queue, clock, port, transport):
    queue()
    mail = outbox.claim("dead")
    outbox.hand_over(mail)
    clock.forward(minutes=20)
    outbox.release_expired("w")
    clock.forward(minutes=31 * 24 * 60)
    rounds = []
    run(
        outbox, transport(port), "w", keep_days=30, tell=lambda _: None,
        go_on=lambda: not rounds, rest=lambda: rounds.append(1),
    )  # fmt: skip
    assert desk.entry(outbox, 1).has_body == 0


NAME, DIAGNOSIS = "Zebulon Quillfeather", "Posterior tibial tendinitis M76.821"
PRIVATE = ("zebulon", "quillfeather", "tibial", "m76", ADDRESS, "sam.rivera", "correct horse")


def everything_that_happens(outbox, clock, authority, transport):
    """Each outcome there is, with a server that repeats the address in its answers."""
    echo = f"<{ADDRESS}> says".encode()
    faults: dict[str, object] = {}
    with Misbehaving(authority.server_context(), implicit=True, faults=faults) as server:
        way = transport(server.port)
        for number, (point, fault) in enumerate([
            (None, None), ("RCPT", b"450 4.7.1 " + echo), ("RCPT", b"550 5.1.1 " + echo),
            ("dot", b"554 5.7.1 " + echo), ("kept", DROP), ("greeting", DROP),
        ]):  # fmt: skip
            body = f"Hello Zebulon,\r\n{DIAGNOSIS} for {NAME}\r\n".encode() * 500
            consent = record_consent(
                CHOSE_LOCKED, encrypted=True, recorded_by="J. Lee",
                recorded_at=CONSENT.recorded_at, private=(NAME, ADDRESS),
            )  # fmt: skip
            outbox.enqueue(a_mail(number, body=body), PlanVersion(plan=f"P{number:05}"), consent)
            faults.clear()
            if point:
                faults[point] = fault
            send_one(outbox, way, "J. Lee, worker 1")
        faults.clear()
        clock.forward(minutes=10)
        with pytest.raises(QueueStopped):
            send_one(outbox, transport(server.port, user=USER), "J. Lee, worker 1")


def test_neither_log_nor_file_tells_who_and_why_once_a_mail_is_gone(
    outbox, clock, authority, transport, caplog, capfd, monkeypatch
):
    """Everything is done that can be done, and then every byte that is left is searched."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.delenv("EXERCISE_RX_SMTP_PASSWORD", raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    everything_that_happens(outbox, clock, authority, transport)
    waiting = [e.id for e in desk.entries(outbox) if e.has_body]
    assert len(waiting) > 3, "the mails that are still waiting hold their body"
    table = " ".join(
        str(value)
        for row in outbox.connection.execute("SELECT * FROM mail")
        for key, value in zip(row.keys(), row, strict=True)
        if key not in ("body", "address")
    )
    rest = [str(tuple(r)) for t in ("consent", "audit", "setting")
            for r in outbox.connection.execute(f"SELECT * FROM {t}")]  # fmt: skip
    out = capfd.readouterr()
    told = "\n".join([table, *rest, caplog.text, out.out, out.err]).lower()
    assert "s***@e***.org" in told, "the search looks at the right place"
    assert not [word for word in PRIVATE if word in told]
    for number in waiting:
        desk.cancel(outbox, number, "J. Lee")
    for file in outbox.path.parent.iterdir():
        left = file.read_bytes().lower()
        assert not [word for word in PRIVATE if word.encode() in left], file.name
    assert audit.broken_at(outbox.connection) is None


def test_the_search_would_have_found_it(outbox, queue):
    """The same search over a mail that still waits: its body is there, as it must be."""
    queue()
    left = b"".join(file.read_bytes() for file in outbox.path.parent.iterdir())
    assert b"sam.rivera" in left
