"""Doing the tasks that rooms put into the queue: leases that are renewed, processes that may die (decision 0015)."""
