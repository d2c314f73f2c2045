"""The ledger of a period as one signed file: written, read and verified without a database or settings.

See docs/ledger.md for what stands in it and docs/decisions/0019 for why it looks as it does.
"""

from loa.monitoring.ledger.faults import Fault
from loa.monitoring.ledger.keys import Signer, signer_of
from loa.monitoring.ledger.reading import Checked, verify
from loa.monitoring.ledger.rows import FORMAT
from loa.monitoring.ledger.writing import Section, Writer

__all__ = ["FORMAT", "Checked", "Fault", "Section", "Signer", "Writer", "signer_of", "verify"]
