"""What people do to agencies and people: one verb each, checked, in one transaction, with one row of the trail."""
