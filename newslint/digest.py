"""blake2b: what keys, fingerprints and cache names are made with."""

try:
    from _blake2 import blake2b  # hashlib has the same function, but loads OpenSSL first: five milliseconds of every start
except ImportError:
    from hashlib import blake2b

__all__ = ["blake2b"]
