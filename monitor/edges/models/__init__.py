"""Speech models: what can be had, what is installed, whether it fits."""
