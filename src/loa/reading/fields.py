"""Reads the fields of one duty: who leads, who helps, what kind, how often, by when, where, to whom."""

from loa.reading.duties import Duty
from loa.reading.record import Context, Fields, Record
from loa.reading.routing import read_routing
from loa.reading.what import read_kind, read_topic
from loa.reading.when import read_when
from loa.reading.where import read_where
from loa.reading.who import read_who

__all__ = ["Context", "Fields", "read_fields"]


def read_fields(duty: Duty, context: Context) -> Fields:
    """The fields of one duty. The order matters: when, where and to whom depend on who and what."""
    record = Record(duty, context)
    for read in (read_who, read_kind, read_when, read_where, read_routing, read_topic):
        read(record)
    return record.fields
