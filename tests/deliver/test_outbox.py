"""The outbox: each mail once, each state kept, nothing readable that should be gone."""

import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from mail_kit import ADDRESS, CONSENT, Clock, a_mail, queued

from exercise_rx.deliver import audit, desk, store
from exercise_rx.deliver.outbox import LEASE, REPLY_LEASE, LeaseLost, Outbox
from exercise_rx.deliver.outcome import Outcome
from exercise_rx.deliver.schedule import MINUTES, wait_after
from exercise_rx.deliver.smtp import USUAL
from exercise_rx.errors import RxError, UsageProblem
from exercise_rx.model.mail import PlanVersion

ACCEPTED = Outcome("accepted", "2.0.0 queued", 250)
LATER = Outcome("put off", "greylisted", 450)
DOUBT = Outcome("in doubt", "no answer")


def status(outbox, number=1):
    return desk.entry(outbox, number).status


def attempt(outbox, outcome, worker="w"):
    mail = outbox.claim(worker)
    if outcome.kind in ("accepted", "in doubt"):
        outbox.hand_over(mail)
    return outbox.settle(mail, outcome)


def test_the_same_version_to_the_same_address_is_queued_once(outbox, queue):
    first, second = queue(), queue(to=ADDRESS.upper().replace("EXAMPLE.ORG", "example.org"))
    assert first.fresh
    assert not second.fresh
    assert second.id == first.id
    assert len(desk.entries(outbox)) == 1


def test_another_version_and_another_address_are_other_mails(outbox):
    for number, (version, to) in enumerate([(1, ADDRESS), (2, ADDRESS), (1, "x@example.org")]):
        plan = PlanVersion(plan="plan-1", version=version)
        assert outbox.enqueue(a_mail(number, to), plan, CONSENT).fresh


def test_two_documents_of_one_plan_to_one_address_are_two_mails(outbox):
    for number, content in enumerate(("aa", "bb")):
        plan = PlanVersion(plan="plan-1", content=content)
        assert outbox.enqueue(a_mail(number), plan, CONSENT).fresh


def test_sending_once_more_takes_a_word(outbox, queue):
    queue()
    attempt(outbox, ACCEPTED)
    plan = PlanVersion(plan="plan-0001")
    assert outbox.enqueue(a_mail(2), plan, CONSENT).status == "sent"
    once_more = outbox.enqueue(a_mail(2), plan, CONSENT, again=True)
    assert (once_more.fresh, once_more.message_id) == (True, a_mail(2).message_id)
    assert [entry.status for entry in desk.entries(outbox)] == ["sent", "queued"]
    assert outbox.find(plan, ADDRESS).id == once_more.id


def test_again_never_doubles_a_mail_that_still_waits(outbox, queue):
    queue()
    assert not queue(again=True).fresh
    outbox.claim("w")
    assert not queue(again=True).fresh


def test_only_one_worker_gets_a_mail(tmp_path, clock):
    """Two connections, many mails, all at once: each mail is claimed exactly once."""
    path = tmp_path / "box" / "outbox.db"
    box = Outbox.at(path, clock)
    for number in range(60):
        queued(box, number)
    claimed, ready = [], threading.Barrier(2)

    def work(name):
        mine = Outbox.at(path, clock)
        ready.wait()
        while mail := mine.claim(name):
            claimed.append(mail.id)
        mine.close()

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    box.close()
    assert sorted(claimed) == list(range(1, 61))


def test_after_acceptance_neither_body_nor_address_is_on_the_disk(outbox, tmp_path):
    secret = b"Zebra-striped body text"
    outbox.enqueue(a_mail(body=secret * 2000 + b"\r\n"), PlanVersion(plan="plan-1"), CONSENT)
    assert any(secret in file.read_bytes() for file in outbox.path.parent.iterdir())
    attempt(outbox, ACCEPTED)
    for file in outbox.path.parent.iterdir():
        assert secret not in file.read_bytes(), file
        assert b"sam.rivera" not in file.read_bytes(), file
    entry = desk.entry(outbox, 1)
    assert (entry.status, entry.has_body, entry.reply_code) == ("sent", 0, 250)
    assert entry.size > 40_000
    assert len(entry.sha256) == 64


@pytest.mark.parametrize("decision", ["cancel", "purge", "arrived"])
def test_a_decision_removes_the_content_from_the_disk(outbox, queue, clock, decision):
    queue()
    attempt(outbox, DOUBT)
    clock.forward(minutes=60)
    if decision == "purge":
        assert desk.purge(outbox, "Lee", older_than_days=0) == 1
    else:
        desk.cancel(outbox, 1, "Lee", it_arrived=decision == "arrived")
    for file in outbox.path.parent.iterdir():
        assert b"sam.rivera" not in file.read_bytes(), file
        assert b"Hello" not in file.read_bytes(), file


def test_a_mail_put_off_waits_along_the_schedule_and_then_has_failed(outbox, queue, clock):
    place = queue()
    for number, minutes in enumerate(MINUTES, 1):
        assert attempt(outbox, LATER) == "queued"
        wait = desk.entry(outbox, 1).not_before - clock()
        assert wait == pytest.approx(wait_after(number, place.message_id))
        assert 0.9 * minutes * 60 <= wait <= 1.1 * minutes * 60
        clock.forward(minutes=minutes * 0.89)
        assert outbox.claim("w") is None, "too early"
        clock.forward(minutes=minutes * 0.22)
    assert attempt(outbox, LATER) == "failed"
    assert MINUTES == (1, 5, 15, 60, 240, 1440)


def test_waits_are_spread_and_always_the_same_for_a_mail():
    waits = {wait_after(1, f"<{n}@x>") for n in range(50)}
    assert len(waits) == 50
    assert waits == {wait_after(1, f"<{n}@x>") for n in range(50)}


def test_a_refusal_is_final(outbox, queue, clock):
    queue()
    attempt(outbox, Outcome("refused", "no such user", 550))
    clock.forward(minutes=100_000)
    assert status(outbox) == "failed"
    assert outbox.claim("w") is None


def test_a_stopped_queue_costs_the_mail_no_attempt(outbox, queue):
    queue()
    attempt(outbox, Outcome("queue stopped", "sign-in", 535))
    entry = desk.entry(outbox, 1)
    assert (entry.status, entry.attempts) == ("queued", 0)


def test_a_dead_worker_before_handing_over_costs_a_wait(outbox, queue, clock):
    queue()
    outbox.claim("dead")
    clock.forward(minutes=LEASE / 60 - 1)
    assert outbox.release_expired("w") == 0, "its time is not over"
    clock.forward(minutes=2)
    assert outbox.release_expired("w") == 1
    assert status(outbox) == "queued"
    assert outbox.claim("w") is None, "a mail that kills its worker must not stand first again"
    clock.forward(minutes=2)
    assert outbox.claim("w") is not None


def test_a_mail_that_kills_every_worker_fails_in_the_end(outbox, queue, clock):
    queue()
    for _ in range(len(MINUTES) + 1):
        assert outbox.claim("dead") is not None
        clock.forward(minutes=2000)
        outbox.release_expired("w")
        clock.forward(minutes=2000)
    assert status(outbox) == "failed"


def test_a_dead_worker_after_handing_over_leaves_a_held_mail_for_ever(outbox, queue, clock):
    queue()
    outbox.hand_over(outbox.claim("dead"))
    clock.forward(minutes=REPLY_LEASE / 60 + 1)
    outbox.release_expired("w")
    assert status(outbox) == "held"
    clock.forward(minutes=100_000)
    assert outbox.release_expired("w") == 0
    assert outbox.claim("w") is None


def test_the_lease_is_longer_than_the_longest_wait_for_an_answer():
    assert USUAL.reply + USUAL.command < REPLY_LEASE


def test_a_worker_whose_mail_was_taken_back_may_not_hand_it_over(outbox, queue, clock):
    """The fence: a worker that slept past its lease wakes up while another one sends."""
    queue()
    slow = outbox.claim("slow")
    clock.forward(minutes=20)
    outbox.release_expired("other")
    clock.forward(minutes=2)
    quick = outbox.claim("other")
    with pytest.raises(LeaseLost):
        outbox.hand_over(slow)
    outbox.hand_over(quick)
    with pytest.raises(LeaseLost):
        outbox.hand_over(quick)


def test_a_late_answer_ends_the_doubt(outbox, queue, clock):
    queue()
    mail = outbox.claim("slow")
    outbox.hand_over(mail)
    clock.forward(minutes=20)
    outbox.release_expired("other")
    assert outbox.settle(mail, ACCEPTED) == "sent"
    assert status(outbox) == "sent"


def test_a_late_answer_of_another_kind_changes_nothing_and_is_written_down(outbox, queue, clock):
    queue()
    mail = outbox.claim("slow")
    clock.forward(minutes=20)
    outbox.release_expired("other")
    with pytest.raises(LeaseLost):
        outbox.settle(mail, LATER)
    assert status(outbox) == "queued"
    assert [*audit.lines(outbox.connection)][-1].did == "put off, late"


def test_a_held_mail_is_retried_only_when_the_patient_was_asked(outbox, queue):
    place = queue()
    attempt(outbox, DOUBT)
    with pytest.raises(UsageProblem, match="may have arrived") as refusal:
        desk.retry(outbox, 1, "Lee")
    assert "--may-arrive-twice" in refusal.value.tip
    desk.retry(outbox, 1, "Lee", may_arrive_twice=True)
    mail = outbox.claim("w")
    assert mail.envelope.message_id == place.message_id, "one Message-ID for good"
    assert mail.envelope.body == a_mail().body


def test_a_sent_or_cancelled_mail_cannot_be_retried_or_cancelled(outbox, queue):
    queue()
    attempt(outbox, ACCEPTED)
    queue(2)
    desk.cancel(outbox, 2, "Lee")
    for number in (1, 2):
        with pytest.raises(RxError, match="only a failed, held or waiting"):
            desk.retry(outbox, number, "Lee")
        with pytest.raises(RxError, match="cannot be cancelled"):
            desk.cancel(outbox, number, "Lee")


def test_a_purged_mail_says_how_to_send_it_after_all(outbox, queue, clock):
    queue()
    attempt(outbox, DOUBT)
    clock.forward(minutes=31 * 24 * 60)
    assert desk.purge(outbox, "w", older_than_days=30) == 1
    assert desk.purge(outbox, "w", older_than_days=30) == 0
    with pytest.raises(RxError, match="was removed") as refusal:
        desk.retry(outbox, 1, "Lee", may_arrive_twice=True)
    assert "--again" in refusal.value.tip


def test_a_waiting_mail_is_never_purged(outbox, queue, clock):
    queue()
    clock.forward(minutes=10_000_000)
    assert desk.purge(outbox, "w", older_than_days=0) == 0


def test_a_servers_answer_is_kept_without_the_address(outbox, queue):
    queue()
    attempt(
        outbox, Outcome("refused", f"5.1.1 <{ADDRESS.upper()}>: user sam.rivera unknown\r\n", 550)
    )
    said = desk.entry(outbox, 1).reply_text
    assert said == "5.1.1 <***>: user *** unknown"


def test_every_event_leaves_an_audit_line(outbox, queue, clock):
    queue()
    attempt(outbox, LATER)
    clock.forward(minutes=2)
    attempt(outbox, DOUBT)
    desk.retry(outbox, 1, "Lee", may_arrive_twice=True)
    attempt(outbox, ACCEPTED)
    desk.stop(outbox, "w", "password")
    desk.resume(outbox, "Lee")
    lines = [*audit.lines(outbox.connection)]
    assert [line.did for line in lines] == [
        "consent", "queued", "put off", "held", "retried", "sent", "queue stopped", "queue resumed",
    ]  # fmt: skip
    assert {line.address_masked for line in lines[:6]} == {"s***@e***.org"}
    assert {line.plan for line in lines[:6]} == {"plan-0001 version 1"}
    assert lines[0].who == "J. Lee"
    assert lines[5].result == "250 2.0.0 queued"


def test_an_audit_line_can_be_neither_changed_nor_removed(outbox, queue):
    queue()
    for sql in ("UPDATE audit SET who = 'x'", "DELETE FROM audit"):
        with pytest.raises(sqlite3.IntegrityError, match="an audit line is never"):
            outbox.connection.execute(sql)


@pytest.mark.parametrize(
    "tamper",
    ["UPDATE audit SET result = 'sent' WHERE id = 2", "DELETE FROM audit WHERE id = 2"],
)
def test_tampering_behind_our_back_is_seen(outbox, queue, tamper):
    for number in range(3):
        queue(number)
    assert audit.broken_at(outbox.connection) is None
    outbox.connection.execute("DROP TRIGGER audit_is_not_changed")
    outbox.connection.execute("DROP TRIGGER audit_is_not_removed")
    outbox.connection.execute(tamper)
    assert audit.broken_at(outbox.connection) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_nobody_else_can_read_the_outbox_whatever_the_umask(tmp_path):
    """In a process of its own, because the umask belongs to the whole process."""
    path = tmp_path / "state" / "outbox.db"
    code = (
        "import os, sys; os.umask(0)\n"
        "from pathlib import Path; from exercise_rx.deliver.outbox import Outbox\n"
        "box = Outbox.at(Path(sys.argv[1]), lambda: 0.0)\n"
        "box.connection.execute('BEGIN IMMEDIATE')\n"
        "print(*(f'{f.name} {f.stat().st_mode & 0o777:o}' for f in Path(sys.argv[1]).parent.iterdir()),"
        " sep='\\n')\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code, path], capture_output=True, text=True, cwd=root, check=True
    )
    modes = dict(line.split() for line in done.stdout.splitlines())
    assert set(modes) == {"outbox.db", "outbox.db-wal", "outbox.db-shm"}
    assert set(modes.values()) == {"600"}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_an_outbox_of_a_newer_program_is_left_alone(tmp_path):
    path = tmp_path / "outbox.db"
    with sqlite3.connect(path) as newer:
        newer.execute(f"PRAGMA user_version = {len(store.MIGRATIONS) + 1}")
    newer.close()
    with pytest.raises(RxError, match="newer Exercise Rx"):
        Outbox.at(path, Clock())


def test_a_file_that_is_no_outbox_is_said_to_be_none(tmp_path):
    path = tmp_path / "outbox.db"
    path.write_text("not a database, but long enough to be looked at " * 50)
    with pytest.raises(RxError, match="cannot be opened"):
        Outbox.at(path, Clock())


def test_a_migration_that_breaks_off_leaves_the_old_form(tmp_path, monkeypatch):
    path = tmp_path / "outbox.db"
    Outbox.at(path, Clock()).close()
    broken = (*store.MIGRATIONS, ("CREATE TABLE new (x INTEGER) STRICT", "SELECT nonsense()"))
    monkeypatch.setattr(store, "MIGRATIONS", broken)
    with pytest.raises(RxError):
        Outbox.at(path, Clock())
    monkeypatch.undo()
    with sqlite3.connect(path) as old:
        assert old.execute("PRAGMA user_version").fetchone() == (len(store.MIGRATIONS),)
        assert not old.execute("SELECT 1 FROM sqlite_master WHERE name = 'new'").fetchall()
    old.close()


def test_a_state_that_cannot_be_is_refused_by_the_file_itself(outbox, queue):
    queue()
    for sql in (
        "UPDATE mail SET status = 'sent'",
        "UPDATE mail SET body = NULL",
        "UPDATE mail SET status = 'sending'",
        "UPDATE mail SET status = 'lost'",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            outbox.connection.execute(sql)


def full(outbox):
    """No page more than the file has: what SQLite meets on a full disk."""
    pages = outbox.connection.execute("PRAGMA page_count").fetchone()[0]
    outbox.connection.execute(f"PRAGMA max_page_count = {pages}")


def test_on_a_full_disk_nothing_is_half_queued(outbox):
    full(outbox)
    big = a_mail(body=b"x" * 500_000)
    with pytest.raises(store.Unwritable, match="full"):
        outbox.enqueue(big, PlanVersion(plan="plan-1"), CONSENT)
    assert desk.entries(outbox) == []
    assert [*audit.lines(outbox.connection)] == []
