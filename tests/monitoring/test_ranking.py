"""Ranks: shares, ties, small denominators."""

from loa.monitoring.enums import Standing
from loa.monitoring.queries.board.counts import NONE, Counts, counted, total
from loa.monitoring.queries.board.groups import AgencyGroup, group_of
from loa.monitoring.queries.board.ranking import ranked
from loa.organizations.enums import AgencyKind, Tier


def test_equal_shares_have_one_rank_and_the_next_counts_them_all() -> None:
    rows = ranked(
        [
            ("Xã A", Counts(met=1, missed=1)),
            ("Xã B", Counts(met=3)),
            ("Xã C", Counts(met=6, late=6)),
            ("Xã D", Counts(met=1, early=1, on_track=4)),
            ("Xã Đ", Counts(met=20)),
            ("Xã E", Counts(overdue=2)),
        ]
    )
    assert [(row.who, row.rank, row.tied) for row in rows] == [
        ("Xã B", 1, True),
        ("Xã Đ", 1, True),
        ("Xã A", 3, True),
        ("Xã C", 3, True),
        ("Xã E", 5, False),
        ("Xã D", None, False),
    ]
    assert [row.who for row in rows if row.few] == ["Xã B", "Xã A", "Xã E"]


def test_shares_that_only_look_equal_are_not() -> None:
    rows = ranked([("Xã A", Counts(met=665, missed=335)), ("Xã B", Counts(met=6_651, missed=3_349))])
    assert [(row.who, row.rank, row.counts.percent) for row in rows] == [("Xã B", 1, 66.5), ("Xã A", 2, 66.5)]


def test_the_share_is_of_what_is_due_and_not_of_what_is_owed() -> None:
    counts = Counts(met=5, early=2, late=1, on_track=3, at_risk=1, not_yet_due=4, overdue=1, missed=1, waived=9)
    assert (counts.kept, counts.due, counts.owed, counts.percent) == (3, 6, 16, 50.0)
    assert NONE.percent is None
    assert not NONE


def test_a_cell_shows_what_asks_for_attention_first() -> None:
    assert Counts(met=9, missed=1).worst is Standing.MISSED
    assert Counts(met=9, at_risk=1, late=2).worst is Standing.AT_RISK
    assert Counts(met=9, not_yet_due=1).worst is Standing.NOT_YET_DUE
    assert Counts(waived=1).worst is Standing.WAIVED
    assert NONE.worst is None


def test_counts_add_up() -> None:
    parts = [Counts(met=1, early=1), Counts(met=2, waived=3)]
    assert total(parts) == parts[0] + parts[1] == Counts(met=3, early=1, waived=3)
    assert counted({"met": 3, "none": 7}) == Counts(met=3)


def test_agencies_are_compared_with_their_like() -> None:
    assert group_of(Tier.COMMUNE, AgencyKind.PEOPLES_COMMITTEE) is AgencyGroup.COMMUNES
    assert group_of(Tier.COMMUNE, AgencyKind.DIVISION) is AgencyGroup.DIVISIONS
    assert group_of(Tier.PROVINCE, AgencyKind.OFFICE) is AgencyGroup.DEPARTMENTS
    assert group_of(Tier.CENTRAL, AgencyKind.MINISTRY) is AgencyGroup.MINISTRIES
    assert group_of(Tier.PROVINCE, AgencyKind.PARTY) is AgencyGroup.OUTSIDE
    assert group_of(Tier.PROVINCE, AgencyKind.PUBLIC_SERVICE_CENTRE) is AgencyGroup.UNITS
    assert {group_of(tier, kind) for tier in Tier for kind in AgencyKind} <= set(AgencyGroup)
