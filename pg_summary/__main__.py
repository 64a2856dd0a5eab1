"""python -m pg_summary"""

from pg_summary.cli import main

main(prog_name="pg-summary")
