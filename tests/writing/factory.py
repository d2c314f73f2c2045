"""A small plan, made by hand, for the tests of everything that writes plans."""

from dataclasses import replace
from typing import Any

from loa.reading.errors import Message
from loa.reading.extraction import Note
from loa.reading.model import (
    Citation,
    Document,
    Doubt,
    ESignature,
    Funding,
    FundingSource,
    Law,
    Mark,
    NotObligation,
    Obligation,
    OutlineItem,
    Party,
    Place,
    PlanDraft,
    Quota,
    Recipient,
    Signer,
    Source,
    Statement,
)

TEXT = """\
ỦY BAN NHÂN DÂN
XÃ SUỐI HOA
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 12/KH-UBND
Suối Hoa, ngày 15 tháng 01 năm 2026

KẾ HOẠCH
Truyền thông cải cách hành chính năm 2026 trên địa bàn xã

Căn cứ Luật Tổ chức chính quyền địa phương;
Thực hiện Kế hoạch số 07/KH-UBND ngày 05/01/2026 của Ủy ban nhân dân tỉnh về
truyền thông cải cách hành chính, Ủy ban nhân dân xã ban hành Kế hoạch như sau:

I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
- Người dân biết và dùng dịch vụ công trực tuyến.
2. Yêu cầu
- Nội dung ngắn gọn, dễ hiểu.

II. NỘI DUNG, HÌNH THỨC
1. Nội dung
a) Kết quả thực hiện cải cách thủ tục hành chính.
2. Hình thức
a) Qua hệ thống truyền thanh cơ sở.

III. KINH PHÍ
Nguồn ngân sách xã năm 2026.

IV. TỔ CHỨC THỰC HIỆN
1. Văn phòng Hội đồng nhân dân và Ủy ban nhân dân
- Đăng tải ít nhất 05 tin, bài mỗi tháng trên Trang thông tin điện tử xã; phối hợp
với các thôn, tổ dân phố.
- Báo cáo Ủy ban nhân dân tỉnh kết quả thực hiện trước ngày 25/11/2026.
2. Trung tâm Phục vụ hành chính công
Niêm yết, cập nhật thường xuyên thủ tục hành chính; theo Kế hoạch số 07/KH-UBND.

Trên đây là Kế hoạch truyền thông cải cách hành chính năm 2026./.

Nơi nhận:
- UBND tỉnh (b/c);
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nguyễn Thị Mai

Phụ lục
NỘI DUNG TRUYỀN THÔNG
TT\tNội dung\tChủ trì\tThời gian
1\tPhát thanh bản tin cải cách hành chính <b>&</b> giải đáp\tCác thôn, tổ dân phố\tQuý II năm 2026
"""
"""The text of the plan; the annex stands on page 2."""

_PAGE_TWO = TEXT.index("Phụ lục")


def place(words: str, after: str = "") -> Place:
    """Where `words` first stand in `TEXT` after the words `after`."""
    start = TEXT.index(words, TEXT.index(after))
    return Place(start, start + len(words), TEXT.count("\n", 0, start) + 1, 2 if start >= _PAGE_TWO else 1)


def mark(field: str, value: str, rule: str, words: str, after: str = "") -> Mark:
    """A mark of a rule that matched `words`; without words, of a rule about the document as a whole."""
    return Mark(field, value, rule, words, place(words, after) if words else None, 0.95)


def make_obligation(**changes: Any) -> Obligation:
    """The first duty of the plan: to publish five items a month."""
    text = "Đăng tải ít nhất 05 tin, bài mỗi tháng trên Trang thông tin điện tử xã; phối hợp với các thôn, tổ dân phố."
    printed = text.replace("phối hợp với", "phối hợp\nvới")
    first = Obligation(
        id="N12-01",
        ref="IV.1.-1",
        quote=" ".join(text.split()[:12]),
        text=text,
        lead=(Party(name="Văn phòng Hội đồng nhân dân và Ủy ban nhân dân"),),
        coordinate=(Party(group="all-villages"),),
        kind=("publish",),
        cadence=("monthly",),
        quotas=(Quota(5, "news item", "month"),),
        deadline=None,
        window=None,
        channels=("portal",),
        reports_to=(),
        via=None,
        topic="Tin, bài trên Trang thông tin điện tử",
        place=place(printed),
        confidence=0.93,
        marks=(
            mark("lead", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân", "agency.heading-above", ""),
            mark("coordinate", "all-villages", "group.all-villages", "các thôn, tổ dân phố"),
            mark("kind", "publish", "kind.publish", "Đăng tải"),
            mark("cadence", "monthly", "cadence.quota-period", "mỗi tháng"),
            mark("quotas", "5 news item / month", "quota.at-least", "ít nhất 05 tin, bài mỗi tháng"),
            mark("channels", "portal", "channel.own-site", "Trang thông tin điện tử xã"),
        ),
    )
    return replace(first, **changes)


def _report() -> Obligation:
    text = "Báo cáo Ủy ban nhân dân tỉnh kết quả thực hiện trước ngày 25/11/2026."
    unclear = Doubt(
        "lead",
        "inherited-lead",
        Message("Cơ quan chủ trì lấy từ đề mục phía trên.", "The lead is taken from the heading above."),
        place("Văn phòng Hội đồng"),
    )
    return make_obligation(
        id="N12-02",
        ref="IV.1.-2",
        quote=" ".join(text.split()[:12]),
        text=text,
        coordinate=(),
        kind=("report",),
        cadence=("once",),
        quotas=(),
        deadline="2026-11-25",
        channels=(),
        reports_to=(Party(name="Ủy ban nhân dân tỉnh"),),
        topic="Báo cáo kết quả thực hiện",
        place=place(text),
        confidence=0.71,
        marks=(
            mark("kind", "report", "kind.report", "Báo cáo", "thôn, tổ dân phố"),
            mark("reports_to", "Ủy ban nhân dân tỉnh", "agency.addressee", "Ủy ban nhân dân tỉnh", "- Báo cáo"),
            mark("deadline", "2026-11-25", "deadline.before-day", "trước ngày 25/11/2026"),
        ),
        doubts=(unclear,),
    )


def _procedures() -> Obligation:
    text = "Niêm yết, cập nhật thường xuyên thủ tục hành chính; theo Kế hoạch số 07/KH-UBND."
    return make_obligation(
        id="N12-03",
        ref="IV.2.¶1",
        quote=" ".join(text.split()[:12]),
        text=text,
        lead=(Party(name="Trung tâm Phục vụ hành chính công"),),
        coordinate=(),
        kind=("update-procedures",),
        cadence=("continuous",),
        quotas=(),
        channels=("notice-board",),
        topic=None,
        place=place(text),
        confidence=0.9,
        marks=(mark("cadence", "continuous", "cadence.continuous", "thường xuyên"),),
    )


def _annex_row() -> Obligation:
    text = "Phát thanh bản tin cải cách hành chính <b>&</b> giải đáp"
    return make_obligation(
        id="N12-04",
        ref="PL.1",
        quote=text,
        text=text,
        lead=(Party(group="all-villages"),),
        coordinate=(Party(group="related-agencies"),),
        kind=("broadcast", "receive-feedback"),
        cadence=("once",),
        quotas=(Quota(2, "broadcast", "week"),),
        deadline="2026-Q2",
        window="prime time",
        channels=("loudspeaker", "bulletin"),
        topic=None,
        place=place(text),
        confidence=0.8,
        marks=(mark("deadline", "2026-Q2", "deadline.quarter", "Quý II năm 2026"),),
    )


def _item(label: str, level: int, text: str, ref: str, *children: OutlineItem, after: str = "") -> OutlineItem:
    return OutlineItem(label, level, text[:80], ref, place(text[:40], after), children)


def _outline() -> tuple[OutlineItem, ...]:
    publish = "Đăng tải ít nhất 05 tin, bài mỗi tháng trên Trang thông tin điện tử xã; phối hợp với"
    report = "Báo cáo Ủy ban nhân dân tỉnh kết quả thực hiện trước ngày 25/11/2026."
    return (
        _item(
            *("I", 1, "MỤC ĐÍCH, YÊU CẦU", "I"),
            _item("1", 2, "Mục đích", "I.1", _item("-", 3, "Người dân biết và dùng dịch vụ công", "I.1.-1")),
            _item("2", 2, "Yêu cầu", "I.2", _item("-", 3, "Nội dung ngắn gọn, dễ hiểu.", "I.2.-1")),
        ),
        _item(
            *("II", 1, "NỘI DUNG, HÌNH THỨC", "II"),
            _item("1", 2, "Nội dung", "II.1", _item("a", 3, "Kết quả thực hiện cải cách", "II.1.a"), after="\n1. Nội"),
            _item("2", 2, "Hình thức", "II.2", _item("a", 3, "Qua hệ thống truyền thanh cơ sở.", "II.2.a")),
        ),
        _item("III", 1, "KINH PHÍ", "III"),
        _item(
            *("IV", 1, "TỔ CHỨC THỰC HIỆN", "IV"),
            _item(
                *("1", 2, "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân", "IV.1"),
                _item("-", 3, publish, "IV.1.-1"),
                _item("-", 3, report, "IV.1.-2"),
            ),
            _item("2", 2, "Trung tâm Phục vụ hành chính công", "IV.2"),
        ),
        _item(
            *("PHỤ LỤC", 1, "NỘI DUNG TRUYỀN THÔNG", "PL"),
            _item("1", 2, "Phát thanh bản tin cải cách hành chính", "PL.1"),
        ),
    )


def _document() -> Document:
    return Document(
        type="Kế hoạch",
        number="12/KH-UBND",
        issuer="Ủy ban nhân dân xã Suối Hoa",
        tier="commune",
        place="Suối Hoa",
        date="2026-01-15",
        title="Truyền thông cải cách hành chính năm 2026 trên địa bàn xã",
        year=2026,
        signer=Signer("TM.", "Chủ tịch", "Nguyễn Thị Mai"),
        recipients=(
            Recipient("UBND tỉnh", "b/c", "electronic", place("UBND tỉnh (b/c)")),
            Recipient("Lưu: VT", None, None, place("Lưu: VT")),
        ),
        e_signatures=(
            ESignature("Nguyễn Thị Mai", "UBND xã Suối Hoa", "2026-01-15T09:21:39+07:00", place("Nguyễn Thị Mai")),
        ),
        marks=(mark("number", "12/KH-UBND", "head.number-line", "12/KH-UBND"),),
    )


def make_plan(**changes: Any) -> PlanDraft:
    """A commune's plan with an annex, four obligations, and a doubt about the document and about a duty."""
    plan = PlanDraft(
        source=Source("ke-hoach-12.docx", "docx", 2, "utf-8", "ab" * 32, TEXT),
        document=_document(),
        citations=(
            Citation(
                *("Kế hoạch", "07/KH-UBND", "2026-01-05", "Ủy ban nhân dân tỉnh", "basis"),
                place("Kế hoạch số 07/KH-UBND ngày 05/01/2026"),
            ),
        ),
        unnumbered_laws=(
            Law("Luật Tổ chức chính quyền địa phương", None, place("Luật Tổ chức chính quyền địa phương")),
        ),
        outline=_outline(),
        objectives=(_statement("I.1.-1", "Người dân biết và dùng dịch vụ công trực tuyến."),),
        requirements=(_statement("I.2.-1", "Nội dung ngắn gọn, dễ hiểu."),),
        topics=(_statement("II.1.a", "Kết quả thực hiện cải cách thủ tục hành chính."),),
        channels=(_statement("II.2.a", "Qua hệ thống truyền thanh cơ sở."),),
        obligations=(make_obligation(), _report(), _procedures(), _annex_row()),
        not_obligations=(
            NotObligation("closing", "Trên đây là Kế hoạch", "closing-formula", None, place("Trên đây là Kế hoạch")),
        ),
        funding=Funding((FundingSource("III", "ngân sách xã năm 2026", place("ngân sách xã năm 2026")),), ()),
        doubts=(
            Doubt(
                "document.signer",
                "stamp-and-name",
                Message("Tên người ký chỉ có trong khung ký số.", "The signer's name stands in the stamp only."),
                place("Nguyễn Thị Mai"),
            ),
        ),
        notes=(Note("page-without-text", Message("Trang 3 không có chữ.", "Page 3 has no text layer."), 3),),
    )
    return replace(plan, **changes)


def _statement(ref: str, text: str) -> Statement:
    return Statement(ref, text, place(text))


def make_no_plan() -> PlanDraft:
    """A document that does not read as a plan."""
    return PlanDraft(
        source=Source("tin-tuc.txt", "txt", 1, "utf-8", "cd" * 32, "Sáng nay, trời đẹp.\n"),
        not_a_plan=Message(
            "Đây không phải kế hoạch: không có mục nào.", "This does not read as a plan: it has no items."
        ),
    )
