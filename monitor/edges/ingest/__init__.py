"""How live calls come in: one file per media protocol."""
