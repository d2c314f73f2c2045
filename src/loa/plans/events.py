"""What the room announces; other rooms listen. Sent inside the transaction of the verb.

Each carries `plan` (or `exemption`) and `on`, the day it happened.
"""

from django.dispatch import Signal

__all__ = ["ended", "exempted", "put_in_force"]

put_in_force = Signal()
"""A plan, or a plan that amends another, binds from its `effective_from` on."""

ended = Signal()
"""A plan was superseded, withdrawn or closed: nothing of it is owed after `on`."""

exempted = Signal()
"""An exemption was made or revoked."""
