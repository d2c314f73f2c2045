"""Addresses of standing: who has done what."""

from django.urls import URLPattern

__all__ = ["urls"]

urls: list[URLPattern] = []
