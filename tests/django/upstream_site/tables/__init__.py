"""The source tables, by a migration: what a test database of the project is made with."""
