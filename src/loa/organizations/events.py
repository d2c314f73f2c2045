"""What the room announces; other rooms listen. Sent inside the transaction of the verb."""

from django.dispatch import Signal

__all__ = ["organization_changed"]

organization_changed = Signal()
"""Agencies came, went or changed their designation or relations from the day `since` on."""
