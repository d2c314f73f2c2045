"""Reading pages, feeds and sitemaps of other sites, politely and without trusting what they send."""

from loa.monitoring.fetching.asking import fetch
from loa.monitoring.fetching.outcome import Failure, Fetched, Outcome, Unchanged, problem_text
from loa.monitoring.fetching.pages import Page, page_of, read_page
from loa.monitoring.fetching.proposing import Proposal, proposal_of

__all__ = [
    "Failure",
    "Fetched",
    "Outcome",
    "Page",
    "Proposal",
    "Unchanged",
    "fetch",
    "page_of",
    "problem_text",
    "proposal_of",
    "read_page",
]
