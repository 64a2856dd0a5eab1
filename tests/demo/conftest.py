from program import empty_database  # noqa: F401
