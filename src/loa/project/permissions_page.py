"""`docs/permissions.md`, drawn from `permissions.toml`: which roles may do what, and at which agencies."""

from collections.abc import Mapping

from django.utils.translation import override

from loa.audit.wording import verb_name
from loa.organizations.enums import Role
from loa.organizations.policy import Allowed, Kinship, matrix

__all__ = ["permissions_page"]

_MARKS: Mapping[Kinship, str] = {
    Kinship.OWN: "●",
    Kinship.BELOW: "▼",
    Kinship.GUIDED: "◇",
    Kinship.ABOVE: "▲",
    Kinship.ANY: "★",
}

_HEAD = """# Who may do what · Ai được làm gì

Drawn from `src/loa/organizations/permissions.toml`; a test fails where the two differ. Draw it anew with
`tools/draw-permissions`. What is not here, nobody may do. A person may what their posts give them, and the posts handed
to them for a time.

Bảng này lập từ `permissions.toml`. Việc không có trong bảng thì không ai được làm. Mỗi người có các quyền theo vị trí
đang giữ và vị trí được ủy quyền.

| | |
|---|---|
| ● | at the own agency · tại cơ quan mình |
| ▼ | at agencies below in the line of authority · tại cơ quan cấp dưới trực tiếp quản lý |
| ◇ | at agencies it guides or that report to it · tại cơ quan mình hướng dẫn nghiệp vụ hoặc nhận báo cáo |
| ▲ | at agencies above · tại cơ quan cấp trên |
| ★ | at every agency · tại mọi cơ quan |
"""
_FOOT = """
Beside this table · Ngoài bảng trên:

- Everybody sees their own notices, calendar links, tokens and account.
  Mỗi người xem thông báo, liên kết lịch, mã truy cập và tài khoản của mình.
- Issued plans are read by everybody who can sign in; a draft also by agencies asked for their opinion.
  Kế hoạch đã ban hành thì mọi tài khoản đều đọc được; dự thảo thì cơ quan được lấy ý kiến cũng đọc được.
- Of an agency that has ended, those over it on its last day still see and judge what it did and owed.
  Khi cơ quan đã kết thúc hoạt động, cấp trên trực tiếp quản lý đến ngày cuối vẫn xem và đánh giá việc của cơ quan đó.
- Rows of the trail that belong to no agency are read where no agency stands above.
  Dòng nhật ký không thuộc cơ quan nào do kiểm toán viên của cơ quan cao nhất xem.
"""


def permissions_page() -> str:
    """The page, in both languages."""
    roles = "".join(f" {_in_both(role)} |" for role in Role)
    head = f"| |{roles}\n|---|{'---|' * len(Role)}\n"
    rows = "".join(_row(verb, allowed) for verb, allowed in matrix().items())
    return f"{_HEAD}\n{head}{rows}{_FOOT}"


def _in_both(role: Role) -> str:
    with override("en"):
        english = str(role.label)
    with override("vi"):
        return f"{role.label} · {english}"


def _row(verb: str, allowed: Allowed) -> str:
    with override("en"):
        english = verb_name(verb)
    with override("vi"):
        vietnamese = verb_name(verb)
    marks = "".join(f" {_marks(role, allowed)} |" for role in Role)
    return f"| `{verb}`<br>{vietnamese} · {english} |{marks}\n"


def _marks(role: Role, allowed: Allowed) -> str:
    return " ".join(mark for kinship, mark in _MARKS.items() if role in allowed.get(kinship, ()))
