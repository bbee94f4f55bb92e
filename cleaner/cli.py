"""The command line. A command's modules are imported when it runs: `--help` and one-file `clean` start fast."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn

import click

from cleaner.model import CleanerError
from cleaner.version import __version__

if TYPE_CHECKING:
    from cleaner.check import Check, Gate
    from cleaner.formats import Inputs
    from cleaner.parts import Parts, Streams
    from cleaner.pipeline import Result
    from cleaner.rules import Library

FAILED, USAGE, BROKEN, STOPPED = 1, 2, 3, 130
"""Exit codes: a check failed · something the user can put right · something only we can · Ctrl-C."""
RECORDS = (".jsonl", ".ndjson", ".csv")
"""Endings of text files that hold no article, but many."""
STANDARD = "-"
"""Names standard input or output where a file could be named."""

Command = Callable[..., Any]


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run `args` (default: the process's own) and exit with the command's code; what a person can put right is one line."""
    _open_streams()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")  # type: ignore[union-attr]
    try:
        code = cleaner.main(args, prog_name="cleaner", standalone_mode=False) or 0
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        code = USAGE
    except (click.Abort, KeyboardInterrupt, _Stopped) as stop:
        click.echo(f"cleaner: {stop.args[0] if stop.args else 'stopped'}", err=True)
        code = STOPPED
    except (BrokenPipeError, _ReaderGone):
        # Whoever was reading has seen enough.
        _discard_output()
        code = 0
    except CleanerError as error:
        click.echo(f"cleaner: {error}", err=True)
        code = USAGE
    except OSError as error:
        _discard_output()
        click.echo(f"cleaner: {error.filename or 'standard output'}: {error.strerror or error}", err=True)
        code = USAGE
    except Exception as error:
        code = BROKEN
        if os.environ.get("CLEANER_DEBUG"):
            import traceback

            traceback.print_exc()
        what = f"{type(error).__name__}: {error}".splitlines()[0]
        click.echo(f"cleaner: a fault of ours, {what}; please report it with what CLEANER_DEBUG=1 adds to this line", err=True)
    sys.exit(code)


def _open_streams() -> None:
    """What the shell closed (`>&-`) is None to Python: nothing comes from there, and what goes there is gone."""
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


def _discard_output() -> None:
    """Python flushes what is left when it ends, and would complain of it."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
    os.close(null)


# Configuration

SHARED = ("select", "ignore", "unsafe", "rules")
"""Options that may stand outside the tables of the commands, for all of them."""
CONFIGURED = ("clean", "run", "check")


class _ReaderGone(Exception):
    """A closed pipe, kept from click, which would exit with 1: here that means a check that failed."""


class _Stopped(Exception):
    """Ctrl-C, with what there is to say about it; click would say nothing on a line of its own."""


class _Group(click.Group):
    """A group whose commands have their defaults from the configuration in the working folder."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except BrokenPipeError:
            raise _ReaderGone from None

    def make_context(self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any) -> click.Context:
        context = super().make_context(info_name, args, parent, **extra)
        context.default_map = _configuration({name: self.commands[name] for name in CONFIGURED})
        return context


def _configuration(commands: Mapping[str, click.Command]) -> dict[str, dict[str, Any]]:
    """Command → its options as cleaner.toml, or else [tool.cleaner] of pyproject.toml, sets them. Raises CleanerError for unknown ones."""
    path = Path("cleaner.toml")
    table: Any = _toml(path)
    if table is None:
        path = Path("pyproject.toml")
        tools = (_toml(path) or {}).get("tool", {})
        table = tools.get("cleaner", {}) if isinstance(tools, dict) else {}
    if not isinstance(table, dict):
        raise CleanerError(f"{path}: tool.cleaner is no table; write [tool.cleaner] and the options under it")
    for name in table:
        if name not in SHARED and name not in commands:
            raise CleanerError(f"{path}: no option {name!r}; {', '.join(SHARED)} may stand here, and tables: {', '.join(commands)}")
    return {name: _defaults(path, command, table) for name, command in commands.items()}


def _defaults(path: Path, command: click.Command, table: Mapping[str, Any]) -> dict[str, Any]:
    own = table.get(command.name or "", {})
    if not isinstance(own, dict):
        raise CleanerError(f"{path}: {command.name!r} is no table; write [{command.name}] and its options under it")
    known = {name.removeprefix("--"): option for option in command.params for name in option.opts if name.startswith("--")}
    defaults: dict[str, Any] = {}
    for name, value in ({k: v for k, v in table.items() if k in SHARED} | own).items():
        option = known.get(name)
        if not isinstance(option, click.Option):
            raise CleanerError(f"{path}: `cleaner {command.name}` has no option {name!r}; see `cleaner {command.name} --help`")
        if option.is_flag and not isinstance(value, bool):
            raise CleanerError(f"{path}: {name} is true or false, not {value!r}")
        if isinstance(value, dict) or (isinstance(value, list) and not option.multiple):
            raise CleanerError(f"{path}: {name} is one value, not {value!r}")
        if option.is_flag and isinstance(option.flag_value, str):
            # One of several flags that exclude each other: --json, --diff …
            value = option.flag_value if value else None
        defaults[option.name or ""] = [value] if option.multiple and not isinstance(value, list) else value
    return defaults


def _toml(path: Path) -> dict[str, Any] | None:
    """The file's content; None if there is none."""
    try:
        content = path.read_text(encoding="utf-8")
        import tomllib

        return tomllib.loads(content)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CleanerError(f"{path}: cannot be read ({error.strerror})") from None
    except ValueError as error:
        raise CleanerError(f"{path}: this is not TOML: {error}") from None


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="cleaner")
def cleaner() -> None:
    """Clean articles out of scraped news. Every edit names the rule that made it and can be taken back.

    Options of clean, run and check may stand in cleaner.toml, or under [tool.cleaner] in pyproject.toml, in the working folder.
    """


# One article


def _comma_list(context: click.Context, option: click.Parameter, values: Iterable[str]) -> tuple[str, ...]:
    return tuple(code for value in values for part in value.split(",") if (code := part.strip()))


def _moment(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    from datetime import datetime

    try:
        datetime.fromisoformat(value or "2000-01-01")
    except ValueError:
        raise click.BadParameter(f"{value!r} is no ISO 8601 date; write it as 2024-05-03 or 2024-05-03T10:15:00+02:00") from None
    return value


def _options(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


class _Path(click.Path):
    """A path that is not empty, as that of a variable is which the shell does not know."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail("the name is empty", param, ctx)
        return super().convert(value, param, ctx)


def _folders(name: str) -> Callable[[Command], Command]:
    return click.option("--rules", name, multiple=True, type=_Path(path_type=Path), metavar="DIR", help="A folder of further rules.")


RULE_OPTIONS = _options(
    click.option("--select", multiple=True, callback=_comma_list, metavar="CODES", help="Only these rules, by code, name or DT, CP1 …"),
    click.option("--ignore", multiple=True, callback=_comma_list, metavar="CODES", help="All rules but these."),
    click.option("--unsafe", multiple=True, callback=_comma_list, metavar="CODES", help="Unsafe rules to use as well."),
    _folders("rules"),
)


@cleaner.command()
@click.argument("file", type=_Path())
@click.option("--json", "show", flag_value="json", help="Print the article record.")
@click.option("--diff", "show", flag_value="diff", help="Print the raw article with what was removed and put in.")
@click.option("--explain", "show", flag_value="explain", help="Print a table of every edit and its reason.")
@click.option("-o", "--output", type=_Path(), default=STANDARD, metavar="FILE", help="Write there instead of standard output.")
@click.option("--html", "kind", flag_value="html", help="Read FILE as HTML, whatever it looks like.")
@click.option("--text", "kind", flag_value="text", help="Read FILE as text, whatever it looks like.")
@click.option("--color/--no-color", default=None, help="Colours in --diff. Default: on a terminal, unless NO_COLOR is set.")
@click.option("--id", help="The article's id; else it is a hash of the raw text.")
@click.option("--source", metavar="DOMAIN", help="The site it came from, for rules of that site.")
@click.option("--url", help="Its address.")
@click.option("--language", metavar="CODE", help="Its language (ISO 639-1); else it is guessed.")
@click.option("--title", help="Its headline.")
@click.option("--author", "authors", multiple=True, metavar="NAME", help="Who wrote it; once for each.")
@click.option("--published", callback=_moment, metavar="DATE", help="When it was published (ISO 8601).")
@click.option("--crawled", "--now", callback=_moment, metavar="DATE", help="When it was fetched (ISO 8601): tells years left out.")
@RULE_OPTIONS
def clean(
    file: str,
    show: str | None,
    output: str,
    kind: str | None,
    color: bool | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    unsafe: tuple[str, ...],
    rules: tuple[Path, ...],
    **given: Any,
) -> None:
    """Clean one article, FILE or - for standard input, and print its title, dek and body.

    What is given of it (--title, --crawled …) wins over what its text seems to say.
    """
    if file.lower().endswith(RECORDS) and kind is None:
        raise click.UsageError(f"{file}: this holds records; cleaner run {file} -o OUT cleans them, and --text takes it for one article")
    if "://" in file:
        raise click.UsageError(f"{file}: an article is read from disk or standard input; cleaner run reads URLs")
    from cleaner.pipeline import Cleaner
    from cleaner.read import read_bytes, read_path

    cleaner = Cleaner(select, ignore, rules, unsafe)
    document = read_bytes(sys.stdin.buffer.read(), kind=kind) if file == STANDARD else read_path(file, kind=kind)
    result = cleaner.clean(document, **{name: value for name, value in given.items() if value})
    terminal = output == STANDARD and sys.stdout.isatty()
    with _output(output) as (out,):
        for line in _shown(result, show, terminal, terminal and not os.environ.get("NO_COLOR") if color is None else color):
            out.write(f"{line}\n")


def _shown(result: Result, show: str | None, terminal: bool, color: bool) -> Iterator[str]:
    if show == "json":
        import json

        from cleaner.write import article_record, dumps

        record = article_record(result.article)
        yield json.dumps(record, ensure_ascii=False, indent=2) if terminal else dumps(record)
    elif show == "diff":
        from cleaner.report import diff

        yield from diff(result.document.text, result.edits, color)
    elif show == "explain":
        from cleaner.report import explain

        yield from explain(result.edits, result.skipped, result.article.flags)
    elif result.text:
        yield result.text


def _output(*names: str) -> AbstractContextManager[list[IO[str]]]:
    """Standard output, or files that appear when they are whole."""
    if names == (STANDARD,):
        return nullcontext([sys.stdout])
    if len(names) == 1 and "://" in names[0]:
        return _at_url(names[0])
    from cleaner.write import whole_files

    return whole_files(*map(Path, names))


@contextmanager
def _at_url(name: str) -> Iterator[list[IO[str]]]:
    """A file that is written at an URL when all of it is there."""
    import io

    from cleaner import files

    text = io.StringIO()
    yield [text]
    try:
        files.write_whole(name, lambda file: file.write(text.getvalue().encode()))
    except OSError as error:
        raise files.explained(name, "cannot be written", error) from None


# A batch

FIELDS = ("text", "html", "id", "source", "url", "language", "crawled", "title", "authors", "published")
FIELD_OPTIONS = _options(*(click.option(f"--{f}-field", metavar="NAME", help=f"The input's name for `{f}`.") for f in FIELDS))


@cleaner.command()
@click.argument("inputs", metavar="IN…", nargs=-1, required=True, type=_Path())
@click.option("-o", "--output", required=True, type=_Path(), metavar="OUT", help="Where cleaned records go; - is standard output.")
@click.option("--edits", type=_Path(), metavar="FILE", help="Where their edits go. Default: OUT.edits.jsonl")
@click.option("--quarantine", type=_Path(), metavar="FILE", help="Where bad records go. Default: OUT.quarantine.jsonl")
@click.option(
    "--workers", type=click.IntRange(min=0), metavar="N", help="Processes that clean; 0: this one. Default: one a core, four at most."
)
@click.option("--resume", is_flag=True, help="Go on with a run of the same command that was stopped.")
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Read the first N records only.")
@click.option("--dry-run", is_flag=True, help="Clean and count, and write nothing.")
@click.option(
    "--max-bad", type=click.FloatRange(0, 1), default=0.01, show_default=True, help="Share of bad records above which to exit with 1."
)
@click.option("--max-chars", type=click.IntRange(min=1), default=10_000_000, show_default=True, help="A longer text is a bad record.")
@click.option(
    "--max-seconds",
    type=click.FloatRange(min=0.1),
    default=60.0,
    show_default=True,
    help="A record that takes a worker longer is a bad one.",
)
@click.option("--now", callback=_moment, metavar="DATE", help="Stands for `crawled` where a record has none (ISO 8601).")
@click.option("--check", "gated", is_flag=True, help="Flag articles that fail the article suite; check the batch as a whole at the end.")
@click.option("--drop-flagged", "drop", is_flag=True, help="With --check: they go to the quarantine instead.")
@click.option("--metrics", type=_Path(), metavar="FILE", help="Write the summary's numbers there as JSON.")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary.")
@FIELD_OPTIONS
@RULE_OPTIONS
def run(
    inputs: tuple[str, ...],
    output: str,
    edits: str | None,
    quarantine: str | None,
    workers: int | None,
    resume: bool,
    limit: int | None,
    dry_run: bool,
    max_bad: float,
    max_chars: int,
    max_seconds: float,
    now: str | None,
    gated: bool,
    drop: bool,
    metrics: str | None,
    quiet: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    unsafe: tuple[str, ...],
    rules: tuple[Path, ...],
    **fields: str | None,
) -> int:
    """Clean a batch: JSON Lines (also .gz, .zst), CSV, Parquet, folders of these and of .txt and .html, URLs, - for
    JSON Lines from standard input.

    Every record comes out in OUT, with its edits on the same line of OUT.edits.jsonl, or in the quarantine with a reason. OUT's
    ending says its format. It appears when all is done; until then finished parts are in OUT.parts, and --resume goes on with them.
    Where OUT is -, a device or a pipe, nothing is written beside it: edits are kept only where --edits says so, and without --quarantine
    bad records go to standard error.
    """
    if drop and not gated:
        raise click.UsageError("--drop-flagged drops what --check flags; give both")
    if STANDARD in (edits, quarantine) or output == metrics == STANDARD:
        raise click.UsageError("standard output takes one of OUT and --metrics; --edits and --quarantine are files")
    from cleaner import files
    from cleaner import run as batch
    from cleaner.formats import Inputs
    from cleaner.pipeline import Cleaner
    from cleaner.records import text_fields
    from cleaner.report import Progress, run_summary

    direct = output == STANDARD or (files.special(output) and not os.path.isdir(output))
    if resume and (direct or dry_run):
        raise click.UsageError("--resume goes on with a file; OUT is none, or --dry-run writes none")
    named = {"edits": edits, "quarantine": quarantine, "output": output}
    if output == STANDARD:
        named["output"] = None
    if not direct:
        named["edits"] = edits or f"{output}.edits.jsonl"
        named["quarantine"] = quarantine or f"{output}.quarantine.jsonl"
    # The output comes last: once it is there, all is there.
    paths = {what: path for what, path in named.items() if path is not None}
    names = {key.removesuffix("_field"): name for key, name in fields.items() if name}
    read = Inputs(inputs, text_fields(names))
    _fit_for_records(direct, paths)
    _all_different(*(name for name, _, _ in read.files), *paths.values(), *filter(None, [metrics]))
    _writable(metrics)
    cleaner = Cleaner(select, ignore, rules, unsafe)
    work = batch.Work(cleaner, names, max_chars, now)
    gate = _gate() if gated else None
    plan = {
        "inputs": inputs,
        "rules": cleaner.rules_hash,
        "version": __version__,
        "outputs": paths,
        "--check": gated,
        "--drop-flagged": drop,
        "--limit": limit,
        "--max-chars": max_chars,
        "--max-seconds": max_seconds,
        "--now": now,
        "field names": names,
    }
    progress = None if quiet else Progress(sys.stderr, lambda: read.share)
    try:
        with _streams(paths, dry_run) if direct or dry_run else _parts(paths, read, names, plan, resume) as sink:
            summary = batch.run(
                read,
                work,
                sink,
                workers=_cores() if workers is None else workers,
                seconds=max_seconds,
                limit=limit,
                gate=gate,
                drop=drop,
                progress=lambda so_far: progress(so_far.read, so_far.quarantined) if progress else None,
            )
    except KeyboardInterrupt:
        raise _Stopped("stopped" if direct or dry_run else "stopped; the same command with --resume goes on") from None
    finally:
        if progress:
            progress.close()
    done = gate.finish() if gate else None
    if metrics:
        import json

        with _output(metrics) as (out,):
            out.write(json.dumps(summary.metrics(), ensure_ascii=False, indent=1) + "\n")
    if not quiet:
        where = "quarantine" if dry_run else paths.get("quarantine", "quarantine (above)")
        counts = (summary.read, summary.written, summary.quarantined, summary.seconds, summary.codes, summary.reasons)
        for line in run_summary(*counts, summary.noisiest(), where):
            click.echo(line, err=True)
        for line in _gated(done, summary.failing, drop) if done else ():
            click.echo(line, err=True)
    return FAILED if summary.bad_share > max_bad or (done and not done.success("error")) else 0


def _fit_for_records(direct: bool, paths: Mapping[str, str]) -> None:
    """Endings say formats, and only parts can be packed or go to URLs."""
    from cleaner import files
    from cleaner.formats import is_records, is_table

    for what, path in paths.items():
        if not is_records(path):
            raise click.UsageError(f"{path}: the ending is that of one article; end it in .jsonl, .csv or .parquet")
        if what != "output" and is_table(path):
            raise click.UsageError(f"{path}: the {what} file is JSON Lines; end it in .jsonl, .jsonl.gz or .jsonl.zst")
        if direct and is_table(path):
            raise click.UsageError(f"{path}: a device or a pipe takes JSON Lines, not a table; name a file, or a pipe of another ending")
        if direct and (files.is_url(path) or files.unpacked(path) != path.lower()):
            raise click.UsageError(f"{path}: where OUT is no file, the others are local ones and not packed")


@contextmanager
def _parts(paths: Mapping[str, str], read: Inputs, names: Mapping[str, str], plan: Mapping[str, Any], resume: bool) -> Iterator[Parts]:
    """Outputs that appear when all is done."""
    from cleaner.formats import article_table, is_table
    from cleaner.parts import Parts
    from cleaner.records import GIVEN

    table = None
    if is_table(paths["output"]):
        texts = [names.get(kind, kind) for kind in ("text", "html")]
        table = article_table(read.fields(), [names.get(own, own) for own in GIVEN], texts)
    parts = Parts(paths, table, plan, resume)
    try:
        yield parts
        parts.publish()
    finally:
        parts.close()


@contextmanager
def _streams(paths: Mapping[str, str], dry_run: bool) -> Iterator[Streams]:
    """Outputs that are written to as they come, and those beside them."""
    from cleaner.parts import Streams

    if dry_run:
        yield Streams()
        return
    with _output(*paths.values()) if paths else nullcontext([]) as opened:
        to = dict(zip(paths, opened, strict=True))
        yield Streams({"output": to.get("output", sys.stdout), "quarantine": to.get("quarantine", sys.stderr), "edits": to.get("edits")})
        sys.stdout.flush()


def _cores() -> int:
    """One worker for each core that this process may use, up to four."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(cores or 1, 4)


def _gate() -> Gate:
    from cleaner.check import Gate

    return Gate()


def _gated(done: Check, failing: int, drop: bool) -> Iterator[str]:
    from cleaner.check_formats import text

    yield f"failing the article suite: {failing}, {'in the quarantine' if drop else 'flagged'}"
    yield "batch suite:"
    yield from text(done, "error")


def _writable(*names: str | Path | None) -> None:
    """Raises CleanerError for a file that could not be written when the work is done."""
    from cleaner.parts import writable

    for name in names:
        if name and name != STANDARD:
            writable(str(name))


def _all_different(*files: str) -> None:
    places: dict[str, list[str]] = {}
    for file in files:
        place = file if "://" in file else os.path.realpath(file)
        if file != STANDARD and (os.path.isfile(place) or not os.path.exists(place)):
            places.setdefault(place, []).append(file)
    twice = [f"{place} is there as {' and as '.join(names)}" for place, names in sorted(places.items()) if len(names) > 1]
    if twice:
        raise click.UsageError(f"these must be different files: {twice[0]}")


# A check


def _measures(context: click.Context, option: click.Parameter, value: bool) -> None:
    if value:
        from cleaner.check import column_table

        for line in column_table():
            click.echo(line)
        context.exit()


@cleaner.command()
@click.argument("files", metavar="IN…", nargs=-1, required=True, type=_Path())
@click.option(
    "--suite",
    "suites",
    multiple=True,
    metavar="NAME|FILE",
    help="raw, article, batch or a file of your own; once for each. Default: article and batch, and raw where records are.",
)
@click.option(
    "--fail-on", type=click.Choice(["warning", "error"]), default="error", show_default=True, help="The severity from which to exit with 1."
)
@click.option("--format", type=click.Choice(["text", "json", "junit", "github"]), default="text", show_default=True)
@click.option("-o", "--output", type=_Path(), default=STANDARD, metavar="FILE", help="Write there instead of standard output.")
@click.option("--report", type=_Path(path_type=Path), metavar="DIR", help="Write an HTML report there, index.html; it works offline.")
@click.option("--data-docs", is_flag=True, help="Great Expectations' own pages too, in DIR/data-docs; they load styles from the network.")
@click.option("--baseline", type=_Path(path_type=Path), metavar="FILE", help="Compare each source with an earlier batch.")
@click.option("--write-baseline", type=_Path(path_type=Path), metavar="FILE", help="Keep this batch to compare later ones with.")
@click.option(
    "--workers", type=click.IntRange(min=1), metavar="N", help="Processes that clean raw records. Default: one a core, four at most."
)
@click.option("--max-chars", type=click.IntRange(min=1), default=10_000_000, show_default=True, help="A longer text is a bad record.")
@click.option("--now", callback=_moment, metavar="DATE", help="Stands for `crawled` where a record has none (ISO 8601).")
@click.option("--measures", is_flag=True, is_eager=True, expose_value=False, callback=_measures, help="List what suites may be written on.")
@FIELD_OPTIONS
@RULE_OPTIONS
def check(
    files: tuple[str, ...],
    suites: tuple[str, ...],
    fail_on: str,
    format: str,
    output: str,
    report: Path | None,
    data_docs: bool,
    baseline: Path | None,
    write_baseline: Path | None,
    workers: int | None,
    max_chars: int,
    now: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    unsafe: tuple[str, ...],
    rules: tuple[Path, ...],
    **fields: str | None,
) -> int:
    """Tell whether a batch is fit for use, by suites of expectations. IN: whatever `run` reads, and what it wrote.

    Records with `measures` are clean and are taken as they are; others are cleaned first. Exits with 1 where an expectation failed.
    """
    if data_docs and report is None:
        raise click.UsageError("--data-docs goes into the folder of --report; name one")
    from cleaner import baseline as usual
    from cleaner import check as checking
    from cleaner.formats import Inputs
    from cleaner.pipeline import Cleaner
    from cleaner.records import text_fields
    from cleaner.validate import load

    _writable(output, write_baseline)
    if report and report.exists() and not report.is_dir():
        raise CleanerError(f"{report}: --report takes a folder, and this is none")
    chosen = [load(name) for name in suites]
    before = usual.read(baseline) if baseline else None
    names = {key.removesuffix("_field"): name for key, name in fields.items() if name}
    cleaner = Cleaner(select, ignore, rules, unsafe)
    rows = list(checking.read(Inputs(files, text_fields(names)), cleaner, names, max_chars, now, workers or _cores()))
    chosen = chosen or [load(name) for name in checking.default_suites(rows)]
    done = checking.check(rows, chosen, before)
    with _output(output) as (out,):
        for line in _checked(done, format, fail_on):
            out.write(f"{line}\n")
    if report:
        _report(done, report, fail_on, data_docs)
    if write_baseline:
        import json

        with _output(str(write_baseline)) as (out,):
            out.write(json.dumps(done.baseline, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    return 0 if done.success(fail_on) else FAILED


def _checked(done: Check, format: str, fail_on: str) -> Iterator[str]:
    from cleaner import check_formats as formats

    if format == "json":
        import json

        yield json.dumps(formats.as_json(done, fail_on), ensure_ascii=False, indent=2)
    elif format == "junit":
        yield formats.junit(done, fail_on)
    elif format == "github":
        yield from formats.github(done, fail_on)
        summary = os.environ.get("GITHUB_STEP_SUMMARY")
        if summary:
            formats.write_summary(Path(summary), formats.markdown(done, fail_on))
    else:
        yield from formats.text(done, fail_on)


def _report(done: Check, folder: Path, fail_on: str, data_docs: bool) -> None:
    from cleaner.check_page import page

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CleanerError(f"{folder}: cannot be made ({error.strerror})") from None
    with _output(str(folder / "index.html")) as (out,):
        out.write(page(done, fail_on))
    if data_docs:
        from cleaner import validate

        validate.data_docs(done.validation, done.frame, folder / "data-docs")


@cleaner.command()
@click.argument("file", metavar="OUT", type=_Path())
@click.option("--edits", type=_Path(), metavar="FILE", help="The edits of OUT. Default: OUT.edits.jsonl")
@click.option("-o", "--output", required=True, type=_Path(), metavar="RAW", help="Where the raw records go; - is standard output.")
def undo(file: str, edits: str | None, output: str) -> None:
    """Rebuild the records that `cleaner run` was given, from OUT and its edits. RAW's ending says its format."""
    from cleaner import formats
    from cleaner import run as batch
    from cleaner.write import dumps

    if file == STANDARD and edits in (None, STANDARD):
        raise click.UsageError("with OUT from standard input, name the file of its edits: --edits FILE")
    edits = edits or f"{file}.edits.jsonl"
    if not formats.is_records(output):
        raise click.UsageError(f"{output}: the ending is that of one article; end it in .jsonl, .csv or .parquet")
    _all_different(file, edits, output)
    cleaned = formats.Inputs([file])
    table = None
    if formats.is_table(output):
        if STANDARD in (file, edits):
            raise click.UsageError("a table's columns have to be known at the beginning: OUT and its edits must be files")
        table = formats.raw_table(formats.Inputs([edits]), formats.input_fields(file))
    beside = (record.line for record in formats.Inputs([edits]))
    records = batch.undo(cleaned, beside)
    if output == STANDARD:
        for record in records:
            sys.stdout.write(dumps(record) + "\n")
    else:
        formats.write_file(records, output, table)


@cleaner.command()
def schema() -> None:
    """Print the JSON Schema of the article record."""
    import json

    from cleaner.write import article_schema

    click.echo(json.dumps(article_schema(), indent=2))


# Rules


@cleaner.group()
def rules() -> None:
    """List, show, test, check and begin rules."""


def _print(output: tuple[list[str], int]) -> int:
    lines, code = output
    for line in lines:
        click.echo(line)
    return code


def _library(dirs: Sequence[Path]) -> Library:
    from cleaner.rules import Library

    return Library.open(dirs)


@rules.command("list")
@click.option("--format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@_folders("dirs")
def list_(format: str, dirs: tuple[Path, ...]) -> int:
    """All rules in a table."""
    from cleaner.rulebook import list_rules

    return _print(list_rules(_library(dirs), format))


@rules.command()
@click.argument("code")
@_folders("dirs")
def show(code: str, dirs: tuple[Path, ...]) -> int:
    """The page of one rule, by code or name."""
    from cleaner import rulebook

    return _print(rulebook.show(_library(dirs), code))


@rules.command()
@click.argument("codes", nargs=-1)
@_folders("dirs")
def test(codes: tuple[str, ...], dirs: tuple[Path, ...]) -> int:
    """Run the examples of all rules, or of CODES."""
    from cleaner import rulebook

    return _print(rulebook.test(dirs, codes))


@rules.command()
@click.argument("dirs", nargs=-1, type=_Path(path_type=Path))
def lint(dirs: tuple[Path, ...]) -> int:
    """Check the built-in rule files, or those in DIRS, beyond what loading refuses."""
    from cleaner import rulebook

    return _print(rulebook.lint(dirs))


@rules.command()
@click.argument("name")
@click.option("--family", required=True, metavar="F", help="Two to four capital letters, such as DT.")
@click.option("--rules", "directory", type=_Path(path_type=Path), metavar="DIR", help="Where to write it. Default: the checkout's rules")
def new(name: str, family: str, directory: Path | None) -> int:
    """Begin a rule: a file with the family's next free code, to be filled in."""
    from cleaner import rulebook

    return _print(rulebook.new(name, family, directory))
