"""The version of the program; the data format has one of its own."""

__version__ = "0.2.0"
