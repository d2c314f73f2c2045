"""Plans, the documents they were read from, and their obligations."""

from loa.plans.models.consultation import Consultation
from loa.plans.models.exemption import Exemption
from loa.plans.models.obligation import Obligation, Party
from loa.plans.models.plan import Plan
from loa.plans.models.source import Source
from loa.plans.models.telling import Telling

__all__ = ["Consultation", "Exemption", "Obligation", "Party", "Plan", "Source", "Telling"]
