"""Readers: one module per input format, the mapping of names, and the discovery of files."""

from newslint.readers.registry import get_reader, reader_for, reader_names, register_reader

__all__ = ["get_reader", "reader_for", "reader_names", "register_reader"]
