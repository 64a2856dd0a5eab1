"""A throw-away PostgreSQL with generated PeerMetrics data, for the demo, the tests and the benchmarks."""
