"""The command line: it parses, prints and sets exit codes. Each group of commands has a file; none contains SQL."""

from pg_summary.cli import archiving, charts, check, inspection, installation, pruning, serving, tour
from pg_summary.cli.program import EXIT_CODES, main

__all__ = ["EXIT_CODES", "main"]

for command in (
    installation.install,
    serving.refresh,
    inspection.status,
    inspection.verify,
    archiving.archive,
    pruning.prune,
    installation.uninstall,
    charts.show,
    check.check,
    serving.warm,
    serving.run,
    tour.demo,
):
    main.add_command(command)
