"""What people can do with plans: one verb each, in one transaction, with one row of the trail."""
