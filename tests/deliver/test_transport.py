"""Over a real server and real TLS: what is sent, and what is never sent."""

import smtplib
import ssl
import sys
import time
import warnings

import pytest
from mail_kit import a_mail
from mail_server import DROP, HOST, PASSWORD, TOKEN, USER, Inbox, Misbehaving, real_server

from exercise_rx.deliver.outbox import LeaseLost
from exercise_rx.deliver.smtp import TimeOuts


class Marks(list):
    """Counts how often a mail was about to be handed over, or what it was settled as."""

    def __call__(self, outcome=None):
        self.append(outcome or "handing over")


@pytest.fixture
def inbox():
    return Inbox()


@pytest.fixture(params=["implicit", "starttls"])
def tls(request):
    return request.param


@pytest.fixture
def serve(authority, inbox):
    running = []

    def start(tls, *, names=(), **rest):
        context = authority.server_context(*names)
        controller, port = real_server(inbox, **{tls: context}, **rest)
        running.append(controller)
        return port

    yield start
    for controller in running:
        controller.stop()


def test_a_mail_arrives_over_tls_byte_for_byte(tls, serve, inbox, transport):
    port, marks = serve(tls), Marks()
    outcome = transport(port, tls=tls).deliver(a_mail(), marks, Marks())
    assert outcome.kind == "accepted"
    assert outcome.code == 250
    assert marks == ["handing over"]
    assert inbox.mails == [("rx@clinic.example", ["sam.rivera@example.org"], a_mail().body)]


def test_signing_in_with_a_password(tls, serve, inbox, transport, monkeypatch):
    monkeypatch.setenv("EXERCISE_RX_SMTP_PASSWORD", PASSWORD)
    outcome = transport(serve(tls, auth=True), tls=tls, user=USER).deliver(
        a_mail(), Marks(), Marks()
    )
    assert outcome.kind == "accepted"
    assert len(inbox.mails) == 1


def test_a_wrong_password_stops_the_queue_and_is_not_repeated(tls, serve, transport, monkeypatch):
    monkeypatch.setenv("EXERCISE_RX_SMTP_PASSWORD", "not the password")
    outcome = transport(serve(tls, auth=True), tls=tls, user=USER).deliver(
        a_mail(), Marks(), Marks()
    )
    assert (outcome.kind, outcome.code) == ("queue stopped", 535)
    assert "not the password" not in repr(outcome)


def test_no_password_anywhere_stops_the_queue_and_says_where_to_put_it(
    serve, transport, monkeypatch
):
    monkeypatch.delenv("EXERCISE_RX_SMTP_PASSWORD", raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    outcome = transport(serve("implicit", auth=True), user=USER).deliver(a_mail(), Marks(), Marks())
    assert outcome.kind == "queue stopped"
    assert "EXERCISE_RX_SMTP_PASSWORD" in outcome.tip


@pytest.mark.parametrize(("host", "names"), [(HOST, ("mail.example.org",)), ("localhost", (HOST,))])
def test_a_certificate_for_another_host_stops_the_queue(tls, serve, inbox, transport, host, names):
    port = serve(tls, names=names)
    outcome = transport(port, tls=tls, host=host).deliver(a_mail(), Marks(), Marks())
    assert outcome.kind == "queue stopped"
    assert "certificate" in outcome.text
    assert not inbox.mails


def test_a_certificate_of_an_unknown_authority_stops_the_queue(tls, serve, inbox, transport):
    outcome = transport(serve(tls), tls=tls, ca_file=None).deliver(a_mail(), Marks(), Marks())
    assert outcome.kind == "queue stopped"
    assert not inbox.mails


def test_old_tls_is_not_spoken(authority, transport, inbox):
    context = authority.server_context()
    with warnings.catch_warnings(action="ignore"):
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    with Misbehaving(context, implicit=True) as server:
        outcome = transport(server.port).deliver(a_mail(), Marks(), Marks())
    assert outcome.kind == "queue stopped"
    assert not server.kept


def test_a_server_that_hides_starttls_gets_no_mail_and_no_password(
    authority, transport, monkeypatch
):
    monkeypatch.setenv("EXERCISE_RX_SMTP_PASSWORD", PASSWORD)
    with Misbehaving(None, offers=(b"AUTH PLAIN LOGIN",)) as server:
        outcome = transport(server.port, tls="starttls", user=USER).deliver(
            a_mail(), Marks(), Marks()
        )
    assert outcome.kind == "queue stopped"
    assert "in clear" in outcome.tip
    assert all(line.startswith(b"ehlo") for line in server.heard)


def test_tls_spoken_to_a_plain_port_stops_the_queue(authority, transport):
    with Misbehaving(None) as server:
        outcome = transport(server.port, tls="implicit").deliver(a_mail(), Marks(), Marks())
    assert outcome.kind == "queue stopped"
    assert "Check `tls`" in outcome.tip


def test_starttls_spoken_to_an_implicit_port_ends_with_a_hint(authority, transport):
    """Such a port waits for us while we wait for it; the time-out must end it, with a hint."""
    with Misbehaving(authority.server_context(), implicit=True) as server:
        waits = TimeOuts(connect=0.3, command=1, reply=1)
        outcome = transport(server.port, waits, tls="starttls").deliver(a_mail(), Marks(), Marks())
    assert outcome.kind == "put off"
    assert "tls: implicit" in outcome.text


def test_plain_mail_goes_to_this_machine_only(transport, inbox):
    controller, port = real_server(inbox)
    try:
        outcome = transport(port, tls="none-on-loopback-only").deliver(a_mail(), Marks(), Marks())
    finally:
        controller.stop()
    assert outcome.kind == "accepted"
    with pytest.raises(ValueError, match="without encryption is never sent"):
        transport(25, tls="none-on-loopback-only", host="smtp.example.org")


def test_signing_in_with_a_token_from_a_command(authority, transport):
    command = [sys.executable, "-c", f"print('{TOKEN}')"]
    with Misbehaving(
        authority.server_context(), implicit=True, offers=(b"AUTH XOAUTH2",)
    ) as server:
        way = transport(server.port, user=USER, auth="xoauth2", token_command=command)
        assert way.deliver(a_mail(), Marks(), Marks()).kind == "accepted"
    assert len(server.kept) == 1


@pytest.mark.parametrize(
    ("auth", "offers", "told"),
    [
        ("login", (b"AUTH XOAUTH2",), "its ways to sign in: XOAUTH2"),
        ("login", (b"AUTH GSSAPI NTLM",), "its ways to sign in: GSSAPI, NTLM"),
        ("xoauth2", (b"AUTH PLAIN LOGIN",), "its ways to sign in: PLAIN, LOGIN"),
        ("login", (), "its ways to sign in: none"),
    ],
)
def test_a_server_with_other_ways_to_sign_in_stops_the_queue_and_hears_no_secret(
    authority, transport, monkeypatch, auth, offers, told
):
    """Large providers have given up passwords: that is not mended by waiting."""
    monkeypatch.setenv("EXERCISE_RX_SMTP_PASSWORD", "hush-hush")
    monkeypatch.setenv("EXERCISE_RX_SMTP_TOKEN", "hush-hush")
    with Misbehaving(authority.server_context(), implicit=True, offers=offers) as server:
        outcome = transport(server.port, user=USER, auth=auth).deliver(a_mail(), Marks(), Marks())
    assert outcome.kind == "queue stopped"
    assert f"`auth: {auth}`; {told}" in outcome.text
    assert not any(line.startswith(b"AUTH") for line in server.heard)


def test_a_stale_token_is_answered_so_that_the_refusal_arrives(authority, transport, monkeypatch):
    monkeypatch.setenv("EXERCISE_RX_SMTP_TOKEN", "stale")
    with Misbehaving(
        authority.server_context(), implicit=True, offers=(b"AUTH XOAUTH2",)
    ) as server:
        outcome = transport(server.port, user=USER, auth="xoauth2").deliver(
            a_mail(), Marks(), Marks()
        )
    assert (outcome.kind, outcome.code) == ("queue stopped", 535)
    assert b"" in server.heard, "the server's question got no empty answer"
    assert "stale" not in repr(outcome)


PLAIN = {
    ("greeting", b"421 busy"): "put off",
    ("greeting", b"554 no service"): "queue stopped",
    ("greeting", DROP): "put off",
    ("EHLO", DROP): "put off",
    ("MAIL", b"451 later"): "put off",
    ("MAIL", b"530 sign in first"): "queue stopped",
    ("MAIL", b"550 not your address"): "queue stopped",
    ("MAIL", b"552 too big"): "refused",
    ("RCPT", b"450 greylisted"): "put off",
    ("RCPT", b"550 no such user"): "refused",
    ("RCPT", b"421 going down"): "put off",
    ("RCPT", DROP): "put off",
    ("DATA", b"451 not now"): "put off",
    ("DATA", b"554 no"): "refused",
    ("DATA", DROP): "put off",
    ("DATA", b"250 out of turn"): "put off",
    ("body", DROP): None,
    ("dot", b"451 disk full"): "put off",
    ("dot", b"554 spam"): "refused",
    ("dot", b"250 taken"): "accepted",
    ("dot", DROP): "in doubt",
    ("dot", b"gibberish"): "in doubt",
    ("kept", DROP): "in doubt",
    ("QUIT", b"421 rude"): "accepted",
    ("QUIT", DROP): "accepted",
}


@pytest.mark.parametrize(
    ("point", "fault", "kind"),
    [(*case, kind) for case, kind in PLAIN.items()],
    ids=[f"{point}-{'drop' if fault is DROP else fault.decode()}" for point, fault in PLAIN],
)
def test_each_fault_has_its_meaning(authority, transport, point, fault, kind):
    """A fault before the final dot never leaves doubt; silence after it always does."""
    marks = Marks()
    big = a_mail(body=b"x" * 76 * 20_000 + b"\r\n")
    with Misbehaving(authority.server_context(), implicit=True, faults={point: fault}) as server:
        outcome = transport(server.port, tls="implicit").deliver(big, marks, settled := Marks())
    assert settled == [outcome]
    if kind is None:
        # The reset may be seen while writing, or only once the dot is out.
        assert outcome.kind in ("put off", "in doubt")
        assert (outcome.kind == "in doubt") == bool(marks)
        assert not server.kept
        return
    assert outcome.kind == kind
    assert bool(marks) == (point in ("dot", "kept", "QUIT"))
    if outcome.kind in ("put off", "refused", "queue stopped"):
        assert not server.kept


def test_a_server_slow_to_answer_after_the_mail_leaves_doubt(authority, transport):
    """The server keeps the mail; a client that gave up must not think it was not sent."""
    faults = {"kept": lambda: time.sleep(0.6)}
    with Misbehaving(authority.server_context(), implicit=True, faults=faults) as server:
        waits = TimeOuts(connect=5, command=5, reply=0.1)
        outcome = transport(server.port, waits).deliver(a_mail(), Marks(), Marks())
    assert outcome.kind == "in doubt"
    assert len(server.kept) == 1


def test_the_last_answer_gets_the_ten_minutes_of_the_standard():
    assert TimeOuts() == (30, 60, 600)


def test_a_mail_longer_than_the_server_takes_is_refused_before_it_is_sent(authority, transport):
    offers = (b"SIZE 100",)
    with Misbehaving(authority.server_context(), implicit=True, offers=offers) as server:
        outcome = transport(server.port).deliver(a_mail(), Marks(), Marks())
    assert outcome.kind == "refused"
    assert "takes 100" in outcome.text
    assert not any(line.startswith(b"MAIL") for line in server.heard)


def test_nobody_at_the_port_is_tried_again_later(transport):
    outcome = transport(1).deliver(a_mail(), Marks(), Marks())
    assert outcome.kind == "put off"
    assert "127.0.0.1:1" in outcome.text


def test_when_handing_over_is_forbidden_the_server_gets_no_dot(serve, inbox, transport):
    def forbid():
        raise LeaseLost("taken back")

    port = serve("implicit")
    with pytest.raises(LeaseLost):
        transport(port).deliver(a_mail(), forbid, Marks())
    transport(port).deliver(a_mail(2), Marks(), Marks())
    assert [mail[2] for mail in inbox.mails] == [a_mail(2).body]


def test_the_server_is_not_told_the_name_of_this_machine(authority, transport):
    with Misbehaving(authority.server_context(), implicit=True) as server:
        transport(server.port).deliver(a_mail(), Marks(), Marks())
    assert server.heard[0] == b"ehlo clinic.example"


def test_probe_signs_in_and_sends_nothing(serve, inbox, transport, monkeypatch):
    monkeypatch.setenv("EXERCISE_RX_SMTP_PASSWORD", PASSWORD)
    assert transport(serve("implicit", auth=True), user=USER).probe().kind == "accepted"
    assert not inbox.mails


def test_the_librarys_own_default_would_not_have_checked(serve):
    """Why we hand a context over: without one, an unknown authority is taken without a word."""
    port = serve("implicit")
    with smtplib.SMTP_SSL(HOST, port, "here", timeout=5) as server:
        assert server.noop()[0] == 250
