"""Addresses for programs: feeds of changes, webhooks, ledgers."""

from django.urls import URLPattern

__all__ = ["urls"]

urls: list[URLPattern] = []
