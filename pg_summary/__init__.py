"""pg-summary: exact dashboard summaries inside PostgreSQL."""

__version__ = "1.0.0"
