"""Steps from one layout of the store to the next, run when the store is opened."""
