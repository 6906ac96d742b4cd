"""Sound in and out of files and devices."""
