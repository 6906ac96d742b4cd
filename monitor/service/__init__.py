"""Live calls in asyncio: sessions, registry, hub, writer. No sockets, no SQL."""
