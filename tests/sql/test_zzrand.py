from random import Random

import pytest
from oracle import Oracle, read_source
from questions import check, random_question
from source_rows import Writer
from support import drain


@pytest.mark.parametrize("seed", range(24))
def test_rand(transaction, seed):
    r = Random(seed)
    transaction.execute("update pgsummary.state set busy_day_sessions = %s", [r.choice([0, 4, 6000])])
    Writer(transaction, Random(f"a{seed}")).grow(r.randint(3, 9))
    if r.random() < 0.9:
        drain(transaction)
    for step in range(3):
        w = Writer(transaction, Random(f"{seed} {step}"))
        for _ in range(r.randint(0, 6)):
            getattr(w, r.choice(Writer.GROW + Writer.CHANGE))()
        oracle = Oracle(read_source(transaction))
        for _ in range(60):
            name, p = random_question(r, oracle)
            if "quality" in name or "dash" in name or "setup" in name or r.random() < 0.2:
                check(transaction, oracle, name, **p)
        if r.random() < 0.6:
            drain(transaction)
            assert transaction.execute("select * from pgsummary.verify()").fetchall() == []
            for _ in range(40):
                name, p = random_question(r, oracle)
                if "quality" in name or "dash" in name or "setup" in name:
                    check(transaction, oracle, name, **p)
