"""Transcripts as other recognisers write them: one module a format, ``formats`` tells them apart."""
