"""No text becomes a formula."""

import pytest

from loa.writing.formulas import harmless

RUN = ["=1+1", "+84912", " +84", "-2+3", "@SUM(A1)", "\t=1", " =1", "\r=1", "\n=1", "|cmd", "%x", "\uff1d1", "\uff0b84"]


@pytest.mark.parametrize("text", RUN)
def test_what_a_spreadsheet_would_run_is_disarmed(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Đăng tin", "125/KH-UBND", "a=b", ""])
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text
