"""Pages, REST and browser sockets."""
