"""Keeps a policy's promises beside its yearly figures and says whether it will get there."""

__version__ = "0.1.0"
