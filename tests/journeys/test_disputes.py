"""A reviewer of the province rejects what a commune has shown; the commune does not agree; the leader decides."""

import re

from playwright.sync_api import Page, expect
from tests.journeys.conftest import Look, Opened
from tests.journeys.province import THE_DAY, Province

from loa.monitoring.actions.recording import record_evidence
from loa.monitoring.enums import EvidenceKind, ReformArea, Source
from loa.monitoring.happening import Happening
from loa.monitoring.models import Evidence, Match

_TITLE = "Xã Bình Gia hướng dẫn nộp hồ sơ trên Cổng dịch vụ công"


def _evidence(province: Province) -> Evidence:
    """A broadcast of the commune that counts for its weekly duty."""
    officer = province.person("coordinator.binh-gia")
    happening = Happening(
        agency=officer.posts.all()[0].agency, kind=EvidenceKind.BROADCAST, happened_on=THE_DAY, title=_TITLE,
        source=Source.PERSON, channel="loudspeaker", minutes=10, areas=[ReformArea.DIGITAL],
    )  # fmt: skip
    return record_evidence(happening, by=officer, on=THE_DAY)


def _reject(page: Page) -> None:
    page.get_by_role("link", name=_TITLE).click()
    page.get_by_role("link", name="Loại bỏ").first.click()
    page.get_by_label("Lý do").fill("Chưa rõ thời lượng phát sóng.")
    page.get_by_role("button", name="Loại bỏ").click()
    expect(page.get_by_text("Đã loại bỏ minh chứng.")).to_be_visible()


def _dispute(page: Page) -> None:
    page.get_by_role("link", name=_TITLE).click()
    expect(page.get_by_role("main")).to_contain_text("Chưa rõ thời lượng phát sóng.")
    page.get_by_role("link", name="Gửi ý kiến không đồng ý").first.click()
    page.get_by_label("Nội dung trao đổi").fill("Đã phát 10 phút, có ghi trong sổ phát sóng.")
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.get_by_text("Đã gửi ý kiến và báo cho người có thẩm quyền quyết định.")).to_be_visible()


def test_a_commune_disputes_a_rejection_and_the_leader_decides(
    opened: Opened, look: Look, province: Province, width: int
) -> None:
    province.plan_in_force()
    evidence = _evidence(province)
    assert Match.objects.filter(evidence=evidence, state="counted").exists()

    reviewer = opened(province.person("reviewer"), "/evidence/", width=width)
    look(reviewer, "evidence-list")
    _reject(reviewer)
    look(reviewer, "evidence")

    officer = opened(province.person("coordinator.binh-gia"), "/evidence/", width=width)
    _dispute(officer)
    look(officer, "dispute")

    leader = opened(province.person("leader"), "/disputes/", width=width)
    look(leader, "disputes")
    leader.get_by_role("link", name=_TITLE).first.click()
    leader.get_by_label("Minh chứng được tính", exact=True).check()
    leader.get_by_label("Lý do").fill("Sổ phát sóng đã rõ.")
    look(leader, "dispute-to-decide")
    leader.get_by_role("button", name="Ghi quyết định").click()
    expect(leader.get_by_text("Đã quyết định: minh chứng được tính")).to_be_visible()

    officer.reload()
    officer.get_by_role("main").get_by_role("link", name=re.compile("Phát tin, bài")).first.click()
    expect(officer.get_by_role("heading", name="Được tính", exact=True)).to_be_visible()
    expect(officer.get_by_role("main")).to_contain_text("Sổ phát sóng đã rõ.")
    look(officer, "behind")
