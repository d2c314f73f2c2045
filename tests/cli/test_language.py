import pytest

from loa.cli.language import language_of, system_language


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "vi"),
        ({"LANG": "C.UTF-8"}, "vi"),
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "en_US.UTF-8", "LOA_LANG": "vi"}, "vi"),
        ({"LOA_LANG": "en"}, "en"),
        ({"LOA_LANG": "fr", "LANG": "en_GB"}, "en"),
    ],
)
def test_vietnamese_unless_english_is_asked_for(environment: dict[str, str], language: str) -> None:
    assert system_language(environment) == language


def test_the_option_outweighs_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOA_LANG", "en")
    assert (language_of(None), language_of("vi")) == ("en", "vi")
