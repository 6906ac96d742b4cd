"""The product: pure functions and state machines. No I/O, no clock, no asyncio."""
