import unicodedata

import pytest

from loa.reading.errors import UnknownFormat
from loa.reading.extract.encodings import Legacy, decode_bytes, decode_legacy, decode_run, legacy_of_font, unmask
from loa.reading.extract.syllables import is_syllable

PLAN = """ỦY BAN NHÂN DÂN XÃ ĐỒNG TÂM
Số: 12/KH-UBND

KẾ HOẠCH
Thông tin, tuyên truyền về dịch vụ công trực tuyến

Phòng Văn hóa - Xã hội đăng tải mỗi tháng 02 tin, bài; phản ánh, góp ý của người dân được trả lời đầy đủ.
Những việc khó thì gửi về Trung tâm Phục vụ hành chính công trước ngày 25 của tháng cuối quý.
"""
_LETTERS = "ĂÂÊÔƠƯĐăâêôơưđàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
_ABC = "¡¢£¤¥¦§¨©ª«¬\xad®µ¸¶·¹»¾¼½ÆÇÊÈÉËÌÐÎÏÑÒÕÓÔÖ×ÝØÜÞßãáâäåèæçéêíëìîïóñòôõøö÷ùúýûüþ"


def in_tcvn3(text: str) -> str:
    """As typed in a TCVN3 font: capitals with a mark have only the small letter."""
    table = dict(zip(_LETTERS, _ABC, strict=True))
    return "".join(table.get(letter) or table.get(letter.lower(), letter) for letter in text)


def in_vni(text: str) -> str:
    table = {decode_legacy(source, Legacy.VNI): source for source in _vni_letters()}
    return "".join(table.get(letter, letter) for letter in text)


def _vni_letters() -> list[str]:
    pairs = [base + mark for base in "aeo" for mark in "âàáåãä"] + ["a" + mark for mark in "êèéúüë"]
    pairs += [base + mark for base in "aeiouyôö" for mark in "øùûõï"] + list("ñôöòæóî")
    return [*pairs, *(pair.upper() for pair in pairs)]


def in_windows_1258(text: str) -> bytes:
    marks = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    out = b""
    for letter in text:
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            base = unicodedata.normalize("NFD", letter)
            tone = "".join(mark for mark in base if mark in marks)
            rest = unicodedata.normalize("NFC", "".join(mark for mark in base if mark not in marks))
            out += rest.encode("cp1258") + tone.encode("cp1258")
    return out


FORMS = {
    "utf-8": (PLAN.encode(), "utf-8"),
    "utf-8 with mark": (b"\xef\xbb\xbf" + PLAN.encode(), "utf-8"),
    "utf-16-le with mark": (b"\xff\xfe" + PLAN.encode("utf-16-le"), "utf-16"),
    "utf-16-be with mark": (b"\xfe\xff" + PLAN.encode("utf-16-be"), "utf-16"),
    "utf-16-le": (PLAN.encode("utf-16-le"), "utf-16"),
    "utf-16-be": (PLAN.encode("utf-16-be"), "utf-16"),
    "windows-1258": (in_windows_1258(PLAN), "windows-1258"),
    "tcvn3": (in_tcvn3(PLAN).encode("latin-1"), "tcvn3"),
    "vni": (in_vni(PLAN).encode("latin-1"), "vni"),
    "tcvn3 saved as utf-8": (in_tcvn3(PLAN).encode(), "tcvn3"),
    "vni saved as utf-8": (in_vni(PLAN).encode(), "vni"),
    "vni saved as utf-16": (b"\xff\xfe" + in_vni(PLAN).encode("utf-16-le"), "vni"),
    "utf-8 taken for windows-1252": (
        PLAN.encode().decode("latin-1").encode(),
        "utf-8 as windows-1252",
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_encoding_gives_the_same_text(form: str) -> None:
    data, encoding = FORMS[form]
    decoded = decode_bytes(data)
    assert decoded.text == PLAN
    assert decoded.encoding == encoding
    assert decoded.damaged == 0


@pytest.mark.parametrize("form", FORMS)
def test_line_breaks_of_windows_become_plain(form: str) -> None:
    codec = "utf-16-le" if form.startswith("utf-16-le") else None
    if codec is None and "utf-16" in form:
        return
    data, _ = FORMS[form]
    broken = data.replace("\n".encode(codec), "\r\n".encode(codec)) if codec else data.replace(b"\n", b"\r\n")
    assert decode_bytes(broken).text == PLAN


@pytest.mark.parametrize(
    "text",
    [
        "TM. ỦY BAN NHÂN DÂN TỈNH",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: 36/KH-UBND",
        "II. Ý NGHĨA, YÊU CẦU",
        "a) Tuyên truyền CCHC; b) đào tạo",
        "Đăng ký trên Cổng Dịch vụ công",
        "Bộ TTTT",
        "CCHC ở cơ sở",
        "kết quả CCHC ở",
        "UBND, Sở Nội vụ",
    ],
)
def test_capitals_lost_by_tcvn3_come_back(text: str) -> None:
    assert decode_legacy(in_tcvn3(text), Legacy.TCVN3) == text


def test_runs_are_decoded_by_their_font() -> None:
    assert decode_run("céng hoµ", ".VnTimeH") == "CỘNG HOÀ"
    assert decode_run("céng hoµ", "ABCDEF+.VnTime") == "cộng hoà"
    assert decode_run("nhµ n−íc", ".VnArial") == "nhà nước"
    assert decode_run("Coäng hoøa", "VNI-Times") == "Cộng hòa"
    assert decode_run("déjà", "Times New Roman") == "déjà"
    assert legacy_of_font("Vnexpress") is None


def test_lines_hidden_in_tcvn3_are_found_in_a_unicode_text() -> None:
    lines = ["Điều 1. Ban hành kế hoạch tuyên truyền", in_tcvn3("Các sở, ban, ngành thực hiện nhiệm vụ đã giao")]
    text, _ = unmask("\n".join(lines))
    assert text.split("\n")[1] == "Các sở, ban, ngành thực hiện nhiệm vụ đã giao"


@pytest.mark.parametrize(
    "text",
    [
        "Le décret a été publié à l'été; où êtes-vous, élève?",
        "Größe und Maße für öffentliche Gebäude",
        "La señora añadió que mañana habrá más niños.",
        "An English letter: 20 °C, © 2024, naïve café.",
    ],
)
def test_other_languages_keep_their_letters(text: str) -> None:
    assert decode_bytes(text.encode()).text == text
    assert decode_bytes(text.encode("cp1252")).text == text


def test_damaged_places_are_counted() -> None:
    decoded = decode_bytes(PLAN.encode() + "ạ".encode()[:2])
    assert decoded.encoding == "utf-8"
    assert decoded.damaged == 1


def test_zeros_that_fill_a_file_up_are_no_text() -> None:
    assert decode_bytes(PLAN.encode() + bytes(9_000)).text == PLAN


def test_noise_is_no_text() -> None:
    with pytest.raises(UnknownFormat):
        decode_bytes(bytes(range(256)) * 40)


def test_syllables() -> None:
    assert all(
        is_syllable(word)
        for word in ["Nghiêng", "quyết", "giữ", "gìn", "khuỷu", "hòa", "hoà", "ủy", "uỷ", "đặc", "gì", "toàn"]
    )
    assert not any(is_syllable(word) for word in ["Céng", "hoµ", "bàt", "mãp", "thế\u0301", "école"])
