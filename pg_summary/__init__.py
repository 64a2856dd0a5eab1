"""pg-summary: exact dashboard summaries inside PostgreSQL."""

__version__ = "0.2.1"
