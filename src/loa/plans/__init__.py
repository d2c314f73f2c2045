"""Plans and their obligations: upload and review, the life from draft to closed, amendments, sub-plans."""
