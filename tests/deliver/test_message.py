"""The mail as it travels: complete, the same each time, and silent about who and why."""

import email
import email.policy
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdf
import pytest
from mail_kit import ADDRESS
from mail_program import CLINIC, DATES, PATIENT, a_pdf, a_program

from exercise_rx.deliver.letter import written
from exercise_rx.deliver.passphrase import given_passphrase, make_passphrase, strong_enough
from exercise_rx.deliver.post import first_name, mailed, plan_of, ready_to_send
from exercise_rx.errors import RxError, UsageProblem
from exercise_rx.model.mail import Letter, MailSettings
from exercise_rx.model.wording import Wording

TEMPLATES = Path(__file__).parents[2] / "templates"
SETTINGS = MailSettings.model_validate(
    {"host": "smtp.clinic.example", "from": "rx@clinic.example", "reply_to": "desk@clinic.example"}
)
WORDS = "anchor lantern pebble violin"
SAY = Wording(DATES)


def mail(program=None, pdf=None, clinic=CLINIC, settings=SETTINGS, folders=(TEMPLATES,), **rest):
    usual = {
        "to": ADDRESS, "message_id": "<abc@clinic.example>",
        "now": datetime(2026, 11, 22, 9, tzinfo=UTC), "folders": folders,
    }  # fmt: skip
    return mailed(program or a_program(), pdf or a_pdf(), clinic, settings, **(usual | rest))


def parsed(envelope):
    return email.message_from_bytes(envelope.body, policy=email.policy.default)


def parts(envelope):
    return {part.get_content_type(): part for part in parsed(envelope).walk()}


def test_it_has_text_html_and_the_pdf_and_each_can_be_read():
    found = parts(mail())
    assert "covers 6 weeks" in found["text/plain"].get_content()
    assert "covers 6 weeks" in found["text/html"].get_content()
    pdf = found["application/pdf"]
    assert pdf.get_filename() == "home-program.pdf"
    assert PATIENT in pypdf.PdfReader(BytesIO(pdf.get_content())).pages[0].extract_text()


def test_the_headers_say_what_they_must():
    message = parsed(mail())
    assert message["From"] == "Harbor Physio <rx@clinic.example>"
    assert message["To"] == ADDRESS
    assert message["Reply-To"] == "desk@clinic.example"
    assert message["Subject"] == "Your home exercises"
    assert message["Message-ID"] == "<abc@clinic.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == datetime(2026, 11, 22, 9, tzinfo=UTC)
    assert not {"Cc", "Bcc", "X-Mailer", "User-Agent"} & set(message.keys())


@pytest.mark.parametrize("calendar", [False, True])
def test_outside_the_pdf_nothing_tells_the_diagnosis_or_the_full_name(calendar):
    envelope = mail(passphrase=WORDS, with_calendar=calendar, to="z.r@example.org")
    message = parsed(envelope)
    seen = [f"{k}: {v}" for part in message.walk() for k, v in part.items()]
    seen += [p.get_content() for p in message.walk() if p.get_content_maintype() == "text"]
    everything = "\n".join(map(str, seen)).lower()
    for told in ("tibial", "m76", "tendin", "ankle", "rivera", "heel"):
        assert told not in everything
    assert b"Rivera" not in envelope.body


def test_no_header_carries_even_the_first_name():
    message = parsed(mail(with_calendar=True))
    assert not any("zebulon" in str(v).lower() for part in message.walk() for v in part.values())
    assert "Hello Zebulon," in message.get_body(("plain",)).get_content()


def test_the_same_facts_give_the_same_bytes():
    assert mail(with_calendar=True) == mail(with_calendar=True)


def test_another_document_for_the_same_plan_is_another_mail():
    """Two of one family, with one diagnosis and one address: both get their program."""
    sam, jo = a_program(patient="Sam"), a_program(patient="Jo")
    assert sam.plan_id == jo.plan_id
    assert plan_of(sam) != plan_of(jo)
    assert plan_of(sam) == plan_of(a_program(patient="Sam"))


def test_every_line_ends_as_the_network_wants_and_fits():
    body = mail(with_calendar=True).body
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert max(map(len, body.split(b"\r\n"))) <= 998
    assert body.isascii()


@pytest.mark.parametrize(
    "evil",
    ["Harbor\r\nBcc: all@evil.example", "Harbor\nX: y", "Harbor\x00", "Harbor\u2028Bcc: x@y.zz"],
)
def test_a_header_cannot_be_slipped_in_through_a_fact(evil):
    with pytest.raises(ValueError, match="String should match pattern"):
        Letter(clinic=evil, reply_to="desk@clinic.example", weeks=6)


def test_a_subject_of_two_lines_is_refused(tmp_path):
    folder = tmp_path / "mail" / "en"
    folder.mkdir(parents=True)
    (folder / "subject.txt.j2").write_text("Hello\nBcc: all@evil.example\n")
    with pytest.raises(RxError, match="not one line"):
        mail(folders=(tmp_path, TEMPLATES))


def test_a_name_of_quotes_and_commas_stays_one_sender():
    clinic = CLINIC.but(name='Lee, "Jo" & Sons, evil@x.yz')
    message = parsed(mail(clinic=clinic))
    assert len(message["From"].addresses) == 1
    assert message["From"].addresses[0].addr_spec == "rx@clinic.example"
    assert message["From"].addresses[0].display_name == 'Lee, "Jo" & Sons, evil@x.yz'


def test_letters_of_any_language_survive():
    program = a_program(patient="Żółć Ö")
    message = parsed(mail(program, clinic=CLINIC.but(name="Überland 診療所")))
    assert "Hello Żółć," in message.get_body(("plain",)).get_content()
    assert message["From"].addresses[0].display_name == "Überland 診療所"


def test_a_name_that_is_html_is_shown_and_not_obeyed():
    found = parts(mail(a_program(patient="<script>x</script>")))
    assert "&lt;script&gt;" in found["text/html"].get_content()
    assert "<script>" not in found["text/html"].get_content()
    assert "Hello <script>x</script>," in found["text/plain"].get_content()


class Outside(HTMLParser):
    """Everything a page would load, and every tag left open."""

    def __init__(self):
        super().__init__()
        self.loads, self.open = [], []

    def handle_starttag(self, tag, attrs):
        self.loads += [v for k, v in attrs if k in ("src", "href", "background", "action")]
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_html_loads_nothing_and_is_closed_and_has_its_language():
    html = parts(mail(with_calendar=True, passphrase=WORDS))["text/html"].get_content()
    page = Outside()
    page.feed(html)
    assert page.loads == []
    assert page.open == []
    assert '<html lang="en">' in html


def test_text_and_html_say_the_same():
    found = parts(mail(with_calendar=True, passphrase=WORDS))
    page, said = HTMLParser(), []
    page.handle_data = said.append
    page.feed(found["text/html"].get_content().split("<body", 1)[1].split(">", 1)[1])
    words = " ".join(" ".join(said).split()).replace(" .", ".").replace(" ,", ",")
    text = found["text/plain"].get_content().replace("\r\n- ", " ")
    assert words == " ".join(text.replace("Before you start:", "Before you start").split())


def test_patients_can_read_it():
    text = parts(mail(with_calendar=True, passphrase=WORDS))["text/plain"].get_content()
    sentences = [s for line in text.splitlines() for s in line.split(". ")]
    assert max(len(s.split()) for s in sentences) <= 15


def test_a_template_that_asks_for_a_fact_there_is_not_is_named(tmp_path):
    folder = tmp_path / "mail" / "en"
    folder.mkdir(parents=True)
    (folder / "body.txt.j2").write_text("Hello {{ letter.pateint }}\n")
    with pytest.raises(RxError, match=r"body\.txt\.j2.*pateint") as refusal:
        mail(folders=(tmp_path, TEMPLATES))
    assert "letter.patient" in refusal.value.tip


def test_a_clinics_own_words_extend_ours(tmp_path):
    folder = tmp_path / "mail" / "en"
    folder.mkdir(parents=True)
    (folder / "body.txt.j2").write_text('{% include "shipped:body.txt.j2" %}Parking is free.\n')
    (folder / "subject.txt.j2").write_text("From {{ letter.clinic }}\n")
    message = parsed(mail(folders=(tmp_path, TEMPLATES)))
    text = message.get_body(("plain",)).get_content()
    assert text.startswith("Hello Zebulon,")
    assert text.endswith("delete it.\r\nParking is free.\r\n")
    assert message["Subject"] == "From Harbor Physio"


def test_a_language_without_words_is_said_to_have_none():
    with pytest.raises(RxError, match="'cy'") as refusal:
        mail(a_program(lang="cy"))
    assert "en" in refusal.value.tip


def test_a_clinics_own_language_is_spoken_throughout_dates_too(tmp_path):
    """A mail that is half Spanish and half English would be read by nobody."""
    folder = tmp_path / "mail" / "es"
    folder.mkdir(parents=True)
    for name in ("subject.txt.j2", "body.html.j2", "calendar.txt.j2"):
        (folder / name).write_text("Sus ejercicios\n")
    (folder / "body.txt.j2").write_text("Hasta el {{ letter.review | long_date }}.\n")
    spanish = {"date.long": "{weekday} {day} de {month}", "month.1": "enero", "weekday.1": "lunes"}
    message = parsed(mail(a_program(lang="es", wording=spanish), folders=(tmp_path, TEMPLATES)))
    assert message["Subject"] == "Sus ejercicios"
    assert message.get_body(("plain",)).get_content() == "Hasta el lunes 4 de enero.\r\n"


def test_every_fact_of_the_letter_can_be_left_out():
    bare = Letter(clinic="C", reply_to="desk@clinic.example", weeks=1)
    full = bare.but(phone="555", emergency="112", patient="Sam", review=date(2026, 12, 7))
    assert "covers 1 week.\n" in written(bare, [TEMPLATES], SAY).text
    assert "your local emergency number" in written(bare, [TEMPLATES], SAY).text
    text = written(full, [TEMPLATES], SAY).text
    assert "Monday, December 7, 2026" in text
    assert "call 112" in text
    assert "\n\n\n" not in text


def test_too_long_a_mail_is_refused_with_its_size():
    with pytest.raises(RxError, match=r"2\.\d MB; at most 1 MB"):
        mail(pdf=b"%PDF-1.7 " + b"x" * 1_600_000, settings=SETTINGS.but(largest_mb=1))


def test_what_is_not_a_pdf_is_not_sent_as_one():
    with pytest.raises(RxError, match="not a PDF"):
        mail(pdf=b"<html>")


def test_a_draft_is_not_sent_to_a_patient():
    with pytest.raises(UsageProblem, match="draft") as refusal:
        ready_to_send(a_program(draft=True))
    assert "--clinician" in refusal.value.tip


def test_a_clinic_without_a_name_sends_nothing():
    with pytest.raises(RxError, match="no name"):
        mail(clinic=CLINIC.but(name=None))


@pytest.mark.parametrize("name", ["Harbor\u2028Bcc: e@evil.org", "Harbor\x7f", "Harbor\x0bPhysio"])
def test_a_line_of_the_clinics_that_no_mail_can_carry_is_named(name):
    with pytest.raises(RxError, match="cannot carry what is written for: clinic") as refusal:
        mail(clinic=CLINIC.but(name=name))
    assert "clinic.yaml" in refusal.value.tip


@pytest.mark.parametrize(
    ("given", "greeted"),
    [("Rivera, Sam", "Sam"), ("Sam Rivera", "Sam"), ("Mrs. Jo Park", "Jo"), ("Z.", "Z."), ("", None),
     (None, None), ("Dr", None)],
)  # fmt: skip
def test_the_greeting_is_a_first_name(given, greeted):
    assert first_name(given) == greeted


def locked_pdf(**rest):
    return parts(mail(passphrase=WORDS, **rest))["application/pdf"].get_content()


def test_a_locked_pdf_opens_with_its_passphrase_only():
    pdf = locked_pdf()
    assert pypdf.PdfReader(BytesIO(pdf)).decrypt("another four words") == 0
    reader = pypdf.PdfReader(BytesIO(pdf))
    assert reader.decrypt(WORDS)
    assert PATIENT in reader.pages[0].extract_text()
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(pdf))


def test_the_lock_is_aes_256_of_revision_6_and_screen_readers_may_read():
    with pikepdf.open(BytesIO(locked_pdf()), password=WORDS) as document:
        assert (document.encryption.R, document.encryption.V) == (6, 5)
        assert document.encryption.stream_method.name == "aesv3"
        assert document.allow.accessibility
        assert document.allow.print_highres


def test_the_passphrase_is_nowhere_in_the_mail():
    body = mail(passphrase=WORDS).body
    assert not any(word.encode() in body for word in WORDS.split())


def test_a_made_passphrase_is_four_words_of_many_and_never_the_same():
    made = {make_passphrase() for _ in range(200)}
    assert len(made) == 200
    assert all(len(words.split()) == 4 for words in made)
    assert all(strong_enough(words, "") == words for words in made if len(words) > 15)


def test_the_list_of_words_holds_up():
    words = (TEMPLATES.parent / "exercise_rx/deliver/passphrase_words.txt").read_text().split()
    assert len(words) == len(set(words)) >= 1200
    assert all(word.isascii() and word.islower() and 3 <= len(word) <= 9 for word in words)


@pytest.mark.parametrize("weak", ["", "secret", "19800412", "1980 04 12 1980", "aaaaaaaaaaaaaaaa"])
def test_a_weak_passphrase_is_refused_and_not_repeated(weak, monkeypatch):
    monkeypatch.setenv("EXERCISE_RX_PDF_PASSPHRASE", weak)
    with pytest.raises(UsageProblem, match="too easy") as refusal:
        given_passphrase(None)
    assert not weak or weak not in str(refusal.value)


def test_a_passphrase_comes_from_a_file_or_from_the_environment(tmp_path, monkeypatch):
    monkeypatch.delenv("EXERCISE_RX_PDF_PASSPHRASE", raising=False)
    assert given_passphrase(None) is None
    monkeypatch.setenv("EXERCISE_RX_PDF_PASSPHRASE", WORDS)
    assert given_passphrase(None) == WORDS
    file = tmp_path / "words"
    file.write_text("another set of words\n")
    assert given_passphrase(file) == "another set of words"
    with pytest.raises(UsageProblem, match="cannot be read"):
        given_passphrase(tmp_path / "none")


def test_the_page_for_template_authors_lists_every_fact_and_file():
    page = (TEMPLATES / "mail" / "README.md").read_text()
    listed = {line.split("`")[1] for line in page.splitlines() if line.startswith("| `")}
    facts = {f"letter.{field}" for field in Letter.model_fields}
    files = {file.name for file in (TEMPLATES / "mail" / "en").iterdir()}
    assert listed == facts | files | {"subject"}
