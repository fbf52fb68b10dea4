"""The documents fail the build when they lie: what they name exists, what they show runs."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

from exercise_rx.cli.main import COMMANDS, cli, main
from exercise_rx.cli.options import PLAN
from exercise_rx.deliver.credentials import KEYRING_SERVICE
from exercise_rx.model.mail import MailSettings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "samples/README.md", "benchmarks/README.md")
ONLY_READ = ("draw", "email", "outbox")
"""These need a download or a mail server to run, so their examples are parsed and not run."""


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command and subcommand by its full name."""
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            for inner, sub in command.commands.items():
                yield f"{name} {inner}", sub


def sections() -> dict[str, str]:
    """The text of the README about each command, by the names in its heading."""
    parts = re.split(r"^### (.+)$", README, flags=re.MULTILINE)
    found = {}
    for heading, text in zip(parts[1::2], parts[2::2], strict=True):
        for name in heading.partition(":")[0].split(", "):
            found[name] = re.split(r"^## ", text, flags=re.MULTILINE)[0]
    return found


def shared() -> set[str]:
    """Options that are documented once, at `generate`."""

    @click.command()
    def nothing() -> None: ...

    for option in PLAN:
        option(nothing)
    return {long(option) for option in nothing.params}


def long(option: click.Parameter) -> str:
    return max(option.opts, key=len)


def options(command: click.Command) -> list[str]:
    return [long(p) for p in command.params if isinstance(p, click.Option) and not p.hidden]


@pytest.mark.parametrize(("name", "command"), [pytest.param(n, c, id=n) for n, c in commands()])
def test_every_command_and_option_is_in_the_readme(name: str, command: click.Command) -> None:
    top = name.split()[0]
    text = sections()[top]
    assert f"exercise-rx {name}" in text
    elsewhere = shared() if top in ("show", "email", "preview") else set()
    lacking = [o for o in options(command) if not re.search(rf"{o}\b", text) and o not in elsewhere]
    assert lacking == []


def test_every_option_that_the_readme_names_exists() -> None:
    known = {flag for _, c in commands() for p in c.params for flag in p.opts}
    known |= {"--help", "--version"}
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", README))
    assert named - known == set()


def test_the_five_lines_that_set_up_mail_do_and_each_setting_named_there_exists() -> None:
    text = re.split(r"^## ", README.partition("\n## Mail\n")[2], flags=re.MULTILINE)[0]
    block = text.partition("```yaml\n")[2].partition("```")[0]
    assert len(block.splitlines()) == 5
    settings = MailSettings.model_validate(yaml.safe_load(block)["mail"])
    assert (settings.tls, settings.server_port) == ("starttls", 587)
    assert f"keyring set {KEYRING_SERVICE} {settings.user}@{settings.host}" in text
    known = {field.alias or name for name, field in MailSettings.model_fields.items()}
    assert set(re.findall(r"`([a-z_]+):", text)) <= known
    assert f"`keep_days: {settings.keep_days}`" in text


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_that_a_document_links_to_is_there(document: str) -> None:
    file = ROOT / document
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", file.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (file.parent / link).exists()] == []


def test_the_readme_says_what_must_be_said_on_its_first_screen() -> None:
    screen = README.partition("## Install")[0]
    assert len(screen.splitlines()) < 30
    assert "does not examine anyone" in screen
    assert "No clinician has reviewed the shipped protocols yet; one must sign each plan." in screen


def test_the_test_command_of_the_readme_is_the_one_that_ci_runs() -> None:
    assert "\n.ci/run\n" in README
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


# examples


def fenced(document: str) -> list[str]:
    """Every `exercise-rx` line of a document's shell blocks, in order."""
    text = (ROOT / document).read_text(encoding="utf-8")
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", text, flags=re.MULTILINE | re.DOTALL)
    lines = (line.strip() for block in blocks for line in block.splitlines())
    return [line for line in lines if line.startswith("exercise-rx ")]


def answered() -> list[tuple[str, int]]:
    """The examples of the README's table of answers, each with the exit status it promises."""
    rows = re.findall(r"^\| `(exercise-rx [^`]+)` \| (.+) \|$", README, flags=re.MULTILINE)
    return [
        (line, int(m[1]) if (m := re.search(r"Exit status (\d)", says)) else 0)
        for line, says in rows
    ]


def helped() -> list[str]:
    """Every example of every help page."""
    texts = [command.help or "" for _, command in [("", cli), *commands()]]
    lines = (line.strip() for text in texts for line in text.splitlines())
    return [line for line in lines if line.startswith("exercise-rx ")]


def words_of(line: str) -> list[str]:
    """The arguments of an example, without what a shell does with its output."""
    return shlex.split(re.split(r" (?:>>|>|\||&&) ", line)[0], comments=True)[1:]


def runs(line: str) -> int:
    """The exit status of an example; for those that cannot run here, 0 when it can be read."""
    words = words_of(line)
    if words[0] not in ONLY_READ:
        with pytest.raises(SystemExit) as left:
            main(words)
        return int(left.value.code or 0)
    command = cli.get_command(click.Context(cli), words.pop(0))
    while isinstance(command, click.Group):
        command = command.commands[words.pop(0)]
    assert command is not None
    command.make_context(command.name, words)
    return 0


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder such as an example may stand in: a clinic's folder, and programs made before."""
    shutil.copytree(ROOT / "samples" / "clinic", tmp_path / "my-clinic")
    (tmp_path / "my-clinic" / "templates" / "protocols" / "knee").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    for name in ("plan.json", "sam.json"):
        assert runs(f"exercise-rx generate M76.821 -o {name}") == 0
    assert runs("exercise-rx new batch -o patients.csv") == 0
    shutil.copy(ROOT / "templates" / "starters" / "batch.csv", "patients.csv")
    return tmp_path


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_example_of_a_document_runs(document: str, desk: Path) -> None:
    for line in fenced(document):
        assert runs(line) == 0, line


def test_every_answer_that_the_readme_promises_is_given(desk: Path) -> None:
    assert len(answered()) >= 4
    for line, status in answered():
        (desk / "plan.pdf").unlink(missing_ok=True)
        assert runs(line) == status, line
        assert (desk / "plan.pdf").exists() == (status == 0), line


@pytest.mark.parametrize("line", dict.fromkeys(helped()))
def test_every_example_of_the_help_runs(line: str, desk: Path) -> None:
    assert runs(line) == 0


def test_the_python_example_of_the_readme_runs() -> None:
    code = re.search(r"```python\n(.*?)```", README, flags=re.DOTALL)
    assert code
    seen: dict[str, object] = {}
    exec(code[1], seen)
    assert bytes(seen["pdf"]).startswith(b"%PDF")  # type: ignore[call-overload]
