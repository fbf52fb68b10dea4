"""No mail without the patient's word, written down without the patient's name."""

from datetime import UTC, datetime

import pytest

from exercise_rx.deliver.consent import CHOSE_LOCKED, CHOSE_PLAIN, WARNING, record_consent
from exercise_rx.errors import UsageProblem

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def record(statement, **rest):
    usual = {"encrypted": False, "recorded_by": "J. Lee", "recorded_at": NOW}
    return record_consent(statement, **(usual | rest))


@pytest.mark.parametrize("nothing", [None, "", "   "])
def test_without_consent_the_refusal_says_what_to_read_out_and_what_to_type(nothing):
    with pytest.raises(UsageProblem) as refusal:
        record(nothing)
    said = str(refusal.value)
    assert refusal.value.exit_code == 2
    assert WARNING in said
    assert f'--consent "{CHOSE_PLAIN}"' in said
    assert f'--encrypt --consent "{CHOSE_LOCKED}"' in said


def test_the_sentences_to_type_are_taken():
    assert record(CHOSE_PLAIN).way == "plain"
    consent = record(CHOSE_LOCKED, encrypted=True)
    assert consent == ("locked", CHOSE_LOCKED, "J. Lee", NOW, 1)


@pytest.mark.parametrize("short", ["yes", "ok fine", "x" * 301])
def test_a_word_is_not_a_record(short):
    with pytest.raises(UsageProblem, match="does not say what"):
        record(short)


@pytest.mark.parametrize(
    "naming",
    [
        "Sam chose plain e-mail",
        "Mrs RIVERA, she chose it",
        "sam@example.org was confirmed by phone",
    ],
)
def test_a_record_that_names_the_patient_is_refused(naming):
    with pytest.raises(UsageProblem, match="names the patient") as refusal:
        record(naming, private=("Sam Rivera", "sam@example.org"))
    assert "Sam" not in str(refusal.value)


def test_a_name_inside_another_word_names_nobody():
    assert record("The same as last time", private=("Sam", None)).way == "plain"


def test_somebody_must_have_written_it_down():
    with pytest.raises(UsageProblem, match="--by"):
        record(CHOSE_PLAIN, recorded_by=" ")
