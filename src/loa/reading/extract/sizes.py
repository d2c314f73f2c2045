"""How large the parts of one document may be, whatever `Limits` allows: what no plan reaches and a hostile file would.

Measured on plans: a page has up to 60 lines, some 1,500 tags as DOCX and some 5,000 tokens as RTF.
"""

__all__ = ["COLUMNS", "HTML_TAGS", "LINES", "PART_BYTES", "RTF_TOKENS", "XML_TAGS"]

LINES = 1_000_000
"""Lines or paragraphs of a document."""

COLUMNS = 200
"""Columns of a table."""

XML_TAGS = 3_000_000
"""Tags in one part of an office file; each takes some 150 bytes of memory once parsed."""

HTML_TAGS = 1_000_000
"""Tags in a web page."""

RTF_TOKENS = 12_000_000
"""Words, signs and pieces of text in an RTF file."""

PART_BYTES = 100_000_000
"""Bytes of one part of an office file once unpacked."""
