"""Addresses of evidence: recording it, looking at it, judging it."""

from django.urls import URLPattern

__all__ = ["urls"]

urls: list[URLPattern] = []
