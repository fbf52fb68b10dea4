"""The columns of a list of patients: the options of `generate`, and a few for files and mail."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import click

from exercise_rx.cli.options import plan_options
from exercise_rx.errors import Questions, RxError

CODES = "codes"
OWN: dict[str, str] = {
    CODES: "Diagnosis codes, such as M76.821 or M72.2:left M54.50. Needed.",
    "file": "Name of the files, without ending. The patient if left out.",
    "email": "The patient's address, for --email.",
    "address-checked": "yes: the patient confirmed an unusual address.",
    "consent": "What the patient agreed to; without it nothing is mailed.",
    "encrypt": "yes: the mailed PDF is locked with a passphrase.",
    "calendar": "yes: the sessions go with the mail as a calendar file.",
}
YES, NO = ("yes", "y", "true", "x", "1"), ("no", "n", "false", "0")
FLAGS = ("address-checked", "encrypt", "calendar")
COMMAS = ("home", "without")
"""Options that are one list with commas: a semicolon does as well here."""


class RowProblem(Exception):
    """What is wrong with a row, in the words of the list."""

    def __init__(self, fault: str, fix: str = "", column: str = "") -> None:
        super().__init__(fault)
        self.fault, self.fix, self.column = fault, fix, column


@lru_cache(maxsize=1)
def options() -> dict[str, click.Option]:
    """The options of `generate` that may differ from patient to patient, by column."""
    command = click.command()(plan_options(lambda **_: None))
    found = {max(p.opts, key=len)[2:]: p for p in command.params if isinstance(p, click.Option)}
    del found["clinic"]
    return found


def known() -> tuple[str, ...]:
    """Every column, in the order of the help."""
    first, *rest = OWN
    return (first, *options(), *rest)


def help_text() -> list[tuple[str, str]]:
    """Each column with what it takes."""
    lines = []
    for name in known():
        option = options().get(name)
        words = OWN[name] if option is None else option.help or ""
        if option is not None and option.multiple:
            words = words.replace(" Repeatable.", "") + " Several: with ; between."
        elif option is not None and isinstance(option.type, click.Choice):
            words = f"{', '.join(option.type.choices)}. {words}"
        lines.append((name, f"yes: {words}" if option is not None and option.is_flag else words))
    return lines


def read(cells: Mapping[str, str]) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The codes and the options that a row stands for, as a command line would give them.

    Raises:
        RowProblem: every cell that cannot be read, at once.
    """
    given: dict[str, Any] = {}
    faults: list[tuple[str, str]] = []
    for name, option in options().items():
        key = name.replace("-", "_")
        try:
            given[key] = _value(name, option, cells.get(name, ""))
        except click.BadParameter as error:
            faults.append((name, error.message))
        except ValueError as error:
            faults.append((name, str(error)))
    for name in FLAGS:
        try:
            flag(cells, name)
        except ValueError as error:
            faults.append((name, str(error)))
    if not cells.get(CODES):
        faults.append((CODES, "it is empty; every patient needs a diagnosis code."))
    if faults:
        first, *others = (problem(says, "", name) for name, says in faults)
        told = [first.fault, *(f"Column `{p.column}`: {p.fault}" for p in others)]
        raise RowProblem(" ".join(told), " ".join(p.fix for p in (first, *others)), first.column)
    return tuple(re.split(r"[;,\s]+", cells[CODES].strip(" ;,"))), given


def flag(cells: Mapping[str, str], name: str) -> bool:
    """A yes or a no; an empty cell is no."""
    text = cells.get(name, "").lower()
    if text and text not in YES and text not in NO:
        raise ValueError(f"{text!r} is neither yes nor no.")
    return text in YES


def _value(name: str, option: click.Option, cell: str) -> Any:
    if option.is_flag:
        return flag({name: cell}, name)
    if option.multiple:
        parts = (part.strip() for part in re.split(r"[;\n]", cell))
        return tuple(option.type.convert(part, option, None) for part in parts if part)
    if name in COMMAS:
        cell = re.sub(r"[;\n]+", ",", cell)
    return option.type.convert(" ".join(cell.split()), option, None) if cell else None


def problem(fault: str, fix: str, column: str) -> RowProblem:
    """A problem with its fix: where that stands at the end of the fault, it is cut off there."""
    if not fix:
        told = re.split(
            r"(?<=[.;:]) (?=(?:Did you mean|Use|Write|Choose|Known|It has|There is:|write)\b)",
            fault,
            maxsplit=1,
        )
        if len(told) > 1:
            fault, fix = told[0].rstrip(".;:") + ".", told[1][:1].upper() + told[1][1:]
    where = f"column `{column}`" if column else "this row"
    fix = fix or f"Correct {where}; see exercise-rx batch --help."
    fault = fault.removeprefix(f"{where} ").removeprefix(f"{where}: ")
    fault = re.sub(r"^\(([^()]*)\)\.$", r"`\1` cannot be read.", fault)
    return RowProblem(re.sub(r"^\(([^()]*)\):", r"`\1`:", fault), fix, column)


def in_words_of_the_list(error: RxError, cells: Mapping[str, str]) -> RowProblem:
    """An error that speaks of options, told in columns."""
    if isinstance(error, Questions):
        return _as_question(error)
    column = _column_of(error.message, cells)
    return problem(_reworded(error.message), _reworded(error.tip or ""), column)


def _column_of(message: str, cells: Mapping[str, str]) -> str:
    """The column that a message is about: one it names, or one whose words it repeats."""
    if named := re.search(_option(), message):
        return named[1]
    words = (
        (n, word) for n in ("history", CODES) for word in re.split(r"[;,\s]+", cells.get(n, ""))
    )
    whole = sorted(cells.items(), key=lambda item: -len(item[1]))
    for name, said in (*words, *((n, cell) for n, cell in whole if len(cell) > 1)):
        if said and said.partition(":")[0].casefold() in message.casefold():
            return name
    return ""


def _as_question(error: Questions) -> RowProblem:
    """The facts that are missing, each with an answer in its form."""
    facts, others = [], []
    for question in error.questions:
        named = re.match(_option() + "[ =](.*)", question.answer)
        if named and named[1] == "fact":
            facts.append(named[2].replace('"', ""))
        elif named:
            others.append((named[1], re.sub(_option() + " ", "", question.answer)))
    fixes = [f"Write in column `fact`, for example: {'; '.join(facts)}"] if facts else []
    fixes += [f"Write in column `{name}`: {answer}" for name, answer in others]
    asks = " ".join(question.asks for question in error.questions)
    heading = error.message.partition("\n")[0]
    column = "fact" if facts else others[0][0] if others else ""
    return RowProblem(f"{heading} {asks}", " ".join(fixes), column)


@lru_cache(maxsize=1)
def _option() -> str:
    """Matches an option that is a column."""
    return rf"(?<![\w-])--({'|'.join(known())})(?![\w-])"


def _reworded(text: str) -> str:
    """`--home` as column `home`, on one line; commands to type are left as they are."""
    lines = []
    for line in (part.strip() for part in text.splitlines()):
        if "exercise-rx " not in line:
            line = re.sub(rf"`{_option()} ([^`]*)`", r"column `\1` (\2)", line)
            line = re.sub(rf"`?{_option()}`?", r"column `\1`", line)
        lines.append(line)
    return " ".join(lines)
