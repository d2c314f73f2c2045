"""The first stage of reading: the bytes of a file of any known kind become text with lines and tables.

`extract` judges a file by its content, never by its name, and ends in an Extraction or in one of the typed errors.
`admit` judges a file without reading it, `members` gives the documents of a ZIP.
"""

from loa.reading.extract.archive import Member, is_archive, members
from loa.reading.extract.door import admit, extract

__all__ = ["Member", "admit", "extract", "is_archive", "members"]
