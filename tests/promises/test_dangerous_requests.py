"""Requests that would hurt somebody if they were simply answered. None of them may give a harmful page."""

from datetime import date, timedelta

import pytest
from promises.wishes import broken_promises

from exercise_rx import pipeline
from exercise_rx.catalog.load import load, read_clinic
from exercise_rx.errors import Questions, Refused, RxError, UsageProblem
from exercise_rx.model.notation import parse_prescribed
from exercise_rx.model.request import DoseOrder, Request, Swap
from exercise_rx.plan.screen import Ban, Screen

TODAY = date(2026, 1, 20)
CLEARED = {"cleared-by": "Dr A. Gray, surgeon", "cleared-on": "2026-01-20"}
NO_BREAK = {"unable-4-steps": "no", "bone-tenderness": "no"}
INJURY = {"operation": "none", "rupture-excluded": "yes"}


def ask(*codes, history=(), **options):
    """A program for codes as typed, with every exercise and every week on paper."""
    facts = options.pop("facts", {})
    request = Request(
        **{
            "codes": pipeline.read_codes(codes),
            "history": pipeline.read_codes(history),
            "start": TODAY,
            "today": TODAY,
            "facts": facts,
            "weeks": "all",
            "max_exercises": None,
            "reason": "everything must show",
            **options,
        }
    )
    program = pipeline.generate(request, load(), read_clinic(None))
    assert broken_promises(program, request) == []
    return program


def loads(program):
    """Every load tag that any exercise on the paper brings, neighbors and the way back included."""
    names = {i.exercise for s in program.steps for i in (*s.items, *s.back.items)}
    names |= {n.id for card in program.cards for n in (card.easier, card.harder) if n}
    return {tag for name in names for tag in load().exercises[name].loads}


@pytest.mark.parametrize(
    "code", ["S86.011D", "S86.111D", "S76.111D", "S76.311D", "S83.511D", "S46.011D", "S93.421D"]
)
def test_an_injury_never_prints_before_rupture_and_operation_were_asked(code):
    with pytest.raises(UsageProblem) as caught:
        ask(code)
    asked = {q.fact for q in getattr(caught.value, "questions", ())}
    assert not asked or {"operation", "rupture-excluded"} & asked


@pytest.mark.parametrize("code", ["S86.011D", "S76.111D", "S76.311D", "S93.421D", "S83.411D"])
def test_a_rupture_that_is_not_excluded_never_prints_strength(code):
    try:
        program = ask(code, facts={"grade": "1", "operation": "none", "rupture-excluded": "no"})
    except (Refused, Questions):
        return
    assert program.kind == "protected"


@pytest.mark.parametrize(
    "code", ["M17.11", "M25.561", "M25.571", "M19.071", "M10.071", "M54.50", "M76.821"]
)
def test_a_hot_joint_without_fever_is_refused(code):
    with pytest.raises(Refused):
        ask(code, facts={"hot-joint": "yes"})


@pytest.mark.parametrize(
    "pair",
    [("M17.11", "I82.431"), ("M54.50", "G83.4"), ("M76.821", "M00.9"), ("M25.571", "C79.51")],
)
def test_a_refused_second_code_stops_the_whole_plan(pair):
    with pytest.raises(Refused):
        ask(*pair)
    with pytest.raises(Refused):
        ask(*reversed(pair))


def test_an_unknown_second_code_stops_the_whole_plan():
    with pytest.raises(UsageProblem):
        ask("M17.11", "H52.4", side="right")


@pytest.mark.parametrize(
    "site",
    [
        "navicular",
        "medial-malleolus",
        "tibia-front",
        "talus",
        "sesamoid",
        "second-metatarsal-base",
        "fifth-metatarsal-base",
        "femoral-neck",
        "unknown",
    ],
)
def test_a_stress_fracture_at_a_high_risk_site_is_refused(site):
    with pytest.raises(Refused):
        ask("M84.374D", facts={"site": site})


def test_a_stress_fracture_asks_its_site_first():
    with pytest.raises((Questions, Refused)):
        ask("M84.361D")


@pytest.mark.parametrize("code", ["S82.51XA", "S82.52XB", "S82.841A", "M84.361A"])
def test_a_fresh_fracture_never_prints(code):
    with pytest.raises((Refused, Questions)) as caught:
        ask(code)
    if code.startswith("S82"):
        assert caught.type is Refused


def test_an_old_hip_with_a_posterior_approach_and_a_back_code():
    program = ask(
        "M54.50",
        history=("Z96.641",),
        facts={"approach": "posterior", "easing-direction": "flexion"},
    )
    assert not {
        "hip-flexion-past-90",
        "hip-crossing-midline",
        "hip-internal-rotation",
        "slump",
    } & loads(program)


def test_an_old_hip_asks_its_approach():
    with pytest.raises(Questions) as caught:
        ask("M54.50", history=("Z96.641",))
    assert "approach" in {q.fact for q in caught.value.questions}


def cuff(days, **options):
    facts = {
        "operation": "cuff-repair",
        "joint": "shoulder",
        "tear-size": "small",
        "brace": "sling",
        "surgeon-phone": "555-0100",
        "wound-ok": "yes",
        "subscapularis-repair": "no",
        "range-limit": "none",
        "surgery-date": (TODAY - timedelta(days=days)).isoformat(),
        **CLEARED,
    }
    for _ in range(3):
        try:
            return ask("Z47.89", "M75.121", facts=facts, **options)
        except Questions as asked:
            facts |= {q.fact: "none" for q in asked.questions}
    raise AssertionError("the cuff repair asks without end")


@pytest.mark.parametrize("days", [3, 13, 20, 41])
def test_a_repaired_cuff_is_never_moved_by_its_own_muscles_too_early(days):
    program = cuff(days)
    for step in program.steps:
        gone = (step.first_day - (TODAY - timedelta(days=days))).days
        tags = {
            t for i in (*step.items, *step.back.items) for t in load().exercises[i.exercise].loads
        }
        if gone < 42:
            assert (
                not {"shoulder-active", "shoulder-resisted", "shoulder-isometric", "behind-back"}
                & tags
            )
        if gone < 84:
            assert "shoulder-resisted" not in tags
        if gone < 14:
            assert "shoulder-passive" not in tags


@pytest.mark.parametrize(
    "order",
    [
        {"add": ("row-band",)},
        {"add": ("shoulder-press",)},
        {"swap": (Swap(old="finger-range", new="shoulder-er-band"),)},
    ],
)
def test_no_order_brings_a_pull_to_a_fresh_repair(order):
    try:
        program = cuff(3, **order)
    except RxError:
        return
    first = {t for i in program.steps[0].items for t in load().exercises[i.exercise].loads}
    assert not {"shoulder-resisted", "shoulder-active"} & first


def test_a_surgeons_later_date_wins_over_the_weeks():
    program = cuff(90, not_before={"shoulder-resisted": TODAY + timedelta(days=60)})
    for step in program.steps:
        tags = {t for i in step.items for t in load().exercises[i.exercise].loads}
        if step.first_day < TODAY + timedelta(days=60):
            assert not {"shoulder-resisted", "shoulder-isometric"} & tags


def test_a_surgeons_date_for_pushing_holds_still_pushes_but_the_protocols_weeks_do_not():
    """`Do not push or pull with that arm` and a press into the wall may not stand on one page."""
    for step in cuff(80).steps:
        gone = (step.first_day - (TODAY - timedelta(days=80))).days
        names = {i.exercise for i in step.items}
        assert ("shoulder-er-isometric" in names) == (84 <= gone < 140)
    still = load().exercises["shoulder-er-isometric"]
    for tag in ("shoulder-resisted", "shoulder-active", "shoulder-isometric"):
        held = cuff(80, not_before={tag: TODAY + timedelta(days=40)})
        early = [s for s in held.steps if s.first_day < TODAY + timedelta(days=40)]
        assert early
        assert not any(i.exercise == still.id for s in early for i in (*s.items, *s.back.items))


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("shoulder-ir-isometric", "shoulder-resisted"),
        ("shoulder-er-band", "shoulder-passive"),
        ("quad-isometric-seated", "quad-strong"),
        ("quad-isometric-seated", "open-chain-extension"),
    ],
)
def test_a_limit_holds_the_still_push_of_its_family(name, tag):
    exercise, later = load().exercises[name], TODAY + timedelta(days=9)
    limit = Screen(bans=(), home=None, without=frozenset(), not_before={tag: later}, sport=False)
    assert "surgeon" in (limit.why_not(exercise, TODAY) or "")
    assert limit.why_not(exercise, later) is None
    banned = limit.but(not_before={}, bans=(Ban(tag, "closed"),))
    assert banned.why_not(exercise, TODAY) == f"closed ({tag})"


def test_nobody_is_asked_to_try_at_home_whether_the_repaired_arm_lifts():
    """The page says not to lift it by its own strength until told: only the therapist may test that."""
    program = cuff(43)
    asked = [c for step in program.steps for c in step.ready]
    assert any("by its own strength" in c.asks for c in asked if c.clinician_only)
    mine = " ".join(c.asks for c in asked if not c.clinician_only)
    assert "lift your arm" not in mine
    assert "overhead" not in mine
    said = " ".join((*program.advice.do_not, *(line for s in program.steps for line in s.advice)))
    assert "by itself" not in said


def test_a_surgeons_date_for_heavy_work_holds_a_repetition_maximum():
    later = TODAY + timedelta(days=21)
    limit = Screen((), None, frozenset(), {"heavy": later}, sport=False)
    heavy = parse_prescribed("4 x 8 RM")
    assert "surgeon" in (limit.too_heavy(heavy, TODAY) or "")
    assert limit.too_heavy(heavy, later) is None
    assert limit.too_heavy(parse_prescribed("4 x 8"), TODAY) is None


def test_a_child_gets_no_heavy_work():
    told = {"age": "13", "guardian": "Mrs Cole, mother", "child-limp": "no"}
    program = ask("M76.51", facts=told)
    with pytest.raises(UsageProblem, match="no repetition maximum"):
        ask("M76.51", facts=told, protocol="patellar-heavy-slow")
    assert "heavy" not in loads(program)
    assert not any(o.dose.rep_max for s in program.steps for i in s.items for o in i.dose.options)


def test_sport_does_not_lift_the_ban_of_an_artificial_knee():
    program = ask("M76.61", history=("Z96.651",), facts={"sport": "yes", "site": "midportion"})
    assert not {"impact", "running", "kneeling"} & loads(program)


def test_insertional_achilles_never_drops_below_the_floor():
    program = ask("M76.61", facts={"site": "insertional", "sport": "yes"})
    assert not {"below-level", "calf-stretch", "end-range-dorsiflexion"} & loads(program)
    for name in ("achilles-eccentric", "calf-loading-four-phases", "achilles-heavy-slow"):
        try:
            other = ask("M76.61", facts={"site": "insertional"}, protocol=name)
        except RxError:
            continue
        assert not {"below-level", "calf-stretch"} & loads(other)


def test_osteoporosis_keeps_the_spine_from_loaded_bending():
    program = ask("M54.50", history=("M81.0",), facts={"easing-direction": "flexion"})
    assert not {"loaded-spine-flexion", "end-range-spine-flexion", "impact"} & loads(program)


def test_non_weight_bearing_orders_keep_the_patient_off_the_leg():
    facts = {
        "weight-bearing": "none",
        "range-limit": "none",
        "brace": "boot",
        "fracture-union": "no",
        **CLEARED,
    }
    for _ in range(3):
        try:
            program = ask("S82.51XD", facts=facts)
            break
        except Questions as asked:
            facts |= {
                q.fact: {"date": "2026-01-01", "yes-no": "no"}.get(
                    load().facts[q.fact].kind, "none"
                )
                for q in asked.questions
            }
        except Refused:
            return
    assert not {"weight-bearing", "single-leg-load", "impact"} & loads(program)


def test_opposite_sides_and_a_side_against_the_code_stop():
    with pytest.raises(UsageProblem, match=r"S83\.411D means the right"):
        ask("S83.411D", "S83.422D")
    with pytest.raises(UsageProblem, match="--side left is against"):
        ask("M17.11", side="left")


def test_both_legs_with_sciatica_is_refused():
    with pytest.raises(Refused):
        ask("M54.30", side="both")


def test_a_recent_heart_attack_needs_a_cardiologist_at_any_interval():
    with pytest.raises(Questions) as caught:
        ask("M17.11", history=("I21.9",))
    assert {"cleared-by", "cleared-on"} <= {q.fact for q in caught.value.questions}


def test_pregnancy_filters_the_exercises():
    program = ask("M54.50", facts={"pregnant": "third", "easing-direction": "none"})
    assert not {"prone", "lying-back-flat"} & loads(program)


@pytest.mark.parametrize("code", ["G83.4", "M86.171", "I82.431", "C79.51", "I71.30"])
def test_a_refused_problem_does_not_pass_as_history(code):
    with pytest.raises(Refused):
        ask("M54.50", history=(code,))


@pytest.mark.parametrize("code", ["S32.010A", "S72.001A", "S86.021A", "S82.61XK"])
def test_an_injury_under_treatment_does_not_pass_as_history(code):
    with pytest.raises((UsageProblem, Refused)):
        ask("M16.11", history=(code,))


@pytest.mark.parametrize(
    "told",
    [
        {"grade": "3"},
        {"rupture-excluded": "no"},
        {"fracture-union": "no"},
        {"range-limit": "no bend past 30"},
        {"operation": "achilles-repair", "surgery-date": "2026-01-18"},
    ],
)
def test_what_the_pt_states_is_used_or_refused(told):
    with pytest.raises((UsageProblem, Refused)):
        ask("M76.61", facts=told)


@pytest.mark.parametrize(
    "name", ["heel-raise-single", "run-walk", "calf-stretch-straight", "squat-full"]
)
def test_nothing_is_added_to_a_fresh_repair(name):
    facts = {
        "grade": "3",
        "operation": "repair",
        "rupture-excluded": "yes",
        "push-off-possible": "yes",
        "injury-date": "2026-01-18",
        "surgery-date": "2026-01-19",
        "weight-bearing": "as-tolerated",
        "range-limit": "none",
        "cleared-by": "Dr Gray",
        "cleared-on": "2026-01-20",
    }
    with pytest.raises((UsageProblem, Refused)):
        ask("S86.011D", facts=facts, add=(name,))


def ago(days):
    return (TODAY - timedelta(days=days)).isoformat()


def on(program, day):
    """Every load tag of the exercises that are done on `day`."""
    step = next(s for s in reversed(program.steps) if s.first_day <= day)
    return {t for i in step.items for t in load().exercises[i.exercise].loads}


FRACTURE = {
    "weight-bearing": "full",
    "range-limit": "none",
    "operation": "none",
    "fracture-union": "yes",
    **CLEARED,
}
STRESS = {"site": "tibia-inner", "weight-bearing": "full", "fracture-union": "yes", **CLEARED}


@pytest.mark.parametrize("days", [1, 13, 30, 41, 55])
@pytest.mark.parametrize(
    ("code", "facts", "floors"),
    [
        (
            "S82.61XD",
            FRACTURE,
            {"ankle-rotation": 6, "plantarflexion-resisted": 8, "weight-bearing": 8},
        ),
        ("M84.361D", STRESS, {"weight-bearing": 8, "single-leg-load": 8}),
    ],
)
def test_no_clearance_skips_the_weeks_that_a_bone_needs(code, facts, floors, days):
    program = ask(code, facts={**facts, "injury-date": ago(days)})
    for step in program.steps:
        healed = (step.first_day - TODAY).days + days
        tags = {t for i in step.items for t in load().exercises[i.exercise].loads}
        early = {tag for tag, weeks in floors.items() if healed < 7 * weeks}
        assert not early & tags, step.label


def test_a_plan_from_an_injury_goes_on_when_its_weeks_have_passed():
    program = ask("S82.61XD", facts={**FRACTURE, "injury-date": ago(30)})
    assert [s.phase for s in program.steps] == ["protect", "range", "strength", "return"]
    assert program.steps[1].first_day - TODAY == timedelta(weeks=2)
    later = ask("S82.61XD", facts={**FRACTURE, "injury-date": ago(200)})
    assert later.steps[0].phase == "range"


def test_an_operation_sets_a_broken_ankle_back_to_its_first_day():
    told = {**FRACTURE, "operation": "fracture-fixation", "injury-date": ago(90)}
    with pytest.raises(Questions) as caught:
        ask("S82.61XD", facts=told)
    assert "surgery-date" in {q.fact for q in caught.value.questions}
    program = ask("S82.61XD", facts={**told, "surgery-date": ago(5)})
    assert program.steps[0].phase == "protect"
    assert not {"ankle-rotation", "weight-bearing"} & on(program, TODAY + timedelta(weeks=4))


@pytest.mark.parametrize("code", ["S82.61XD", "M84.361D"])
def test_a_healing_bone_asks_for_its_union_and_its_day(code):
    with pytest.raises(Questions) as caught:
        ask(code, facts={"site": "tibia-inner"} | CLEARED if code[0] == "M" else {})
    assert {"fracture-union", "injury-date"} <= {q.fact for q in caught.value.questions}


REPLACED = {
    "wound-ok": "yes",
    "weight-bearing": "full",
    "range-limit": "none",
    "surgeon-phone": "555-0100",
    **CLEARED,
}


@pytest.mark.parametrize("second", ["M76.61", "M76.51", "M54.50", "M25.371", "R29.6", "M17.11"])
@pytest.mark.parametrize(
    ("joint", "facts"),
    [("Z96.641", {"approach": "anterior"}), ("Z96.641", {"approach": "released"}), ("Z96.651", {})],
)
def test_nothing_beside_a_new_joint_loads_one_leg_for_six_weeks(joint, facts, second):
    told = {**REPLACED, **facts, "surgery-date": ago(2)}
    if second == "M76.61":
        told["site"] = "midportion"
    for _ in range(3):
        try:
            program = ask("Z47.1", joint, second, facts=told)
            break
        except Questions as asked:
            told |= {q.fact: "no" for q in asked.questions}
    hard = {"unstable-surface", "eyes-closed", "balance-reach", "trunk-strong"}
    own = {i.exercise for s in alone(joint, facts).steps for i in s.items}
    for step in program.steps:
        if (step.first_day - TODAY).days + 2 < 42:
            brought = {i.exercise for i in step.items} - own
            tags = {t for name in brought for t in load().exercises[name].loads}
            assert not ({"single-leg-load"} | hard) & tags, step.label


def alone(joint, facts):
    return ask("Z47.1", joint, facts={**REPLACED, **facts, "surgery-date": ago(2)})


ACHILLES = {
    "operation": "none",
    "rupture-excluded": "yes",
    "push-off-possible": "yes",
    "weight-bearing": "full",
    "brace": "boot",
    **CLEARED,
}


@pytest.mark.parametrize("grade", ["1", "2"])
@pytest.mark.parametrize("days", [1, 20, 70, 150])
def test_a_partly_torn_achilles_is_no_calf_strain(grade, days):
    program = ask("S86.011D", facts={**ACHILLES, "grade": grade, "injury-date": ago(days)})
    closed = {"calf-stretch", "below-level", "end-range-dorsiflexion", "impact", "running"}
    assert not closed & loads(program)
    for step in program.steps:
        healed = (step.first_day - TODAY).days + days
        tags = {t for i in step.items for t in load().exercises[i.exercise].loads}
        assert healed >= 56 or "plantarflexion-resisted" not in tags
        assert healed >= 112 or "single-leg-load" not in tags
        calf = [i for i in step.items if i.exercise.startswith(("heel-raise", "ankle-plantar"))]
        assert not any(i.dose.dose.sets or i.dose.dose.reps or i.dose.dose.hold for i in calf)
    assert program.steps[0].phase == ("protect" if days < 56 else "light")


def test_a_partly_torn_achilles_asks_when_and_how_much_weight():
    with pytest.raises(Questions) as caught:
        ask("S86.012D")
    asked = {q.fact for q in caught.value.questions}
    assert {"injury-date", "weight-bearing", "brace", "rupture-excluded", "cleared-by"} <= asked


@pytest.mark.parametrize("code", ["Z47.1", "Z47.89", "Z48.89"])
def test_care_after_an_operation_does_not_pass_as_history(code):
    with pytest.raises(UsageProblem, match="care after an operation, not history"):
        ask("M17.11", history=(code,))


def test_a_second_code_does_not_bring_what_the_new_hip_has_for_later():
    told = {**REPLACED, "approach": "released", "surgery-date": ago(3)}
    program = ask("Z47.1", "Z96.641", "M76.31", facts=told)
    first = {i.exercise for i in program.steps[0].items}
    assert "bridge-double" not in first
    assert "bridge-double" in {i.exercise for i in program.steps[1].items}


KNEE = {
    **REPLACED,
    "operation": "acl-reconstruction",
    "graft": "patellar",
    "brace": "hinged",
}


def test_a_stitched_meniscus_beside_a_new_ligament_waits_with_squats():
    for code in (("Z47.89", "S83.511D"), ("S83.511D",)):
        told = {**KNEE, "meniscus-repair": "yes", "surgery-date": ago(3)}
        if len(code) == 1:
            told["injury-date"] = ago(30)
        program = ask(*code, facts=told)
        assert not {"loaded-knee-bend", "single-leg-load"} & on(program, TODAY + timedelta(weeks=5))
        assert "loaded-knee-bend" in on(program, TODAY + timedelta(weeks=9))


@pytest.mark.parametrize(
    ("code", "facts", "protocol"),
    [
        ("S83.511D", {**KNEE, "meniscus-repair": "no", "surgery-date": ago(3)}, "acl-prehab"),
        ("S76.311D", {"grade": "2"}, "hamstring-strain-grade-1"),
        ("S93.401D", {"grade": "3", "weight-bearing": "full"}, "ankle-sprain-timeline-mild"),
        ("S93.401D", {"grade": "1"}, "ankle-balance-home"),
        ("S93.421D", {"grade": "2"}, "deltoid-sprain"),
        ("M76.821", {"stage": "4", "imaging-done": "yes"}, "pttd-orthosis-eccentric"),
    ],
)
def test_no_protocol_asked_for_belongs_to_other_facts(code, facts, protocol):
    told = {"operation": "none", "injury-date": ago(10), **INJURY, **CLEARED, "brace": "boot"}
    told |= {"weight-bearing": "full"} | (NO_BREAK if code.startswith(("S83", "S93")) else {})
    told |= facts
    if code.startswith("M"):
        told = {**CLEARED, "brace": "boot", **facts}
    with pytest.raises(UsageProblem, match="is not offered for"):
        ask(code, facts=told, protocol=protocol)


@pytest.mark.parametrize(
    ("codes", "facts"),
    [
        (("S82.61XD", "S82.51XA"), {**FRACTURE, "injury-date": "2025-10-01"}),
        (("M84.361D", "M84.374A"), {**STRESS, "injury-date": "2025-10-01"}),
    ],
)
def test_a_fresh_fracture_does_not_hide_behind_an_older_one_of_its_kind(codes, facts):
    for order in (codes, codes[::-1]):
        with pytest.raises(Refused, match="still under first treatment"):
            ask(*order, facts=facts)


def test_two_codes_that_one_protocol_answers_are_one_problem():
    program = ask("M17.11", "M17.31")
    assert [d.protocol for d in program.diagnoses] == ["knee-oa-strength"] * 2
    assert program.steps == ask("M17.11").steps


@pytest.mark.parametrize("code", ["M25.561", "M76.51", "M79.661", "M16.11", "R26.2"])
def test_a_child_is_asked_for_a_limp(code):
    with pytest.raises(Questions) as caught:
        ask(code, side="right", facts={"age": "8"})
    assert {"child-limp", "guardian"} <= {q.fact for q in caught.value.questions}


def test_a_childs_back_is_asked_for_its_bone_and_its_cause():
    with pytest.raises(Questions) as caught:
        ask("M54.50", facts={"age": "15"})
    assert {"cancer-signs", "stress-reaction"} <= {q.fact for q in caught.value.questions}
    told = {"age": "15", "guardian": "Mrs Cole, mother", "child-limp": "no", "cancer-signs": "no"}
    with pytest.raises(Questions) as caught:
        ask("M54.50", facts={**told, "stress-reaction": "yes"})
    assert "cleared-by" in {q.fact for q in caught.value.questions}


@pytest.mark.parametrize("code", ["C50.911", "Z85.3", "C61", "D48.0"])
def test_spine_pain_after_cancer_is_cleared_first(code):
    with pytest.raises(Questions) as caught:
        ask("M54.50", history=(code,))
    assert {"cancer-in-bone", "cleared-by"} <= {q.fact for q in caught.value.questions}
    with pytest.raises(Questions) as caught:
        ask("M17.11", history=(code,))
    assert {q.fact for q in caught.value.questions} == {"cancer-in-bone"}


@pytest.mark.parametrize(
    ("code", "site"),
    [
        ("M84.361D", "patella"),
        ("M84.361D", "tibia-plateau"),
        ("M84.361D", "spine"),
        ("M84.361D", "calcaneus"),
        ("M84.371D", "tibia-inner"),
        ("M84.374D", "fibula"),
    ],
)
def test_a_stress_fracture_at_a_site_that_is_not_named_as_low_risk_is_refused(code, site):
    with pytest.raises(Refused):
        ask(code, facts={"site": site})


@pytest.mark.parametrize("facts", [{"osteoporosis": "severe", **CLEARED}, {}])
def test_a_bone_that_broke_once_does_no_hard_balance(facts):
    program = ask("M25.371", history=() if facts else ("Z87.310",), facts=facts)
    hard = {"eyes-closed", "unstable-surface", "balance-reach", "backward-walking"}
    assert not hard & loads(program)


def test_falls_keep_the_foot_off_a_slider():
    program = ask("M16.11", facts={"age": "95", "falls": "yes"})
    assert "skating-slide" not in {i.exercise for s in program.steps for i in s.items}


@pytest.mark.parametrize("code", ["S93.401D", "S93.421D", "S93.611D", "S93.431D"])
@pytest.mark.parametrize("operation", ["achilles-repair", "fracture-fixation", "other"])
def test_a_sprain_after_an_operation_that_no_plan_knows_is_protected(code, operation):
    told = {"operation": operation, "surgery-date": ago(5), "injury-date": ago(60), "grade": "1"}
    told |= {"rupture-excluded": "yes", "ligament": "spring"} if code != "S93.431D" else {}
    if code == "S93.431D":
        told.pop("grade")
    if code != "S93.611D":
        told.pop("ligament", None)
    program = ask(code, facts={**told, "weight-bearing": "full", "range-limit": "none", **CLEARED})
    assert program.kind == "protected"
    assert not {"weight-bearing", "ankle-rotation"} & loads(program)


def test_a_repaired_ankle_ligament_counts_from_the_operation():
    told = {"operation": "ligament-repair", "surgery-date": ago(5), "injury-date": ago(90)}
    told |= {"grade": "3", "weight-bearing": "full", "range-limit": "none", "brace": "boot"}
    program = ask("S93.401D", facts={**told, **CLEARED})
    assert not {"eversion-resisted", "single-leg-load"} & on(program, TODAY + timedelta(weeks=5))


@pytest.mark.parametrize("code", ["S83.411D", "S83.421D"])
def test_a_knee_ligament_that_may_be_torn_gets_the_slowest_plan(code):
    told = {"operation": "none", "grade": "1", "rupture-excluded": "no", "injury-date": ago(3)}
    told |= {"imaging-result": "none yet", "imaging-done": "yes", "brace": "hinged"}
    told |= {"range-limit": "0-60", "weight-bearing": "full"}
    told.pop("imaging-done" if code == "S83.411D" else "imaging-result")
    program = ask(code, facts={**told, **CLEARED, **NO_BREAK})
    assert program.diagnoses[0].protocol.endswith("grade-3")


@pytest.mark.parametrize("site", ["calcaneus", "sesamoid", "tibia-inner"])
def test_only_a_midportion_achilles_goes_below_the_floor(site):
    for name in load().conditions["achilles-tendinopathy"].offers:
        program = ask("M76.61", facts={"site": site, "sport": "yes"}, protocol=name)
        assert not {"below-level", "calf-stretch"} & loads(program)


def order(exercise, dose, weeks=None):
    return DoseOrder(exercise=exercise, dose=parse_prescribed(dose), weeks=weeks)


@pytest.mark.parametrize("dose", ["4 x 6RM, 3/wk", "3 x 10, 3/wk, load 80 % of the most"])
def test_no_dose_makes_an_early_exercise_heavy(dose):
    told = {**REPLACED, "surgery-date": ago(15)}
    with pytest.raises(
        UsageProblem, match=r"is heavy work, which is closed: (not before|Artificial knee)"
    ):
        ask("Z47.1", "Z96.651", facts=told, doses=(order("squat-mini", dose),))
    child = {"age": "12", "guardian": "Mrs Cole, mother", "child-limp": "no"}
    with pytest.raises(UsageProblem, match="is heavy work, which is closed: Under 18"):
        ask("M17.11", facts=child, doses=(order("sit-to-stand", dose),))


@pytest.mark.parametrize("dose", ["10 x 100", "3 x 10, 14/d"])
def test_a_dose_many_times_the_usual_needs_a_reason(dose):
    with pytest.raises(UsageProblem, match="more than 3 times the usual work"):
        ask("M17.11", doses=(order("sit-to-stand", dose),), reason=None, max_exercises=4)
    assert ask("M17.11", doses=(order("sit-to-stand", dose),)).steps


def test_a_dose_left_blank_is_filled_in_every_week():
    told = {**ACHILLES, "grade": "1", "injury-date": ago(70)}
    program = ask("S86.011D", facts=told, doses=(order("heel-raise-double", "2 x 8, 3/wk"),))
    found = [i.dose for s in program.steps for i in s.items if i.exercise == "heel-raise-double"]
    assert {dose.dose.sets.low for dose in found} == {2}


@pytest.mark.parametrize(
    ("code", "name", "week"),
    [("S86.111D", "heel-raise-single", 6), ("S86.111D", "balance-single", 6)],
)
def test_what_is_added_after_an_injury_waits_for_such_a_load(code, name, week):
    told = {"grade": "2", "push-off-possible": "yes", "injury-date": ago(3)}
    program = ask(code, facts={**INJURY, **CLEARED, **told}, add=(name,))
    for step in program.steps:
        if (step.first_day - TODAY).days + 3 < 7 * 4:
            assert name not in {i.exercise for i in step.items}
    assert name in {i.exercise for s in program.steps for i in s.items}


def test_what_a_plan_after_an_injury_never_loads_is_not_added():
    told = {"grade": "2", "injury-date": ago(3), "weight-bearing": "full", **NO_BREAK}
    with pytest.raises(UsageProblem, match="does not come to such a load"):
        ask("S93.401D", facts={**INJURY, **told}, add=("balance-single-eyes-closed",))
    swap = (Swap(old="ankle-pump", new="heel-raise-single"),)
    with pytest.raises(UsageProblem):
        ask("S93.401D", facts={**INJURY, **told}, swap=swap, weeks=1)


def test_a_hip_approach_without_a_new_hip_is_told():
    with pytest.raises(UsageProblem, match="No rule for this diagnosis uses approach=posterior"):
        ask("M16.11", facts={"approach": "posterior"})


def test_after_an_operation_no_card_names_what_is_not_on_the_page():
    told = {**REPLACED, "approach": "released", "surgery-date": ago(3)}
    program = ask("Z47.1", "Z96.641", facts=told, weeks=6)
    here = {card.id for card in program.cards}
    assert all(card.harder is None or card.harder.id in here for card in program.cards)
    assert any(card.harder for card in ask("M17.11").cards)


AFTER = {
    "cuff-repair": (("Z47.89", "M75.121"), {"tear-size": "small", "subscapularis-repair": "no"}),
    "acl-reconstruction": (("Z47.89", "S83.511D"), {"graft": "patellar", "meniscus-repair": "no"}),
    "meniscus-repair": (("Z47.89", "S83.241D"), {}),
    "meniscectomy": (("Z47.89", "S83.241D"), {}),
    "discectomy": (("Z47.89", "M51.26"), {"joint": "spine"}),
}


@pytest.mark.parametrize("second", ["M76.61", "R29.6", "M53.3", "M72.2", "M62.81"])
@pytest.mark.parametrize("operation", AFTER)
def test_nothing_hard_stands_beside_a_fresh_operation(operation, second):
    codes, facts = AFTER[operation]
    told = {**REPLACED, "brace": "as ordered", "operation": operation, **facts}
    told |= {"surgery-date": ago(4), "faints": "no"}
    if operation == "cuff-repair":
        told.pop("weight-bearing")
    if second == "M76.61":
        told["site"] = "midportion"
    program = ask(*codes, second, side="right", facts=told)
    closed = {"single-leg-load", "eyes-closed", "unstable-surface", "shoulder-weight-bearing"}
    if operation != "cuff-repair":
        closed = closed - {"shoulder-weight-bearing"} | {"fall-hazard", "hands-and-knees"}
    for step in program.steps:
        if (step.first_day - TODAY).days + 4 < 42:
            own = {"knee-bend-prone-supported", "step-up-low"}
            brought = {i.exercise for i in step.items} - own
            tags = {t for name in brought for t in load().exercises[name].loads}
            assert not closed & tags, (step.label, brought)


@pytest.mark.parametrize("operation", ["hip-replacement", "acl-reconstruction", "other", "none"])
def test_an_operation_that_is_not_that_of_the_codes_has_no_program(operation):
    told = {**REPLACED, "surgery-date": ago(15), "operation": operation}
    with pytest.raises(
        UsageProblem, match=r"belongs to the hip|there is no program for operation="
    ):
        ask("Z47.1", "Z96.651", facts=told)
    assert ask("Z47.1", "Z96.651", facts={**told, "operation": "knee-replacement"}).steps


@pytest.mark.parametrize("code", ["I71.40", "I71.20", "I63.9"])
def test_a_weak_artery_and_a_new_stroke_are_cleared_first(code):
    with pytest.raises(Questions) as caught:
        ask("M54.50", history=(code,))
    assert {"cleared-by", "cleared-on"} <= {q.fact for q in caught.value.questions}
    program = ask("M53.3", history=(code,), facts=CLEARED)
    assert code == "I63.9" or "trunk-strong" not in loads(program)


def test_all_that_was_asked_may_be_answered():
    with pytest.raises(Questions) as caught:
        ask("M17.11", history=("I25.10",))
    told = {"active-before": "yes", "heart-cleared": ago(1), **CLEARED}
    assert {q.fact for q in caught.value.questions} == set(told)
    assert ask("M17.11", history=("I25.10",), facts=told).steps


@pytest.mark.parametrize("operation", ["knee-replacement", "discectomy", "cuff-repair"])
def test_an_operation_on_another_part_is_told(operation):
    told = {"operation": operation, "surgery-date": ago(5), "grade": "1", **CLEARED}
    with pytest.raises(UsageProblem, match="and no code here does"):
        ask("S93.401D", facts={**told, "rupture-excluded": "yes"})


def weeks_to(program, since, does):
    """Full weeks from `since` to the first step with an item for which `does` holds; None if none."""
    days = [s.first_day for s in program.steps if any(does(item) for item in s.items)]
    return (min(days) - since).days // 7 if days else None


def by_maximum(item):
    """True for a dose by repetition maximum."""
    return any(option.dose.rep_max for option in item.dose.options)


OPERATED = {
    **CLEARED,
    "cleared-on": "2026-01-19",
    "surgery-date": "2026-01-12",
    "wound-ok": "yes",
    "brace": "none",
    "range-limit": "none",
    "weight-bearing": "full",
    "surgeon-phone": "555-0134",
}
HURT = {
    **NO_BREAK,
    "sudden-inner-knee-pop": "no",
    **CLEARED,
    **INJURY,
    "cleared-on": "2026-01-19",
    "injury-date": "2026-01-17",
    "brace": "none",
    "range-limit": "none",
    "weight-bearing": "full",
    "imaging-done": "yes",
}


@pytest.mark.parametrize(
    ("codes", "facts", "weeks"),
    [
        (("Z47.1", "Z96.651"), OPERATED, 12),
        (
            ("Z47.89", "S83.511D"),
            {
                **OPERATED,
                "operation": "acl-reconstruction",
                "graft": "patellar",
                "meniscus-repair": "no",
            },
            12,
        ),
        (("Z47.89", "S83.241D"), {**OPERATED, "operation": "meniscectomy"}, 6),
        (
            ("Z47.89", "Z98.1"),
            {**OPERATED, "joint": "spine", "operation": "spinal-fusion", "fusion-limits": "no"},
            26,
        ),
        (("S83.511D",), {**HURT, "giving-way": "no"}, 10),
        (("S83.521D",), {**HURT, "grade": "2"}, 6),
        (("S83.411D",), {**HURT, "grade": "2"}, 6),
        (("S83.241D",), {**HURT, "locking": "no", "locked-knee": "no"}, 6),
    ],
)
def test_a_second_code_brings_no_heavy_sets_before_the_first_has_healed(codes, facts, weeks):
    since = date.fromisoformat(facts.get("surgery-date", facts.get("injury-date")))
    program = ask(*codes, "M76.51", facts=facts)
    began = weeks_to(program, since, by_maximum)
    assert began is None or began >= weeks


@pytest.mark.parametrize("second", ["M76.61", "M72.2:right"])
@pytest.mark.parametrize(("code", "grade", "weeks"), [("S93.401D", "2", 6), ("S93.421D", "2", 6)])
def test_a_second_code_brings_no_heel_drop_on_a_fresh_ankle_sprain(second, code, grade, weeks):
    told = {**HURT, "grade": grade, **NO_BREAK}
    told |= {"site": "midportion"} if second == "M76.61" else {}
    program = ask(code, second, facts=told)
    exercises = load().exercises
    hard = {"below-level", "heavy"}
    since = date.fromisoformat(told["injury-date"])
    began = weeks_to(program, since, lambda item: hard & set(exercises[item.exercise].loads))
    assert began is None or began >= weeks
    began = weeks_to(program, since, lambda i: "single-leg-load" in exercises[i.exercise].loads)
    assert began is None or began >= 4


@pytest.mark.parametrize(
    ("codes", "history", "facts", "closed"),
    [
        (("M76.51",), ("Z96.652",), {"surgery-date": "2015-03-02"}, {"heavy"}),
        (("M17.11",), ("M23.621",), {}, {"hamstring-isolated", "posterior-sag"}),
        (("M17.11",), ("S83.521S",), {}, {"hamstring-isolated", "posterior-sag"}),
        (
            ("M54.50",),
            ("M48.061",),
            {"easing-direction": "extension"},
            {"end-range-spine-extension"},
        ),
        (
            ("M54.50",),
            ("M43.16",),
            {"easing-direction": "extension"},
            {"end-range-spine-extension"},
        ),
        (
            ("M54.50",),
            ("S32.010S",),
            {"osteoporosis": "no"},
            {"loaded-spine-flexion", "spine-rotation"},
        ),
        (
            ("R29.6", "M76.61"),
            (),
            {"faints": "no", "age": "95", "site": "midportion"},
            {"below-level", "heavy"},
        ),
        (("M21.41",), ("Z89.512",), CLEARED, {"below-level", "single-leg-load"}),
    ],
)
def test_what_the_record_says_closes_its_loads(codes, history, facts, closed):
    program = ask(*codes, history=history, facts=facts)
    assert not closed & loads(program)
    assert "heavy" not in closed or not any(by_maximum(i) for s in program.steps for i in s.items)


@pytest.mark.parametrize(
    ("code", "history", "fact"),
    [
        ("M54.50", "R32", "cauda-equina-signs"),
        ("M54.50", "R33.9", "cauda-equina-signs"),
        ("M54.50", "R15.9", "cauda-equina-signs"),
        ("M54.50", "R20.0", "cauda-equina-signs"),
        ("M54.50", "M21.371", "new-weakness"),
        ("M54.50", "R63.4", "cancer-signs"),
        ("M54.50", "Z79.52", "cancer-signs"),
        ("M17.11", "R07.9", "chest-signs"),
        ("M17.11", "R06.02", "chest-signs"),
        ("M54.50", "R29.810", "stroke-signs"),
        ("M17.11", "R60.0", "clot-signs"),
        ("M25.561", "M25.461", "hot-joint"),
        ("M25.571", "E11.42", "charcot-signs"),
        ("M76.61", "I73.9", "ischaemia-signs"),
        ("R29.6", "R55", "cleared-on"),
        ("M17.11", "D66", "cleared-on"),
        ("M16.11", "M87.051", "cleared-on"),
        ("M76.61", "Z89.511", "cleared-on"),
        ("M19.071", "Z96.661", "surgery-date"),
        ("M25.661", "Z96.651", "surgery-date"),
        ("M16.11", "Z96.641", "surgery-date"),
        ("M17.11", "E11.9", "active-before"),
    ],
)
def test_a_sign_that_stands_in_the_record_as_a_code_is_asked_about(code, history, fact):
    with pytest.raises(Questions) as caught:
        ask(code, history=(history,))
    assert fact in {q.fact for q in caught.value.questions}


def test_a_fever_in_the_record_is_refused():
    with pytest.raises(Refused):
        ask("M54.50", history=("R50.9",))


def test_a_new_joint_is_not_treated_under_another_name():
    with pytest.raises(UsageProblem, match=r"Z47\.1|less than 12 weeks"):
        ask("M25.661", history=("Z96.651",), facts={"surgery-date": ago(9)})


@pytest.mark.parametrize(
    "thinner", [{"history": ("Z79.01",)}, {"facts": {"anticoagulants": "yes"}}]
)
def test_no_falls_beside_repeated_falls_opens_nothing_to_a_blood_thinner(thinner):
    told = {"faints": "no", "falls": "no", **thinner.get("facts", {})}
    with pytest.raises(Questions) as caught:
        ask("R29.6", history=thinner.get("history", ()), facts=told)
    assert "cleared-on" in {q.fact for q in caught.value.questions}


def test_inactive_with_diabetes_by_code_is_cleared_first():
    with pytest.raises(Questions) as caught:
        ask("M17.11", history=("E11.9",), facts={"active-before": "no"})
    assert "cleared-on" in {q.fact for q in caught.value.questions}


def test_a_stress_fracture_of_the_hip_does_not_pass_under_a_code_of_the_shin():
    told = {**CLEARED, "site": "femoral-neck", "injury-date": ago(60), "weight-bearing": "full"}
    with pytest.raises(Refused, match="does not belong to the code"):
        ask("M84.361D", facts={**told, "fracture-union": "yes"})


LIMITED = "Your movement limit: bend to 40 degrees. Stay within it in every exercise."


@pytest.mark.parametrize(
    ("codes", "facts"),
    [
        (("Z47.89", "S83.241D"), {**OPERATED, "operation": "meniscus-repair"}),
        (("Z47.1", "Z96.651"), OPERATED),
        (("S83.411D",), {**HURT, "grade": "2"}),
        (
            ("M25.661",),
            {
                **CLEARED,
                "surgeon-phone": "555-0134",
                "operation": "meniscus-repair",
                "surgery-date": "2026-01-12",
            },
        ),
    ],
)
def test_a_limit_of_movement_is_read_by_the_patient_and_the_pt_knows_it_is_not_enforced(
    codes, facts
):
    told = {**facts, "range-limit": "bend to 40 degrees."}
    program = ask(*codes, facts=told)
    assert LIMITED in program.support
    assert program.summary.startswith(LIMITED)
    assert any("not enforced" in d.what and d.kind == "warning" for d in program.decisions)
    free = ask(*codes, facts=told | {"range-limit": "None"})
    assert not any("limit" in line for line in free.support)


@pytest.mark.parametrize("second", ["M22.2X1", "M17.11", "M17.12", "M25.561"])
@pytest.mark.parametrize(
    ("codes", "facts"),
    [
        (("Z47.1", "Z96.641"), {**OPERATED, "approach": "anterior"}),
        (
            ("Z47.89", "M51.26"),
            {**OPERATED, "joint": "spine", "operation": "discectomy"},
        ),
    ],
)
def test_a_knee_beside_a_fresh_hip_or_back_brings_no_leg_lift_and_no_load(codes, facts, second):
    told = {**facts, "surgery-date": ago(4)}
    if codes[0] == "Z47.89":
        told.pop("weight-bearing")
    program = ask(*codes, second, facts=told)
    closed = {"straight-leg-lift", "quad-strong", "quad-isometric", "hamstring-isolated"}
    for step in program.steps:
        if (step.first_day - TODAY).days + 4 < 42:
            names = [i.exercise for i in (*step.items, *step.back.items)]
            tags = {t for name in names for t in load().exercises[name].loads}
            assert not closed & tags, (step.label, names)
            assert "straight-leg-raise" not in names


@pytest.mark.parametrize(
    ("code", "fact"),
    [
        ("Z95.1", "active-before"),
        ("Z95.5", "active-before"),
        ("Z95.2", "active-before"),
        ("Z99.2", "active-before"),
        ("I16.0", "cleared-on"),
        ("M97.11XS", "surgery-date"),
    ],
)
def test_what_was_mended_in_the_heart_or_bone_is_asked_about(code, fact):
    with pytest.raises(Questions) as caught:
        ask("M17.11", history=(code,))
    assert fact in {q.fact for q in caught.value.questions}


@pytest.mark.parametrize("code", ["O99.891", "O99.013", "O9A.213", "Z36.3", "Z32.01"])
def test_every_code_of_a_pregnancy_filters_the_exercises(code):
    program = ask("M54.50", history=(code,), facts={"easing-direction": "none"})
    assert not {"prone", "lying-back-flat"} & loads(program)


@pytest.mark.parametrize(
    ("code", "facts", "weeks", "closed"),
    [
        ("S76.311D", {"grade": "2"}, 2, {"loaded-knee-bend", "single-leg-load"}),
        (
            "S76.111D",
            {"grade": "2", "straight-leg-raise-possible": "yes"},
            2,
            {"open-chain-extension"},
        ),
        ("S86.111D", {"grade": "2", "push-off-possible": "yes"}, 2, {"loaded-knee-bend"}),
        ("S86.011D", {"grade": "2", "push-off-possible": "yes"}, 8, {"loaded-knee-bend"}),
        ("S83.421D", {"grade": "2"}, 8, {"hip-abduction-active"}),
        ("S83.421D", {"grade": "2"}, 3, {"open-chain-extension"}),
        ("S83.521D", {"grade": "2"}, 3, {"open-chain-extension"}),
        ("S83.411D", {"grade": "2"}, 3, {"open-chain-extension"}),
    ],
)
def test_a_sore_knee_brings_no_load_to_a_fresh_strain_or_sprain(code, facts, weeks, closed):
    program = ask(code, "M17.11", facts={**HURT, **facts})
    exercises, since = load().exercises, date.fromisoformat(HURT["injury-date"])
    began = weeks_to(program, since, lambda i: closed & set(exercises[i.exercise].loads))
    assert began is None or began >= weeks


@pytest.mark.parametrize(
    ("code", "facts", "closed"),
    [
        ("M84.361D", STRESS, {"weight-bearing", "open-chain-extension"}),
        ("S82.61XD", FRACTURE, {"loaded-knee-bend", "open-chain-extension", "hamstring-isolated"}),
    ],
)
def test_a_sore_knee_brings_no_load_to_a_bone_before_week_8(code, facts, closed):
    program = ask(code, "M17.11", facts={**facts, "injury-date": ago(35)})
    exercises = load().exercises
    began = weeks_to(
        program,
        TODAY - timedelta(days=35),
        lambda i: closed & set(exercises[i.exercise].loads),
    )
    assert began is None or began >= 8
