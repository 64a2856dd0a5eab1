"""Shared by demo, tests and benchmarks: throwaway servers, source tables, generated data, a live writer, a site."""
