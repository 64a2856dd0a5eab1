from program import source_database  # noqa: F401
