"""A server in the shape of PeerMetrics' API since its commit b6180bb: eight summaries of its own, below v1/."""
