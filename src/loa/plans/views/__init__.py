"""The pages of plans. They hold no rules: they parse, call one action or query, and render."""
