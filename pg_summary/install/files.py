"""The SQL files of pg-summary: where they are, what they create, and how they are split into statements.

Every file runs with plain psql against the schema public. That name may stand for two other schemas: that of the
source tables and that of the API functions; `load` inserts the names that an installation uses.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Iterator, NamedTuple

# In the order in which the ingest writes a call: locking them in another order may cause a deadlock with a writer.
SOURCE_TABLES = (
    "app",
    "conference",
    "participant",
    "participant_conferences",
    "app_session",
    "app_connection",
    "app_issue",
)

# Stages that the installer treats specially; all others hold functions.
BASE_INDEXES, TABLES, INDEXES, TRIGGERS, GRANTS = 5, 10, 25, 45, 90
API = (60, 62)
VIEWS = (66, 70)

# The rooms whose functions define stored numbers: if the code of one of these changes, everything is folded
# again. Functions are identified by name, so moving one from room to room changes nothing.
STORED_NUMBERS = frozenset(("20_read", "22_measure", "30_log", "40_fold", "42_rollup"))

_TOKEN = re.compile(
    r"""
    (?P<comment>--[^\n]*)
    | (?P<block>/\*)
    | (?P<string>[eE]'(?:[^'\\]|''|\\.)*'|'(?:[^']|'')*')
    | (?P<identifier>"(?:[^"]|"")*")
    | (?P<dollar>(?P<tag>\$(?:[A-Za-z_]\w*)?\$).*?(?P=tag))
    | (?P<end>;)
    | (?P<word>(?![eE]')\w[\w$]*)
    | (?P<other>.)
    """,
    re.DOTALL | re.VERBOSE,
)
_BLOCK_EDGE = re.compile(r"/\*|\*/")
_PUBLIC = re.compile(r'(?<![\w".])public\.([a-z_]\w*)')
_CREATE = re.compile(
    r"create\s+(?:or\s+replace\s+)?(?:unique\s+)?"
    r"(?P<kind>schema|table|type|function|materialized\s+view|view|index|trigger)\s+"
    r"(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?(?P<name>(?:\w+\.)?(?P<object>\w+))",
    re.IGNORECASE,
)
_ON_TABLE = re.compile(r"\son\s+(\w+)\.(\w+)", re.IGNORECASE)
_DECLARATION = re.compile(r"\(.*?\slanguage\s", re.DOTALL | re.IGNORECASE)
_SIGNATURE = re.compile(r"comment\s+on\s+function\s+(.+?\))\s+is\s", re.DOTALL | re.IGNORECASE)


class Object(NamedTuple):
    """An object that a file creates, and the statement that creates it."""

    kind: str  # as in DROP: schema, table, type, function, view, materialized view, index, trigger
    object: str  # its bare name
    reference: str  # how SQL refers to it: with its schema, a function with its types; of a trigger, its table
    file: str  # relative to sql/
    source_hash: str  # of what the file says about it
    declaration: str  # of a function: hash of parameters and result, which no CREATE OR REPLACE may change
    meaning: str  # of a trigger, and of a function that defines stored numbers: hash without comments and white space
    statement: str

    @property
    def key(self) -> tuple[str, str, str]:
        """Its identity, whichever room it is in: kind, name, and the table of a trigger or the row type of a function
        that exists once for each kind of row.
        """
        table = self.reference.rsplit(".", 1)[-1] if self.kind == "trigger" else row_kind(self.reference)
        return self.kind, self.object, table


def row_kind(reference: str) -> str:
    """The row type of a function that exists once for each kind of row; '' for any other."""
    match = re.fullmatch(r"[^(]*\(pgsummary\.(\w+)\)", reference)
    return match.group(1) if match else ""


class File(NamedTuple):
    """One SQL file, with the names of its schemas."""

    stage: int
    name: str
    text: str
    statements: list[str]
    objects: list[Object]


class Migration(NamedTuple):
    """An upgrade of our tables, run once."""

    name: str
    sha256: str
    statements: list[str]


def rollup_format() -> int:
    """The format of the rollups that these files make."""
    schema = (sql_directory() / "tables" / "10_schema.sql").read_text(encoding="utf-8")
    (found,) = re.findall(r"rollup_format integer default (\d+)", schema)
    return int(found)


def sql_directory() -> Path:
    """The SQL files: inside the installed package, else those of the checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "sql"
    return inside if inside.is_dir() else package.parent / "sql"


def quote_identifier(name: str) -> str:
    """An identifier for SQL text. Plain `public` stays bare, as in the files."""
    return name if name == "public" else '"{}"'.format(name.replace('"', '""'))


def quote_literal(value: str) -> str:
    """A string for SQL text (standard_conforming_strings is on)."""
    return "'{}'".format(value.replace("'", "''"))


def _must(match: re.Match[str] | None) -> re.Match[str]:
    """The match of a pattern that always matches in our files."""
    assert match is not None
    return match


def tokens(sql: str) -> Iterator[tuple[str, str]]:
    """Cut SQL into (kind, text); the texts joined are the SQL. ValueError where something is never closed."""
    at = 0
    while at < len(sql):
        match = _must(_TOKEN.match(sql, at))
        kind, end = str(match.lastgroup), match.end()
        if kind == "tag":
            kind = "dollar"
        if kind == "block":
            kind, depth = "comment", 1
            while depth:
                edge = _BLOCK_EDGE.search(sql, end)
                if edge is None:
                    raise ValueError("a comment is never closed")
                depth += 1 if edge.group() == "/*" else -1
                end = edge.end()
        elif kind == "other" and sql[at] in "'\"eE":
            raise ValueError(f"a quote is never closed: {sql[at : at + 40]!r}")
        yield kind, sql[at:end]
        at = end


def split(sql: str) -> list[str]:
    """The statements of a script, without their semicolons and the comments before them."""
    statements, current = [], ""
    for kind, text in tokens(sql):
        if kind == "end":
            statements.append(current.strip())
            current = ""
        elif current or not (kind == "comment" or text.isspace()):
            current += text
    statements.append(current.strip())
    return [statement for statement in statements if statement]


def rewrite(sql: str, source_schema: str, api_schema: str) -> str:
    """Replace `public.` by an installation's schemas, also inside strings and function bodies."""

    def schema_of(match: re.Match[str]) -> str:
        schema = source_schema if match.group(1) in SOURCE_TABLES else api_schema
        return f"{quote_identifier(schema)}.{match.group(1)}"

    # Runs of code are rewritten as a whole, because a qualified name is several tokens.
    out, code = [], ""
    for kind, text in tokens(sql):
        if kind in ("word", "other", "end"):
            code += text
            continue
        out.append(_PUBLIC.sub(schema_of, code))
        code = ""
        if kind == "string":
            body = _PUBLIC.sub(lambda match: schema_of(match).replace("'", "''"), text)
            out.append(body)
        elif kind == "dollar":
            tag = text[: text.index("$", 1) + 1]
            out.append(tag + rewrite(text[len(tag) : -len(tag)], source_schema, api_schema) + tag)
        else:
            out.append(text)
    out.append(_PUBLIC.sub(schema_of, code))
    return "".join(out)


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def meaning_of(statement: str) -> str:
    """The statement without comments and white space, also in the bodies of functions."""
    out = []
    for kind, text in tokens(statement):
        if kind == "dollar":
            tag = text[: text.index("$", 1) + 1]
            out += [tag, meaning_of(text[len(tag) : -len(tag)]), tag]
        elif kind != "comment" and not text.isspace():
            out.append(text)
    return " ".join(out)


def load(source_schema: str = "public", api_schema: str = "public") -> list[File]:
    """All files except the migrations, in the order in which they build on each other."""
    root = sql_directory()
    files = []
    for path in root.rglob("*.sql"):
        name = path.relative_to(root).as_posix()
        if name.startswith("migrations/"):
            continue
        stage = re.search(r"(?:^|/)(\d\d)_", name)
        if stage is None:
            raise ValueError(f"{name}: neither the file nor its directory has a stage")
        files.append(_read(path, name, int(stage.group(1)), source_schema, api_schema))
    # The schema comes first among the tables; the rest is in the order of names.
    return sorted(files, key=lambda file: (file.stage, not file.name.endswith("10_schema.sql"), file.name))


def load_migrations(source_schema: str = "public", api_schema: str = "public") -> list[Migration]:
    """The migrations, oldest first."""
    migrations = []
    for path in sorted((sql_directory() / "migrations").glob("*.sql")):
        text = path.read_text(encoding="utf-8")
        statements = split(rewrite(text, source_schema, api_schema))
        migrations.append(Migration(path.name, hash_of(text), statements))
    return migrations


def _read(path: Path, name: str, stage: int, source_schema: str, api_schema: str) -> File:
    try:
        plain = split(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None
    statements = [rewrite(statement, source_schema, api_schema) for statement in plain]
    text = ";\n".join(statements)
    objects = []
    for before, after in zip(plain, statements):
        created = _CREATE.match(before)
        if created is None:
            continue
        kind = " ".join(created.group("kind").lower().split())
        reference, declaration, meaning, source = created.group("name"), "", "", after
        if kind in ("function", "view", "materialized view"):
            source = text  # with its comment, its rights and its indexes
        if kind == "function":
            signature = _SIGNATURE.search(";\n".join(plain))
            if signature is None:
                raise ValueError(f"{name}: no COMMENT ON FUNCTION tells its signature")
            reference = rewrite(signature.group(1), source_schema, api_schema)
            declaration = hash_of(" ".join(_must(_DECLARATION.search(before)).group().split()))
            if not STORED_NUMBERS.isdisjoint(name.split("/")):
                meaning = hash_of(meaning_of(before))
        elif kind == "index":
            in_source = _must(_ON_TABLE.search(before)).group(2) in SOURCE_TABLES
            schema = quote_identifier(source_schema) if in_source else "pgsummary"
            reference = "{}.{}".format(schema, created.group("object"))
        elif kind == "trigger":
            reference = rewrite("{}.{}".format(*_must(_ON_TABLE.search(before)).groups()), source_schema, api_schema)
            meaning = hash_of(meaning_of(before))
        objects.append(
            Object(
                kind,
                created.group("object"),
                reference,
                name,
                hash_of(source),
                declaration,
                meaning,
                after,
            )
        )
    return File(stage, name, text, statements, objects)
