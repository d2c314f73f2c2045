import struct
import zipfile
from io import BytesIO

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.reading.extract.wordfile import p, word

from loa.reading.errors import BrokenDocument, EncryptedDocument, ReadingError, TooLarge
from loa.reading.extract import extract, is_archive, members
from loa.reading.extraction import Limits

PLAN = "Kế hoạch tuyên truyền".encode()


def packed(files: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def names(data: bytes, name: str = "") -> list[str]:
    return [member.name for member in members(data, name)]


def test_every_member_is_read_by_its_own_bytes() -> None:
    data = packed({"a.txt": PLAN, "thư mục/": b"", "thư mục/b.txt": word(p("Nội dung"))})
    assert is_archive(data)
    found = list(members(data, "plans.zip"))
    assert [member.name for member in found] == ["plans.zip/a.txt", "plans.zip/thư mục/b.txt"]
    assert [extract(member.data, name=member.name).format for member in found] == ["txt", "docx"]


def test_office_files_are_no_archives() -> None:
    assert not is_archive(word(p("x")))
    assert not is_archive(PLAN)
    assert not is_archive(b"")


def test_names_cannot_lead_out_of_a_folder() -> None:
    data = packed({"../../etc/x.txt": PLAN, "/root/y.txt": PLAN, "C:\\z.txt": PLAN, "a/./../b\n.txt": PLAN})
    assert names(data) == ["etc/x.txt", "root/y.txt", "C_/z.txt", "a/b.txt"]
    assert names(packed({"x.txt": PLAN}), "../up.zip") == ["up.zip/x.txt"]


def test_what_systems_leave_behind_is_no_document() -> None:
    files = {"__MACOSX/._a.txt": b"x", ".DS_Store": b"x", "Thumbs.db": b"x", "~$a.docx": b"x", "a.txt": PLAN}
    assert names(packed(files)) == ["a.txt"]


def test_names_in_utf_8_that_the_archive_does_not_declare() -> None:
    data = packed({"Kế.txt": PLAN})
    plain = data.replace(struct.pack("<H", 0x800) + struct.pack("<H", 8), struct.pack("<H", 0) + struct.pack("<H", 8))
    assert plain != data
    assert names(plain) == ["Kế.txt"]


def test_an_archive_inside_is_opened_one_level_deep() -> None:
    inner = packed({"x.txt": PLAN, "deep.zip": packed({"y.txt": PLAN})})
    found = list(members(packed({"in.zip": inner, "z.txt": PLAN})))
    assert [member.name for member in found] == ["in.zip/x.txt", "in.zip/deep.zip", "z.txt"]
    assert is_archive(found[1].data)


def test_a_damaged_member_does_not_hide_the_others() -> None:
    data = packed({"a.txt": PLAN * 50, "b.txt": PLAN})
    place = data.index(b"a.txt") + 10
    found = list(members(data[:place] + b"\xff\xff\xff\xff" + data[place + 4 :]))
    assert [(member.name, type(member.problem)) for member in found] == [
        ("a.txt", BrokenDocument),
        ("b.txt", type(None)),
    ]
    inner = packed({"x.txt": PLAN})
    broken = list(members(packed({"in.zip": inner[:-30], "z.txt": PLAN})))
    assert [(member.name, type(member.problem)) for member in broken] == [
        ("in.zip", BrokenDocument),
        ("z.txt", type(None)),
    ]


def test_a_locked_member_says_so() -> None:
    data = bytearray(packed({"a.txt": PLAN}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (member,) = members(bytes(data))
    assert isinstance(member.problem, EncryptedDocument)


def test_bombs_are_stopped() -> None:
    bomb = packed({"a.txt": b"\0" * 30_000_000})
    with pytest.raises(TooLarge):
        list(members(bomb, limits=Limits(unpacked_bytes=10_000_000)))
    nested = packed({f"{i}.zip": packed({"a.txt": b"\0" * 2_000_000}) for i in range(8)})
    with pytest.raises(TooLarge):
        list(members(nested, limits=Limits(unpacked_bytes=10_000_000)))
    with pytest.raises(TooLarge):
        list(members(packed({f"{i}.txt": b"" for i in range(10_001)})))
    with pytest.raises(TooLarge):
        list(members(PLAN, limits=Limits(file_bytes=10)))


def test_what_is_no_zip_is_broken() -> None:
    with pytest.raises(BrokenDocument):
        list(members(b"PK\x03\x04" + b"x" * 100))


WHOLE = packed({"a.txt": PLAN, "in.zip": packed({"b.txt": PLAN})})


@settings(deadline=None, max_examples=120)
@example(WHOLE.index(b"a.txt", WHOLE.index(b"PK\x01\x02")), b"\x00")  # an entry without a name
@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=4))
def test_mutated_archives_raise_only_typed_errors(place: int, change: bytes) -> None:
    data = WHOLE[:place] + change + WHOLE[place + len(change) :]
    try:
        found = list(members(data))
    except ReadingError:
        return
    assert all(not member.name.startswith(("/", "..")) for member in found)
