from program import empty_database, source_database  # noqa: F401
