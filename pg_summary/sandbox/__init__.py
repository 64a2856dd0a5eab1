"""Shared by demo, tests and benchmarks: throw-away servers, source tables, generated data, a live writer, a site."""
