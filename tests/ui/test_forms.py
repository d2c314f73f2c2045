"""Fields in our markup, and dates as Vietnam types them."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.utils import translation

from loa.ui.forms import DateField, DateTimeField, TypedDates


class Report(forms.Form):
    title = forms.CharField(label="Trích yếu", help_text="Không viết tắt")
    due = DateField(label="Hạn")
    scope = forms.ChoiceField(label="Phạm vi", choices=[("a", "A")], widget=forms.RadioSelect)
    signed = forms.BooleanField(label="Đã ký", required=False)


class Plain(TypedDates, forms.Form):
    due = forms.DateField(required=False)


@pytest.mark.parametrize("typed", ["25/03/2026", "25-3-2026", "25.03.2026", "2026-03-25"])
def test_a_date_is_taken_as_it_is_typed_here_and_in_iso(typed: str) -> None:
    assert DateField().clean(typed) == date(2026, 3, 25)


@pytest.mark.parametrize("typed", ["03/25/2026", "31/02/2026", "25/03", "hôm nay"])
def test_what_is_no_date_is_refused_with_an_example(typed: str) -> None:
    with translation.override("en"), pytest.raises(forms.ValidationError, match="for example 25/03/2026"):
        DateField().clean(typed)


def test_a_moment_is_typed_with_its_time() -> None:
    assert DateTimeField().clean("25/03/2026 14:30") == datetime(2026, 3, 25, 7, 30, tzinfo=UTC)


def test_dates_of_a_model_form_are_typed_the_same_way() -> None:
    form = Plain({"due": "25/03/2026"})
    assert form.is_valid()
    assert form.cleaned_data == {"due": date(2026, 3, 25)}
    assert 'inputmode="numeric"' in str(form["due"])
    assert 'value="25/03/2026"' in str(Plain(initial={"due": date(2026, 3, 25)})["due"])


def test_label_hint_error_and_widget_are_tied() -> None:
    html = Report({"title": ""})["title"].as_field_group()
    assert '<label for="id_title">Trích yếu' in html
    assert 'id="id_title_helptext">Không viết tắt' in html
    assert 'id="id_title_error"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html


def test_choices_stand_in_a_fieldset_with_a_legend() -> None:
    html = Report()["scope"].as_field_group()
    assert html.count("<legend>Phạm vi") == html.count("</fieldset>") == 1


def test_the_label_of_one_box_stands_behind_it() -> None:
    html = Report()["signed"].as_field_group()
    assert html.index('type="checkbox"') < html.index('<label for="id_signed">')


def test_a_form_is_its_fields_in_order() -> None:
    html = str(Report())
    assert [html.index(f'name="{name}"') for name in ("title", "due", "scope", "signed")] == sorted(
        html.index(f'name="{name}"') for name in ("title", "due", "scope", "signed")
    )
    assert html.count('class="required"') == 3
