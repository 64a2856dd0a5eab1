"""What pg-summary costs and saves, measured against plain SQL; run with `python -m benchmarks`."""
