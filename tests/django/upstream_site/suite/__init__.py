"""Tests that a project with pg-summary may have: run by its own runner, and by pytest."""
