"""Facts: what the PT stated, what we assume, and whether a rule's `if` holds."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from exercise_rx.errors import UsageProblem, did_you_mean
from exercise_rx.model.condition import FactKind

NOBODY = frozenset(
    {
        "and",
        "as",
        "by",
        "clinic",
        "cleared",
        "her",
        "his",
        "hospital",
        "me",
        "my",
        "no",
        "none",
        "of",
    }
    | {"ok", "ordered", "our", "own", "patient", "self", "the", "their", "unknown", "we", "yes"}
)
"""Words that stand where a name is asked and name nobody."""
COMPARISON = re.compile(r"(<=|>=|<|>)\s*(\d+(?:\.\d+)?)")


def check_facts(given: Mapping[str, str], kinds: Mapping[str, FactKind]) -> None:
    """Refuse unknown fact names and values that cannot be read, all at once.

    Raises:
        UsageProblem: lists each bad fact with near names or the values it takes.
    """
    faults = [fault for name, value in given.items() if (fault := _fault(name, value, kinds))]
    if faults:
        raise UsageProblem("\n".join(faults))


def _fault(name: str, value: str, kinds: Mapping[str, FactKind]) -> str | None:
    kind = kinds.get(name)
    if kind is None:
        near = did_you_mean(name, tuple(kinds))
        return f"`--fact {name}={value}`: there is no fact `{name}`. {near}".strip()
    ok = True
    match kind.kind:
        case "yes-no":
            ok, want = value in ("yes", "no"), "yes or no"
        case "choice":
            ok, want = value in kind.values, ", ".join(kind.values)
        case "number":
            ok, want = bool(re.fullmatch(r"\d+(\.\d+)?", value)), "a number"
        case "date":
            ok, want = _is_date(value), "a date such as 2026-01-31"
        case "who":
            ok, want = _names_someone(value, kind.values), "a name and a role"
        case _:
            ok, want = bool(value.strip()), "a few words"
    return None if ok else f"`--fact {name}={value}`: write {want}, for example `{kind.example}`."


def _is_date(value: str) -> bool:
    try:
        return 2000 <= date.fromisoformat(value).year <= 2100
    except ValueError:
        return False


def _names_someone(value: str, roles: tuple[str, ...]) -> bool:
    """True for a name (or initials) with a role: `Dr A. Lee, surgeon`; not for `x` or `the surgeon`."""
    said = " ".join(re.findall(r"[^\W\d_]+", value.lower()))
    rest = said
    for role in sorted(roles, key=len, reverse=True):
        rest = re.sub(rf"\b{role.lower()}\b", " ", rest)
    named = "".join(word for word in rest.split() if word not in NOBODY)
    return rest != said and len(named) > 1


def holds(when: Mapping[str, list[str]], facts: Mapping[str, str]) -> bool | None:
    """True or False when the facts decide it, None when a fact it turns on is not known."""
    unknown = False
    for fact, wanted in when.items():
        value = facts.get(fact)
        if value is None:
            if wanted == ["unknown"]:
                continue
            unknown = True
        elif not any(_fits(value, want) for want in wanted):
            return False
    return None if unknown else True


def _fits(value: str, want: str) -> bool:
    if want == "given":
        return True
    if match := COMPARISON.fullmatch(want):
        try:
            number = float(value)
        except ValueError:
            return False
        limit = float(match[2])
        return {
            "<": number < limit,
            "<=": number <= limit,
            ">": number > limit,
            ">=": number >= limit,
        }[match[1]]
    return value == want


@lru_cache(maxsize=8192)
def code_fits(code: str, stems: tuple[str, ...]) -> bool:
    """True when `code` begins with one of `stems` (dots ignored), or when there are none."""
    plain = code.replace(".", "")
    return not stems or any(plain.startswith(stem.replace(".", "").rstrip("-")) for stem in stems)
