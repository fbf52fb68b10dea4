"""Words find diagnoses: lay names, cut words, misspellings, and conditions beside codes."""

import pytest

from exercise_rx.diagnosis.search import Document, search

CONDITIONS = (
    Document("posterior-tibial", "Posterior tibial tendinopathy", ("inner ankle tendon", "PTTD")),
    Document("knee-oa", "Knee osteoarthritis", ("worn knee", "knee wear and tear")),
)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("inner ankle tendon", "M76.82"),
        ("Inside ankle tendonitis", "M76.82"),
        ("posterior tibial", "M76.82"),
        ("post tib tend", "M76.82"),
        ("posteror tibial tendinits", "M76.82"),
        ("tarsal tunnel", "G57.5"),
        ("deltoid sprain", "S93.42"),
        ("heel pain", "M72.2"),
        ("plantar fasciitis", "M72.2"),
        ("plantar fascitis", "M72.2"),
        ("runner's knee", "M22.2X"),
        ("runner\u2019s knee", "M22.2X"),
        ("jumper's knee", "M76.5"),
        ("frozen shoulder", "M75.0"),
        ("tennis elbow", "M77.1"),
        ("golfer's elbow", "M77.0"),
        ("carpal tunnel", "G56.0"),
        ("whiplash", "S13.4"),
        ("flat feet", "M21.4"),
        ("knee replacement", "Z96.65"),
        ("baker's cyst", "M71.2"),
        ("heel spur", "M77.3"),
        ("neck pain", "M54.2"),
        ("acl", "S83.51"),
        ("osgood schlatter", "M92.52"),
        ("bppv", "H81.1"),
    ],
)
def test_words_find_the_code_a_therapist_means(words, code):
    assert search(words, limit=1)[0].code == code


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("knee cap", "M22.4"),
        ("kneecap pain", "M22.2X"),
        ("slipped disc", "M51.26"),
        ("achiles tendon", "M76.6"),
        ("behind the knee", "M71.2"),
        ("ankle sprain", "S93.40"),
        ("broken ankle", "S82.51"),
        ("knee arthritis", "M17.1"),
        ("low back pain", "M54.50"),
        ("sciatica", "M54.3"),
        ("torn cartilage knee", "S83.206"),
    ],
)
def test_the_code_is_among_the_first_ten(words, code):
    assert code in [hit.code for hit in search(words, limit=10)]


def test_a_side_in_the_words_gives_the_code_of_that_side():
    hits = search("bursitis knee right", limit=20)
    assert hits
    assert all("right" in hit.title for hit in hits)
    assert search("tarsal tunnel left", limit=1)[0].code == "G57.52"


def test_without_a_side_one_line_stands_for_all_sides():
    codes = [hit.code for hit in search("posterior tibial tendinitis", limit=10)]
    assert codes == ["M76.82"]


def test_a_covered_condition_comes_before_a_code_it_equals():
    hits = search("inner ankle tendon", documents=CONDITIONS)
    assert [(hit.code, hit.is_document) for hit in hits[:2]] == [
        ("posterior-tibial", True),
        ("M76.82", False),
    ]
    assert search("pttd", documents=CONDITIONS)[0].code == "posterior-tibial"


def test_a_condition_is_found_by_words_spread_over_its_names():
    assert search("worn osteoarthritis", documents=CONDITIONS)[0].code == "knee-oa"


def test_a_code_or_its_beginning_lists_what_stands_there():
    assert [hit.code for hit in search("m76.82")] == ["M76.821", "M76.822", "M76.829"]
    assert [hit.code for hit in search("M76.821")] == ["M76.821"]
    assert len(search("M76", limit=5)) == 5


def test_one_word_too_many_still_finds_the_rest_with_a_lower_score():
    full, more = search("pain knee", limit=1)[0], search("pain knee xyzzy", limit=1)[0]
    assert full.code == more.code == "M25.56"
    assert more.score < full.score


@pytest.mark.parametrize("words", ["", "  ", "xyzzy", "the", "!!!", "\u00e4\u00f6", "a" * 500])
def test_words_that_mean_nothing_find_nothing(words):
    assert search(words) == []


def test_finds_are_the_same_every_time_and_best_first():
    once = search("ankle", limit=50)
    assert once == search("ankle", limit=50)
    assert [hit.score for hit in once] == sorted((hit.score for hit in once), reverse=True)
    assert all(0 < hit.score <= 1 for hit in once)
