"""The lexer, the schemas that are put in, and the rules that every SQL file keeps."""

import ast
from functools import lru_cache

import pytest

from pg_summary.install import files


def test_statements_end_at_semicolons_of_code_only():
    script = """
    -- a comment; with a semicolon
    select ';' as "a;b", e'it\\'s; \\\\', $x$ ; $$ ; $x$; /* ; /* nested; */ ; */
    do $$ begin; end $$;
    select a$b$c -- $
    """
    assert files.split(script) == [
        "select ';' as \"a;b\", e'it\\'s; \\\\', $x$ ; $$ ; $x$",
        "do $$ begin; end $$",
        "select a$b$c -- $",
    ]


@pytest.mark.parametrize("script", ["select 'a", 'select "a', "/* /* */", "e'\\'"])
def test_what_is_never_closed_is_an_error(script):
    with pytest.raises(ValueError):
        files.split(script)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("select * from public.conference c", 'select * from "o\'Neil".conference c'),
        ("select public.conference_summary($1)", 'select "a""b".conference_summary($1)'),
        ("select 'public.app'::regclass", "select '\"o''Neil\".app'::regclass"),
        ("as $f$ select public.app('public.x') $f$", 'as $f$ select "o\'Neil".app(\'"a""b".x\') $f$'),
        (
            "revoke all on function public.f(uuid) from public",
            'revoke all on function "a""b".f(uuid) from public',
        ),
        (
            'select republic.app, x.public.app, "public".app',
            'select republic.app, x.public.app, "public".app',
        ),
        ("-- public.app stays", "-- public.app stays"),
    ],
)
def test_schemas_are_put_in_quoted(before, after):
    assert files.rewrite(before, "o'Neil", 'a"b') == after


def test_tokens_joined_are_the_file():
    for path in files.sql_directory().rglob("*.sql"):
        text = path.read_text(encoding="utf-8")
        assert "".join(part for _, part in files.tokens(text)) == text


def test_every_file_has_a_stage_and_creates_what_it_says():
    for file in files.load():
        assert file.statements, file.name
        if file.name.startswith("functions/"):
            assert [item.kind for item in file.objects] == ["function"], file.name
            assert file.objects[0].object == file.name.rsplit("/")[-1][:-4]


def test_base_indexes_bear_our_name():
    """An index under PeerMetrics' own name would break its migrations, and uninstall would take theirs."""
    base = [item for file in files.load() if file.stage == files.BASE_INDEXES for item in file.objects]
    assert base
    assert all(item.object.startswith("pgsummary_") and "concurrently" in item.statement for item in base)


def test_a_meaning_has_no_comments_and_no_white_space():
    one = "create function f() language sql as $f$ select 1 -- one\n  + x; /* two */ $f$"
    same = "create  function f()\nlanguage sql as $f$\n    select 1 + x;\n$f$"
    other = "create function f() language sql as $f$ select 2 + x; $f$"
    assert files.meaning_of(one) == files.meaning_of(same) != files.meaning_of(other)
    assert files.meaning_of("select 'a  b'") != files.meaning_of("select 'a b'")


@lru_cache(maxsize=None)
def rooms() -> dict:
    """The room of each function, by its name."""
    return {
        file.objects[0].object: file.name.split("/")[1] for file in files.load() if file.name.startswith("functions/")
    }


def calls(name: str) -> set:
    """The functions of ours that the body of a function names."""
    bodies = [path.read_text(encoding="utf-8") for path in files.sql_directory().glob(f"functions/**/{name}.sql")]
    code = "".join(files.meaning_of(body.split("comment on function")[0]).replace(" ", "") for body in bodies)
    return {called for called in rooms() if f"pgsummary.{called}(" in code or f"public.{called}(" in code} - {name}


# What defines no stored number, though a function that does calls it.
DEFINES_NOTHING = {"check_state": "it refuses to go on, and stores nothing"}


def test_what_defines_stored_numbers_calls_nothing_that_does_not():
    """Otherwise a change of a function that it calls would change what is stored, but fold nothing again."""
    stored = {name for name, room in rooms().items() if room in files.STORED_NUMBERS}
    assert {"fold_sessions", "log_app_session"} <= stored
    assert "conference_summary" not in stored
    assert "fold_sessions" in calls("refresh")
    strays = {(name, called) for name in stored for called in calls(name) - stored}
    assert {called for _, called in strays} <= set(DEFINES_NOTHING), strays


def test_no_function_of_the_installer_is_too_branched():
    """A branch is an if, a loop, a handler, an and or an or, in a comprehension as well; at most fifteen to a function."""
    for path in (files.sql_directory().parent / "pg_summary" / "install").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                assert branches(node) <= 15, f"{path.name}: {node.name} has {branches(node)}"


def branches(function: ast.FunctionDef) -> int:
    """The cyclomatic complexity, those of functions inside it apart."""
    kinds = (ast.If, ast.IfExp, ast.For, ast.While, ast.ExceptHandler, ast.Assert, ast.comprehension)
    nodes, found = list(ast.iter_child_nodes(function)), 1
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.FunctionDef):
            continue
        if isinstance(node, kinds):
            found += 1
        elif isinstance(node, ast.BoolOp):
            found += len(node.values) - 1
        if isinstance(node, ast.comprehension):
            found += len(node.ifs)
        nodes += ast.iter_child_nodes(node)
    return found
