"""Install, upgrade and uninstall.

`files` reads what should exist and `catalogue` what does; `survey` reads both and raises what prevents an install;
`changes` computes what must change and why, `planner` the order and the statements (`steps`), and `run` runs them.
"""

from pg_summary.install.planner import Options, Plan
from pg_summary.install.run import (
    BATCH_SIZE,
    archived_before,
    install,
    installed_api_schema,
    inventory,
    offline,
    plan_for,
    uninstall,
)

__all__ = [
    "BATCH_SIZE",
    "Options",
    "Plan",
    "archived_before",
    "install",
    "installed_api_schema",
    "inventory",
    "offline",
    "plan_for",
    "uninstall",
]
