"""The append-only trail: one row for each verb, each row chained to the one before by its hash."""
