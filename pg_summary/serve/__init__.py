"""What runs for ever: the pace, the tasks, the loop around them, and the metrics of it."""
