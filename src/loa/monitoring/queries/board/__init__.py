"""What superiors see: how the agencies in their sight stand, counted, ranked, over time, and one by one."""
