"""The lexer, the schemas that are put in, and the rules that every SQL file keeps."""

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
