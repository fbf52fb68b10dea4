"""Kill processes (SIGKILL) at work on an outbox, and count what became of the mails.

    mail_crash.py steps FOLDER            one kill at each step of each action, one after the other
    mail_crash.py storm FOLDER KILLS SEED kills at random moments, three workers at a time

A process of its own, with no threads, so that it can fork: each victim is a fork of it. The
mail server runs in yet another process and lives through all kills. Prints JSON.
"""

import json
import os
import random
import shutil
import signal
import smtplib
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

from mail_kit import CONSENT, a_mail  # noqa: E402 - the folder has to be on the path first

from exercise_rx.deliver import audit, desk, worker  # noqa: E402
from exercise_rx.deliver.credentials import Credentials  # noqa: E402
from exercise_rx.deliver.outbox import LEASE, Outbox  # noqa: E402
from exercise_rx.deliver.smtp import Transport  # noqa: E402
from exercise_rx.model.mail import MailSettings, PlanVersion  # noqa: E402

START = 1_800_000_000.0
HOUR = 3600.0


@dataclass
class Server:
    """The mail server's process, and what it accepted."""

    folder: Path
    port: int

    def accepted(self) -> Counter[str]:
        """How often each Message-ID was accepted."""
        files = [f for f in (self.folder / "mails").iterdir() if not f.name.startswith(".")]
        return Counter(str(message_from_bytes(f.read_bytes())["Message-ID"]) for f in files)

    def transport(self) -> Transport:
        settings = MailSettings.model_validate({
            "host": "127.0.0.1", "port": self.port, "tls": "implicit",
            "from": "rx@clinic.example", "reply_to": "desk@clinic.example",
            "ca_file": self.folder / "ca.pem",
        })  # fmt: skip
        return Transport(settings, Credentials(settings))


@contextmanager
def server(folder: Path, slow: float) -> Iterator[Server]:
    folder.mkdir(parents=True)
    script = [sys.executable, str(HERE / "mail_server.py"), str(folder), str(slow)]
    with subprocess.Popen(script, stdin=subprocess.PIPE) as process:
        while not (folder / "port").exists():
            assert process.poll() is None, "the mail server did not start"
            time.sleep(0.02)
        yield Server(folder, int((folder / "port").read_text()))
        assert process.stdin is not None
        process.stdin.close()
        process.wait(10)


class Steps:
    """Counts the steps of a process, and kills it at one of them.

    A step is each statement to the outbox file, and each moment before and after something
    goes out to the server or comes in from it.
    """

    def __init__(self, kill_at: int) -> None:
        self.kill_at, self.done, self.names = kill_at, 0, []

    def step(self, name: str) -> None:
        self.done += 1
        if self.done == self.kill_at:
            os.write(3, name.encode())
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        connect, send, reply = sqlite3.connect, smtplib.SMTP.send, smtplib.SMTP.getreply

        def watched_connect(*args: object, **rest: object) -> sqlite3.Connection:
            connection = connect(*args, **rest)  # type: ignore[call-overload]
            connection.set_trace_callback(lambda sql: self.step(" ".join(sql.split())[:40]))
            return connection  # type: ignore[no-any-return]

        def watched_send(line: smtplib.SMTP, data: object) -> None:
            words = bytes(data if isinstance(data, bytes) else str(data).encode())[:12]
            self.step(f"before sending {words!r}")
            send(line, data)  # type: ignore[arg-type]
            self.step(f"after sending {words!r}")

        def watched_reply(line: smtplib.SMTP) -> tuple[int, bytes]:
            answer = reply(line)
            self.step(f"answer {answer[0]}")
            return answer

        sqlite3.connect = watched_connect  # type: ignore[assignment]
        smtplib.SMTP.send = watched_send  # type: ignore[method-assign]
        smtplib.SMTP.getreply = watched_reply  # type: ignore[method-assign]


def forked(work: Callable[[], None], kill_at: int = 0) -> str | None:
    """Run `work` in a fork; the name of the step it was killed at, or None when it ended well."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(write_end, 3)
        try:
            Steps(kill_at).watch()
            work()
            os._exit(0)
        except BaseException as error:
            os.write(2, f"{type(error).__name__}: {error}\n".encode())
            os._exit(1)
    os.close(write_end)
    _, status = os.waitpid(child, 0)
    with os.fdopen(read_end, "rb") as pipe:
        name = pipe.read().decode()
    if os.WIFEXITED(status):
        assert os.WEXITSTATUS(status) == 0, "the work failed by itself"
        return None
    assert os.WTERMSIG(status) == signal.SIGKILL
    return name


def at(path: Path, when: float = START) -> closing[Outbox]:
    return closing(Outbox.at(path, lambda: when))


def enqueue(path: Path, number: int) -> None:
    with at(path) as box:
        box.enqueue(a_mail(number), PlanVersion(plan=f"plan-{number:04}"), CONSENT)


def send(path: Path, there: Server, when: float = START) -> None:
    with at(path, when) as box:
        worker.send_due(box, there.transport(), f"worker {os.getpid()}", lambda _: None)


def settle_down(path: Path, there: Server) -> None:
    """Let time pass and a healthy worker work, until nothing moves by itself any more."""
    for hour in (1, 2, 40):
        forked(lambda hour=hour: send(path, there, START + hour * HOUR))  # type: ignore[misc]


def held(path: Path, number: int) -> None:
    """Make a mail that is in doubt."""
    enqueue(path, number)
    with at(path) as box:
        mail = box.claim("gone")
        assert mail is not None
        box.hand_over(mail)
    with at(path, START + 2 * LEASE) as box:
        box.release_expired("another")


def state(path: Path) -> dict[str, object]:
    with at(path) as box:
        rows = box.connection.execute("SELECT * FROM mail").fetchall()
        check = box.connection.execute("PRAGMA integrity_check").fetchone()[0]
        return {
            "statuses": [row["status"] for row in rows],
            "handed_over": [row["handed_over_at"] is not None for row in rows],
            "bodies": [row["body"] is not None for row in rows],
            "consents": box.connection.execute("SELECT count(*) FROM consent").fetchone()[0],
            "sound": check == "ok" and audit.broken_at(box.connection) is None,
        }


def steps(folder: Path) -> dict[str, list[dict[str, object]]]:
    """Each action killed at each of its steps, from the first to the last."""
    with server(folder / "server", slow=0) as there:
        results: dict[str, list[dict[str, object]]] = {}
        for action in ("enqueue", "send", "release", "retry", "cancel", "purge"):
            results[action] = list(killed_everywhere(folder, there, action))
        return results


def killed_everywhere(folder: Path, there: Server, action: str) -> Iterator[dict[str, object]]:
    base = {"enqueue": 0, "send": 1, "release": 2, "retry": 3, "cancel": 4, "purge": 5}[action]
    kill_at, name = 0, ""
    while name is not None:
        kill_at += 1
        number = base * 1000 + kill_at
        path = folder / f"{action}-{kill_at}" / "outbox.db"
        work = prepared(path, there, action, number)
        name = forked(work, kill_at)  # type: ignore[assignment]
        just_after = state(path)
        forked(work)
        again = state(path)
        settle_down(path, there)
        mail_id = a_mail(number).message_id
        yield {
            "step": name or "(not killed)",
            "just_after": just_after,
            "again": again,
            "at_last": state(path),
            "accepted": there.accepted()[mail_id],
        }
        shutil.rmtree(path.parent)


def prepared(path: Path, there: Server, action: str, number: int) -> Callable[[], None]:
    """An outbox in the state before `action`, and the action."""
    if action == "enqueue":
        return lambda: enqueue(path, number)
    if action == "send":
        enqueue(path, number)
        return lambda: send(path, there)
    if action == "release":
        enqueue(path, number)
        with at(path) as box:
            box.claim("gone")
        return lambda: release(path)
    held(path, number)
    return {
        "retry": lambda: retry(path),
        "cancel": lambda: decide(path, "held", lambda box: desk.cancel(box, 1, "Lee")),
        "purge": lambda: purge(path),
    }[action]


def release(path: Path) -> None:
    with at(path, START + 2 * LEASE) as box:
        box.release_expired("another")


def retry(path: Path) -> None:
    decide(path, "held", lambda box: desk.retry(box, 1, "Lee", may_arrive_twice=True))


def purge(path: Path) -> None:
    with at(path, START + 99 * desk.DAY) as box:
        desk.purge(box, "Lee", older_than_days=30)


def decide(path: Path, only_if: str, what: Callable[[Outbox], None]) -> None:
    """A person's decision, made anew only where the first one left no trace."""
    with at(path) as box:
        if desk.entry(box, 1).status == only_if:
            what(box)


FASTER = 900.0
"""In the storm a lease of fifteen minutes runs out in one second."""


def storm(folder: Path, kills: int, seed: int) -> dict[str, object]:
    """Three workers queue and send; one after the other is killed, at random moments."""
    chance, began = random.Random(seed), time.time()
    path, confirmed = folder / "box" / "outbox.db", folder / "confirmed"
    enqueue(path, 0)

    def clock() -> float:
        return START + (time.time() - began) * FASTER

    with server(folder / "server", slow=0.003) as there:

        def labour(name: int) -> None:
            with closing(Outbox.at(path, clock)) as box, confirmed.open("ab", buffering=0) as log:
                for turn in range(10_000):
                    mail = a_mail(number := 1 + name * 10_000 + turn)
                    plan = PlanVersion(plan=f"plan-{number:08}")
                    box.enqueue(mail, plan, CONSENT)
                    log.write(mail.message_id.encode() + b"\n")
                    worker.send_due(box, there.transport(), f"worker {name}", lambda _: None)

        born, alive, done = 0, [], 0
        while done < kills:
            while len(alive) < 3:
                born += 1
                alive.append(_fork(labour, born))
            time.sleep(chance.uniform(0, 0.06))
            victim = alive.pop(chance.randrange(len(alive)))
            os.kill(victim, signal.SIGKILL)
            _, status = os.waitpid(victim, 0)
            assert os.WIFSIGNALED(status), "a worker ended by itself"
            done += 1
        for victim in alive:
            os.kill(victim, signal.SIGKILL)
            os.waitpid(victim, 0)
        storm_time = time.time() - began
        return _count(path, there, confirmed, done, storm_time) | {"seed": seed}


def _fork(labour: Callable[[int], None], name: int) -> int:
    child = os.fork()
    if child == 0:
        try:
            labour(name)
        finally:
            os._exit(9)
    return child


def _count(
    path: Path, there: Server, confirmed: Path, kills: int, seconds: float
) -> dict[str, object]:
    """Let everything settle (a clock days later), then compare the outbox with the server."""
    later = START + seconds * FASTER
    for hour in range(1, 60):
        send(path, there, later + hour * HOUR)
    accepted = there.accepted()
    with at(path) as box:
        rows = box.connection.execute("SELECT message_id, status FROM mail").fetchall()
        sound = audit.broken_at(box.connection) is None
        sound &= box.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    by_status = Counter(row["status"] for row in rows)
    known = {row["message_id"]: row["status"] for row in rows}
    words = confirmed.read_text().split()
    return {
        "kills": kills,
        "seconds": round(seconds, 1),
        "mails": len(rows),
        **{status: by_status[status] for status in desk.STATES},
        "accepted by the server": sum(accepted.values()),
        "accepted twice": sum(1 for count in accepted.values() if count > 1),
        "sent but never accepted": sum(known[m] == "sent" and not accepted[m] for m in known),
        "failed but accepted": sum(known[m] == "failed" and accepted[m] > 0 for m in known),
        "held and accepted": sum(known[m] == "held" and accepted[m] > 0 for m in known),
        "held and not accepted": sum(known[m] == "held" and not accepted[m] for m in known),
        "confirmed but lost": sum(message_id not in known for message_id in words),
        "accepted but unknown": sum(message_id not in known for message_id in accepted),
        "sound": sound,
    }


if __name__ == "__main__":
    if sys.argv[1] == "steps":
        sys.stdout.write(json.dumps(steps(Path(sys.argv[2]))))
    else:
        sys.stdout.write(json.dumps(storm(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))))
