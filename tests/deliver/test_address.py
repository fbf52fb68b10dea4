"""One right address, or a refusal that says what is wrong with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercise_rx.deliver.address import PROVIDERS, looks_like, masked, one_address, without
from exercise_rx.errors import UsageProblem
from exercise_rx.model.mail import address_fault


@pytest.mark.parametrize(
    "good",
    [
        "pat@example.org",
        "p.o'neil+rehab@mail.example.co.uk",
        "a@b.cd",
        "x_y-z@xn--bcher-kva.example",
    ],
)
def test_a_plain_address_is_taken(good):
    assert one_address(good) == good


def test_the_domain_is_written_small_and_the_name_is_left_alone():
    assert one_address("Pat@Example.ORG") == "Pat@example.org"


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ("pat@example.org\r\nBcc: all@evil.example", "line break"),
        ("pat@example.org\nBcc: x@y.zz", "line break"),
        ("a@b.cd, evil@x.yz", "','"),
        ("a@b.cd;evil@x.yz", "';'"),
        ("Pat <pat@example.org>", "bare address"),
        ("p at@example.org", "' '"),
        ('"pat"@example.org', "bare address"),
        ("p\u0430t@example.org", "not a plain Latin letter"),
        ("pat@ex\u0430mple.org", "not a plain Latin letter"),
        ("pat@example.org\u200b", "not a plain Latin letter"),
        ("pat\x00@example.org", "line break"),
        ("pat@evil.example@example.org", "more than one @"),
        ("pat", "name@domain"),
        ("@example.org", "name@domain"),
        ("pat@", "name@domain"),
        ("pat@localhost", "no such domain"),
        ("pat@-a.org", "no such domain"),
        ("pat@a..org", "no such domain"),
        ("pat@[127.0.0.1]", "bare address"),
        ("pat@127.0.0.1", "ends in a number"),
        (".pat@example.org", "stray dot"),
        ("pat.@example.org", "stray dot"),
        ("p..t@example.org", "stray dot"),
        ("p" * 65 + "@example.org", "too long"),
        ("", "name@domain"),
    ],
)
def test_a_bad_address_is_refused_and_the_fault_is_named(bad, says):
    with pytest.raises(UsageProblem, match="The address") as refusal:
        one_address(bad)
    assert says in str(refusal.value)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pat@gmial.com", "pat@gmail.com"),
        ("pat@gmail.co", "pat@gmail.com"),
        ("pat@gmaill.com", "pat@gmail.com"),
        ("pat@hotmial.com", "pat@hotmail.com"),
        ("pat@outlok.com", "pat@outlook.com"),
        ("pat@gma1l.com", "pat@gmail.com"),
        ("pat@yahooo.com", "pat@yahoo.com"),
    ],
)
def test_a_slip_in_a_usual_domain_is_asked_about(typed, meant):
    with pytest.raises(UsageProblem, match=meant):
        one_address(typed)
    assert one_address(typed, checked=True) == typed


def test_no_usual_domain_is_taken_for_a_slip_of_another():
    assert not [domain for domain in PROVIDERS if looks_like(domain)]


def test_a_mask_tells_first_letters_and_ending_only():
    assert masked("sam.rivera@example.org") == "s***@e***.org"
    assert masked("x@mail.riverafamily.name") == "x***@m***.name"


def test_private_words_are_struck_out_whatever_their_case():
    said = without("550 <Sam@Example.org>\r\nsam\tunknown", "sam@example.org", "sam")
    assert said == "550 <***> *** unknown"


@given(st.text(max_size=40))
def test_what_is_taken_is_one_word_with_one_at_sign(text):
    if address_fault(text) is None:
        assert text.isascii()
        assert text.count("@") == 1
        assert not set(text) & set(' \t\r\n,;:<>()[]"\\\0')


@given(st.text(alphabet="saAmMx <>@\n", max_size=60))
def test_a_struck_word_is_gone(text):
    assert "sam" not in without(text, "Sam").lower()
