"""Where the therapist says how often, the log says so: a box under each day alone would ask for every day."""

from datetime import date

from exercise_rx import pipeline
from exercise_rx.catalog.load import load, read_clinic
from exercise_rx.model.request import Request
from exercise_rx.model.wording import Wording
from exercise_rx.render.boxes import days_of, is_open, often_words


def test_an_open_frequency_is_named_in_the_log() -> None:
    day = date(2026, 1, 5)
    request = Request(codes=pipeline.read_codes(("M54.50",)), start=day, today=day)
    program = pipeline.generate(request, load(), read_clinic(None))
    say = Wording(program.wording, program.lang)
    items = [item for step in program.steps for item in step.items]
    open_ = [item for item in items if is_open(item)]
    assert open_
    assert len(open_) < len(items)
    for item in items:
        assert (often_words(item, say) == "on set days") == is_open(item)
        assert not (is_open(item) and days_of(item))
