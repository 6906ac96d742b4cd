"""Set-up of a checkout; standard library only, so it runs before anything is installed."""
