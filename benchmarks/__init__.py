"""Measures what ships: each module is ``python -m benchmarks.NAME --data DIR`` and prints one JSON object last."""
