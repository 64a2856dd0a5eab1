from __future__ import annotations

from random import Random

import pytest
from source_rows import Writer
from support import drain


@pytest.fixture
def world(connect):
    """A folded world; the connection that made it."""
    connection = connect()
    Writer(connection, Random("world")).grow(12)
    drain(connection)
    return connection
