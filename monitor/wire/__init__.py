"""Pure codecs and protocol state machines: what goes over sockets, without the sockets."""
