"""Every definition of docs/science.md, shown by scenes of which the truth is known."""
