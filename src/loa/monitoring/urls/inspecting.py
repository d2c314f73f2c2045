"""Addresses of inspections, commendations and good models."""

from django.urls import URLPattern

__all__ = ["urls"]

urls: list[URLPattern] = []
