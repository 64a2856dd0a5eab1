"""Install, upgrade and uninstall.

`files` says what should be there and `catalogue` what is; `survey` reads both and refuses what forbids an install;
`changes` says what has to change and why, `planner` in which order and by which statements (`steps`), `run` runs them.
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
