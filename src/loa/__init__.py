"""Loa turns an administrative-reform communication plan into work that gets done, and proves it."""

__version__ = "0.1.0"
