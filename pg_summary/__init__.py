"""pg-summary: exact dashboard summaries inside PostgreSQL."""

__version__ = "0.3.0"
