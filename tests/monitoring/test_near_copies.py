"""Texts that resemble each other: found by their content, judged by people."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import agency, person

from loa.audit.models import Entry
from loa.monitoring.actions.near_copies import compare, compare_waiting, decide
from loa.monitoring.enums import EvidenceState, NearCopyState, Source
from loa.monitoring.errors import ChangedMeanwhile, MonitoringError
from loa.monitoring.fingerprints import BANDS, bands_of, common_passages, fingerprint_of, likeness
from loa.monitoring.models import Band, Evidence, NearCopy, PageCopy
from loa.organizations.enums import Role
from loa.organizations.models import Agency, Notice
from loa.organizations.policy import Forbidden

TODAY = date(2026, 11, 21)

_WHO = (
    "cán bộ một cửa", "tổ công nghệ số", "đoàn thanh niên", "hội phụ nữ xã", "công chức tư pháp", "trưởng các thôn",
    "lãnh đạo ủy ban", "ban chỉ đạo", "cán bộ văn hóa", "công an xã", "trạm y tế", "hội nông dân",
)  # fmt: skip
_DID = (
    "hướng dẫn bà con nộp hồ sơ qua mạng", "niêm yết thủ tục ở nhà văn hóa", "rút ngắn ngày chờ trả kết quả",
    "số hóa giấy tờ lưu kho", "tiếp nhận phản ánh của chủ cửa hàng", "phát tờ rơi ở chợ phiên",
    "rà soát quy định đã cũ", "đối thoại với hộ kinh doanh", "kiểm tra giờ giấc làm việc", "trả kết quả tận nhà",
    "hỏi ý kiến người đến giao dịch", "xếp lại các bàn tiếp dân",
)  # fmt: skip
_THEN = (
    "nhờ vậy ai cũng đỡ phải đi lại", "sau đó ghi vào sổ theo dõi", "theo lịch đã báo trước trên loa",
    "để kịp hạn cuối tháng", "và chụp ảnh gửi về huyện cũ", "trong lúc trời mưa rất to",
    "mà không thu thêm khoản nào", "với sự giúp đỡ của bưu điện", "trước khi họp giao ban",
)  # fmt: skip


def _sentence(chance: random.Random) -> str:
    day, count = chance.randint(1, 28), chance.randint(2, 900)
    return f"Ngày {day}, {chance.choice(_WHO)} {chance.choice(_DID)} cho {count} người, {chance.choice(_THEN)}."


def _text(seed: int, sentences: int = 14) -> str:
    chance = random.Random(seed)  # noqa: S311  # no secret
    return "\n".join(_sentence(chance) for _ in range(sentences))


def _edited(text: str, seed: int, share: float) -> str:
    chance = random.Random(seed)  # noqa: S311  # no secret
    return " ".join("khác" if chance.random() < share else word for word in text.split(" "))


# ------------------------------------------------------------------------------------------------------------ texts


@pytest.mark.parametrize(
    ("edit", "least"),
    [
        (lambda text: text, 100),
        (lambda text: text.upper(), 100),
        (lambda text: text.replace("hóa", "hoá"), 100),
        (lambda text: "Tin từ cơ sở.\n" + text + "\nNguồn: trang của tỉnh.", 90),
        (lambda text: _edited(text, 1, 0.05), 85),
        (lambda text: "\n".join(reversed(text.split("\n"))), 85),
        (lambda text: "\n".join(text.split("\n")[:7]), 90),
    ],
)
def test_a_text_that_was_worked_over_a_little_is_alike_and_shares_a_band(edit: Any, least: int) -> None:
    for seed in range(6):
        text = _text(seed)
        assert likeness(text, edit(text)) >= least
        assert set(bands_of(text)) & set(bands_of(edit(text)))


def test_texts_about_the_same_things_are_not_alike() -> None:
    texts = [_text(seed) for seed in range(20)]
    found = [likeness(one, other) for place, one in enumerate(texts) for other in texts[:place]]
    assert max(found) < 70


def test_a_text_too_short_to_be_told_has_no_bands() -> None:
    assert (bands_of(_text(1, 2)), fingerprint_of(_text(1, 2))) == ([], None)
    assert len(bands_of(_text(1))) == BANDS
    assert likeness("", "") == likeness("a", "") == 0


def test_fingerprints_of_texts_alike_are_near() -> None:
    def far(one: str, other: str) -> int:
        first, second = fingerprint_of(one), fingerprint_of(other)
        assert first is not None
        assert second is not None
        return ((first ^ second) & (2**64 - 1)).bit_count()

    text = _text(1)
    assert far(text, _edited(text, 2, 0.03)) < 20 < far(text, _text(9))
    assert all(-(2**63) <= band < 2**63 for band in bands_of(text))


@given(st.text(max_size=200), st.text(max_size=200))
def test_passages_are_the_text_again(first: str, second: str) -> None:
    for text, parts in zip((first, second), common_passages(first, second), strict=True):
        assert "".join(part.text for part in parts) == text
    assert 0 <= likeness(first, second) <= 100


def test_what_both_have_is_told_apart() -> None:
    one = "Sáng nay ở xã. Cán bộ hướng dẫn bà con nộp hồ sơ qua mạng."
    other = "Tin vắn: cán bộ hướng dẫn bà con nộp hồ sơ qua mạng, ai cũng vui."
    parts = common_passages(one, other)
    assert [part.text for part in parts[0] if part.common] == ["Cán bộ hướng dẫn bà con nộp hồ sơ qua mạng"]
    assert [part.text for part in parts[1] if not part.common] == ["Tin vắn: ", ", ai cũng vui."]


# -------------------------------------------------------------------------------------------------------------- finding


def _evidence(owner: Agency, text: str, day: date = TODAY, **more: Any) -> Evidence:
    told = {"kind": "article", "happened_on": day, "title": "Tin", "source": Source.PERSON, **more}
    made = Evidence.objects.create(agency=owner, recorded_at=timezone.now(), **told)
    Evidence.objects.filter(pk=made.pk).update(item=made.pk)
    PageCopy.objects.create(evidence=made, url="https://xa.example/1", fetched_at=timezone.now(), text=text, sha256="a")
    made.refresh_from_db()
    return made


@pytest.mark.django_db
def test_copies_within_and_across_agencies_are_flagged_the_later_one_as_copy() -> None:
    here, there = agency(), agency()
    first = _evidence(here, _text(1), date(2026, 3, 1))
    again = _evidence(there, _edited(_text(1), 1, 0.04), date(2026, 3, 5), title="Một nhan đề khác hẳn")
    earlier = _evidence(there, "Lời tòa soạn.\n" + _text(1), date(2026, 2, 1))
    _evidence(there, _text(2))
    assert compare_waiting(seconds=60) == 4
    pairs = {(one.evidence, one.other) for one in NearCopy.objects.all()}
    assert pairs == {(again, first), (first, earlier), (again, earlier)}
    assert all(one.likeness >= 85 for one in NearCopy.objects.all())
    assert compare_waiting(seconds=60) == 0


@pytest.mark.django_db
def test_comparing_twice_is_as_comparing_once() -> None:
    owner = agency()
    _evidence(owner, _text(1)), _evidence(owner, _text(1))
    for copy in list(PageCopy.objects.all()) * 2:
        compare(copy.pk)
    assert (NearCopy.objects.count(), Band.objects.count()) == (1, 2 * BANDS)


@pytest.mark.django_db
def test_placements_of_one_item_and_what_was_withdrawn_are_no_copies() -> None:
    owner = agency()
    first, second = _evidence(owner, _text(1)), _evidence(owner, _text(1))
    Evidence.objects.filter(pk=second.pk).update(item=first.pk)
    _evidence(agency(), _text(1), state=EvidenceState.WITHDRAWN)
    compare(first.page_copies.get().pk)
    compare(second.page_copies.get().pk)
    assert not NearCopy.objects.exists()


@pytest.mark.django_db
def test_short_texts_are_not_flagged() -> None:
    owner = agency()
    for _ in range(2):
        _evidence(owner, "Thông báo nghỉ lễ của ủy ban nhân dân xã.")
    compare_waiting(seconds=60)
    assert not NearCopy.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("others", [3, 30])
def test_finding_copies_costs_the_same_among_few_and_many(others: int, django_assert_max_num_queries: Any) -> None:
    owner = agency()
    for seed in range(others):
        compare(_evidence(owner, _text(100 + seed)).page_copies.get().pk)
    copy = _evidence(owner, _text(100)).page_copies.get()
    with django_assert_max_num_queries(BANDS + 14):
        compare(copy.pk)
    assert NearCopy.objects.count() == 1


# ------------------------------------------------------------------------------------------------------------- deciding


@pytest.fixture
def pair(db: None) -> NearCopy:
    above = agency("Ủy ban nhân dân tỉnh")
    days = [TODAY - timedelta(days=9), TODAY]
    first, second = (_evidence(agency(under=above), _text(1), day, title=f"Tin {day}") for day in days)
    compare_waiting(seconds=60)
    made = NearCopy.objects.get()
    assert (made.evidence, made.other) == (second, first)
    return made


@pytest.fixture
def judge(pair: NearCopy) -> Any:
    return person(Role.COORDINATOR, Agency.objects.get(name="Ủy ban nhân dân tỉnh"))


def test_a_decision_is_kept_with_who_made_it(pair: NearCopy, judge: Any) -> None:
    officer = person(Role.OFFICER, pair.evidence.agency)
    decide(pair, NearCopyState.COPY, seen_as=NearCopyState.FLAGGED, by=judge, on=TODAY)
    pair.refresh_from_db()
    assert [notice.person for notice in Notice.objects.filter(code="monitoring.near-copy")] == [officer]
    assert (pair.state, pair.decided_by) == (NearCopyState.COPY, judge)
    assert Entry.objects.filter(verb="evidence.judge-copy").count() == 1
    with pytest.raises(ChangedMeanwhile):
        decide(pair, NearCopyState.DIFFERENT, seen_as=NearCopyState.FLAGGED, by=judge, on=TODAY)
    decide(pair, NearCopyState.DIFFERENT, seen_as=NearCopyState.COPY, by=judge, on=TODAY)


def test_the_agency_itself_does_not_decide(pair: NearCopy) -> None:
    own = person(Role.COORDINATOR, pair.evidence.agency)
    with pytest.raises(Forbidden):
        decide(pair, NearCopyState.DIFFERENT, seen_as=NearCopyState.FLAGGED, by=own, on=TODAY)


def test_only_evidence_of_one_agency_is_one_item(pair: NearCopy, judge: Any) -> None:
    with pytest.raises(MonitoringError):
        decide(pair, NearCopyState.PLACEMENT, seen_as=NearCopyState.FLAGGED, by=judge, on=TODAY)
    Evidence.objects.filter(pk=pair.evidence_id).update(agency=pair.other.agency_id)
    pair = NearCopy.objects.get()
    decide(pair, NearCopyState.PLACEMENT, seen_as=NearCopyState.FLAGGED, by=judge, on=TODAY)
    assert Evidence.objects.get(pk=pair.evidence_id).item == pair.other
    decide(pair, NearCopyState.DIFFERENT, seen_as=NearCopyState.PLACEMENT, by=judge, on=TODAY)
    assert Evidence.objects.get(pk=pair.evidence_id).item == pair.evidence


def test_a_reviewer_sees_both_texts_and_decides(pair: NearCopy, judge: Any, client: Client) -> None:
    client.force_login(judge)
    listed = client.get(reverse("monitoring:near-copies"))
    assert list(listed.context["listing"]) == [pair]
    page = client.get(reverse("monitoring:near-copy", args=[pair.pk]))
    assert [side.evidence for side in page.context["sides"]] == [pair.other, pair.evidence]
    assert page.content.count(b"<mark>") >= 2
    answer = client.post(
        reverse("monitoring:decide-near-copy", args=[pair.pk]), {"state": "copy", "seen_as": "flagged"}
    )
    assert answer.headers["Location"] == reverse("monitoring:near-copies")
    assert client.get(reverse("monitoring:near-copies")).context["listing"].total == 0
    for query, total in [("state=copy", 1), ("state=", 1), ("state=copy&within=one", 0), ("state=x&likeness=²", 1)]:
        assert client.get(reverse("monitoring:near-copies") + "?" + query).context["listing"].total == total, query
    assert b"".join(client.get(reverse("monitoring:near-copies") + "?state=copy&format=csv")).count(b"Tin") == 2


def test_bad_answers_and_strangers_change_nothing(pair: NearCopy, judge: Any, client: Client) -> None:
    address = reverse("monitoring:decide-near-copy", args=[pair.pk])
    client.force_login(judge)
    for told in ({}, {"state": "flagged", "seen_as": "flagged"}, {"state": "\x00", "seen_as": "copy"}):
        assert client.post(address, told).headers["Location"] == reverse("monitoring:near-copy", args=[pair.pk])
    assert client.get(reverse("monitoring:near-copy", args=[10**30])).status_code == 404
    client.force_login(person(Role.COORDINATOR))
    assert client.post(address, {"state": "copy", "seen_as": "flagged"}).status_code == 403
    pair.refresh_from_db()
    assert pair.state == NearCopyState.FLAGGED


def test_a_text_that_may_not_be_seen_is_named_by_its_agency_alone(pair: NearCopy, client: Client) -> None:
    stranger = agency("Xã ở tỉnh khác")
    Evidence.objects.filter(pk=pair.other_id).update(agency=stranger, title="Nhan đề kín")
    client.force_login(person(Role.COORDINATOR, Agency.objects.get(name="Ủy ban nhân dân tỉnh")))
    page = client.get(reverse("monitoring:near-copy", args=[pair.pk])).content.decode()
    listed = client.get(reverse("monitoring:near-copies")).content.decode()
    assert "Xã ở tỉnh khác" in page
    assert "Xã ở tỉnh khác" in listed
    assert "Nhan đề kín" not in page + listed
    assert page.count("pair-text") == 1
