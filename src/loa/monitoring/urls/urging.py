"""Addresses of reminders, urging letters and explanations."""

from django.urls import URLPattern

__all__ = ["urls"]

urls: list[URLPattern] = []
