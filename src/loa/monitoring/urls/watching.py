"""Addresses of watched sites and near copies."""

from django.urls import URLPattern

__all__ = ["urls"]

urls: list[URLPattern] = []
