"""What runs forever: the schedule, the tasks, the loop around them, and the metrics."""
