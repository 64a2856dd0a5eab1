"""python -m pg_summary.cli"""

from pg_summary.cli import main

main(prog_name="pg-summary")
