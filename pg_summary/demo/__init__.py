"""The tour of everything, on servers of its own."""
