"""The demonstration: a province, its people and its plans, loaded by the same verbs that people use."""
