"""What pg-summary costs and saves, measured beside plain SQL; run with `python -m benchmarks`."""
