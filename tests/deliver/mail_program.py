"""A small finished program, its PDF and its clinic, made without the catalog."""

from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from exercise_rx.model.clinic import Clinic
from exercise_rx.model.program import Program

DIAGNOSIS = "M76.821 Posterior tibial tendinitis"
PATIENT = "Zebulon Rivera"
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December")  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DATES = {
    "date.long": "{weekday}, {month} {day}, {year}",
    **{f"month.{n}": month for n, month in enumerate(MONTHS, 1)},
    **{f"weekday.{n}": day for n, day in enumerate(DAYS, 1)},
}
CLINIC = Clinic(name="Harbor Physio", phones=("555-010-0199",))


def a_step(number: int, days: tuple[str, str], frequency: dict | None, **changes) -> dict:
    dose = {"shape": "sets", "sets": {"low": 2, "high": 2}, "reps": {"low": 10, "high": 10}}
    item = {
        "exercise": "heel-raise-double",
        "dose": {"options": [{"when": "", "dose": dose | {"frequency": frequency}}]},
        "choices": [{"when": "", "figures": {"short": "2 x 10", "words": "2 sets of 10 times."}}],
        "change": "new",
    }
    usual = {
        "number": number, "phase": "calm", "phase_name": "Calm", "label": "Weeks 1-2",
        "source_weeks": "1-2", "first_week": 1, "last_week": 2, "first_day": days[0],
        "last_day": days[1], "goal": "Move.", "items": [item],
        "back": {"to_step": None, "words": "Do half.", "items": []},
        "minutes_words": "", "summary": "",
    }  # fmt: skip
    return usual | changes


def a_program(**changes) -> Program:
    frequency = {"times": {"low": 3, "high": 3}, "per": "week"}
    usual = {
        "plan_id": "MQJ9DQ", "title": DIAGNOSIS, "patient": PATIENT, "goal": None,
        "clinician": "A. Osei, PT", "draft": False, "lang": "en", "paper": "letter",
        "large_print": False, "start": "2026-11-24", "made_on": "2026-11-22",
        "review_by": "2027-01-04", "side": "right", "side_words": "Right ankle",
        "diagnoses": [], "summary": "", "cards": [], "needs": [],
        "steps": [a_step(1, ("2026-11-24", "2026-12-07"), frequency)], "weeks": 6,
        "pain": dict.fromkeys(("rule", "words", "green", "amber", "red"), "x") | {"limit": 2},
        "stop": [], "emergency": [], "advice": {}, "facts": [], "decisions": [], "sources": [],
        "wording": DATES, "signed": {"tool": "t", "catalog": "c", "codes_release": "r", "content": []},
    }  # fmt: skip
    return Program.model_validate(usual | changes)


def a_pdf(text: str = f"{PATIENT}: {DIAGNOSIS}") -> bytes:
    out = BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.drawString(72, 700, text)
    canvas.save()
    return out.getvalue()
