"""Queries whose text is worked out once: every answer must be that of the queryset they are made of."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection
from django.db.models import F, QuerySet
from django.test.utils import CaptureQueriesContext
from tests.factories import agency

from loa.audit.models import Head
from loa.organizations.models import Agency
from loa.prepared import Change, Insertion, Question, rows_of

pytestmark = pytest.mark.django_db


def _named(key: UUID, names: list[str], founded: date) -> QuerySet[Any, Any]:
    rows = Agency.objects.filter(key=key, name__in=names, founded_on__lte=founded)
    return rows.values_list("pk", "key", "founded_on")


class TestQuestion:
    def test_gives_what_the_queryset_gives_whatever_is_asked(self) -> None:
        ask = Question(_named, tuple)
        for name in ("Sở A", "Sở B"):
            one = agency(name)
            one.refresh_from_db()
            for day in (one.founded_on, date(1900, 1, 1)):
                given = (one.key, [one.name, "không có"], day)
                assert ask(*given) == list(_named(*given))
            assert ask(one.key, [one.name], one.founded_on) == [(one.pk, one.key, one.founded_on)]
            assert ask(one.key, [], one.founded_on) == []

    def test_asks_once_each_time_and_remembers_no_answer(self) -> None:
        ask = Question(lambda pk: Agency.objects.filter(pk=pk).values_list("name"), lambda row: row[0], kept=10)
        one = agency("Sở A")
        assert ask(one.pk) == ["Sở A"]
        Agency.objects.filter(pk=one.pk).update(name="Sở B")
        with CaptureQueriesContext(connection) as asked:
            assert ask(one.pk) == ["Sở B"]
        assert len(asked) == 1

    def test_refuses_a_query_that_changes_what_is_given(self) -> None:
        ask = Question(lambda text: Agency.objects.filter(name__startswith=text).values_list("pk"), tuple)
        with pytest.raises(ValueError, match="as it is"):
            ask("Sở")


class TestRowsOf:
    def test_gives_what_the_queryset_gives(self) -> None:
        made = [agency(f"Sở {number}") for number in range(3)]
        known = Agency.objects.filter(pk__in=[one.pk for one in made]).order_by("pk")
        rows = known.values_list("pk", "key", "founded_on", "ended_on")
        found = list(rows_of(rows))
        assert found == list(rows)
        assert list(rows_of(rows.filter(pk__in=[]))) == []


class TestChange:
    def test_sets_what_is_given_and_tells_how_many(self) -> None:
        one, other = agency("Sở A"), agency("Sở B")
        rename = Change(lambda pks, name: (Agency.objects.filter(pk__in=pks), {"name": name}))
        assert rename([one.pk, other.pk], "Sở C") == 2
        assert rename([one.pk, 0], "Sở D") == 1
        assert set(Agency.objects.filter(pk__in=[one.pk, other.pk]).values_list("name", flat=True)) == {"Sở C", "Sở D"}

    def test_takes_steps(self) -> None:
        head = Head.objects.create(number=4)
        step = Change(lambda pk: (Head.objects.filter(pk=pk), {"number": F("number") + 1}))
        assert (step(head.pk), step(head.pk)) == (1, 1)
        assert Head.objects.get(pk=head.pk).number == 6


class TestInsertion:
    def test_writes_a_row_that_knows_its_key_then(self) -> None:
        made = [Agency(name=f"Sở {number}", founded_on=date(2020, 1, 1)) for number in range(2)]
        assert all(Insertion(Agency)(one) for one in made)
        assert [Agency.objects.get(pk=one.pk).name for one in made] == ["Sở 0", "Sở 1"]
        made[0].name = "Sở mới"
        made[0].save()
        assert Agency.objects.get(key=made[0].key).name == "Sở mới"

    def test_leaves_what_stands_in_its_way_or_writes_over_it(self) -> None:
        first = agency("Sở A")
        again = Agency(key=first.key, name="Sở B", founded_on=first.founded_on)
        assert not Insertion(Agency, ignore=True)(again)
        assert Agency.objects.get(key=first.key).name == "Sở A"
        assert Insertion(Agency, unique=("key",), update=("name",))(again)
        assert Agency.objects.get(key=first.key).name == "Sở B"
        assert again.pk == first.pk

    @pytest.mark.django_db(transaction=True)
    def test_says_what_stands_in_its_way_otherwise(self) -> None:
        first = agency("Sở A")
        with pytest.raises(IntegrityError):
            Insertion(Agency)(Agency(key=first.key, name="Sở B", founded_on=first.founded_on))
