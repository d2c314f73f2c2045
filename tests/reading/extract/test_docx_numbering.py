from tests.reading.extract.checking import printed
from tests.reading.extract.wordfile import lvl, num, numbering, p, word

from loa.reading.extract import extract

OUTLINE = lvl(0, "upperRoman", "%1.") + lvl(1, "decimal", "%2.") + lvl(2, "lowerLetter", "%3)") + lvl(3, "bullet", "-")


def labels(*places: tuple[int, int], defs: str) -> list[str]:
    """The labels Word prints before paragraphs of the given (list, level)."""
    body = "".join(p("x", num=place) for place in places)
    return [line.removesuffix("x").rstrip() for line in printed(extract(word(body, numbering=defs)))]


def test_levels_count_and_start_again_below() -> None:
    places = [(1, 0), (1, 1), (1, 2), (1, 2), (1, 3), (1, 1), (1, 2), (1, 0), (1, 1)]
    assert labels(*places, defs=numbering(OUTLINE)) == ["I.", "1.", "a)", "b)", "-", "2.", "a)", "II.", "1."]


def test_a_level_shows_the_levels_above_it() -> None:
    defs = numbering(
        lvl(0, "upperRoman", "%1.") + lvl(1, "decimal", "%1.%2.") + lvl(2, "decimal", "%2.%3", "<w:isLgl/>")
    )
    assert labels((1, 0), (1, 0), (1, 1), (1, 2), (1, 1), (1, 2), defs=defs) == [
        "I.",
        "II.",
        "II.1.",
        "1.1",
        "II.2.",
        "2.1",
    ]


def test_legal_levels_show_arabic_numbers() -> None:
    defs = numbering(lvl(0, "upperRoman", "%1.") + lvl(1, "decimal", "%1.%2.", "<w:isLgl/>"))
    assert labels((1, 0), (1, 0), (1, 1), defs=defs) == ["I.", "II.", "2.1."]


def test_a_level_never_used_above_shows_its_start() -> None:
    assert labels((1, 1), (1, 1), defs=numbering(lvl(0, "decimal", "%1.") + lvl(1, "decimal", "%1.%2."))) == [
        "1.1.",
        "1.2.",
    ]


def test_lists_of_one_definition_go_on_unless_started_anew() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    defs = numbering(lvl(0, "decimal", "%1."), nums=(num(1, 0), num(2, 0), num(3, 0, anew)))
    assert labels((1, 0), (2, 0), (3, 0), (3, 0), (1, 0), defs=defs) == ["1.", "2.", "1.", "2.", "3."]


def test_two_definitions_count_apart() -> None:
    defs = numbering(lvl(0, "decimal", "%1."), lvl(0, "lowerLetter", "%1)"))
    assert labels((1, 0), (2, 0), (1, 0), (2, 0), defs=defs) == ["1.", "a)", "2.", "b)"]


def test_a_list_may_have_levels_of_its_own() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{lvl(0, "upperLetter", "%1/")}</w:lvlOverride>'
    defs = numbering(lvl(0, "decimal", "%1."), nums=(num(1, 0, own),))
    assert labels((1, 0), (1, 0), defs=defs) == ["A/", "B/"]


def test_restart_of_a_level() -> None:
    never = lvl(0, "decimal", "%1.") + lvl(1, "decimal", "(%2)", '<w:lvlRestart w:val="0"/>')
    assert labels((1, 0), (1, 1), (1, 0), (1, 1), defs=numbering(never)) == ["1.", "(1)", "2.", "(2)"]
    above = (
        lvl(0, "decimal", "%1.") + lvl(1, "decimal", "%2") + lvl(2, "lowerLetter", "%3)", '<w:lvlRestart w:val="1"/>')
    )
    places = [(1, 0), (1, 1), (1, 2), (1, 1), (1, 2), (1, 0), (1, 2)]
    assert labels(*places, defs=numbering(above)) == ["1.", "1", "a)", "2", "b)", "2.", "a)"]


def test_formats() -> None:
    kinds = ["decimal", "decimalZero", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "none"]
    defs = numbering(*(lvl(0, kind, "%1.") for kind in kinds))
    places = [(index + 1, 0) for index in range(len(kinds)) for _ in range(4)]
    found = labels(*places, defs=defs)[3::4]
    assert found == ["4.", "04.", "IV.", "iv.", "D.", "d.", "."]


def test_letters_after_z_are_doubled() -> None:
    found = labels(*[(1, 0)] * 28, defs=numbering(lvl(0, "lowerLetter", "%1)")))
    assert found[24:] == ["y)", "z)", "aa)", "bb)"]


def test_bullets_of_symbol_fonts_are_signs() -> None:
    font = '<w:rPr><w:rFonts w:ascii="{0}" w:hAnsi="{0}"/></w:rPr>'
    signs = [
        ("\uf0b7", "Symbol"),
        ("\uf0a7", "Wingdings"),
        ("\uf0d8", "Wingdings"),
        ("\uf02d", "Symbol"),
        ("o", "Courier New"),
    ]
    signs += [("+", "Times New Roman"), ("–", "Times New Roman"), ("\uf0fc", "Wingdings"), ("\uf076", "Wingdings")]
    levels = [
        f'<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="{sign}"/>{font.format(name)}</w:lvl>'
        for sign, name in signs
    ]
    defs = numbering(*levels)
    found = labels(*[(index + 1, 0) for index in range(len(signs))], defs=defs)
    assert found == ["•", "▪", "➢", "-", "○", "+", "–", "✓", "❖"]


def test_the_blank_after_a_label() -> None:
    glued = lvl(0, "decimal", "Điều %1", '<w:suff w:val="nothing"/>') + lvl(
        1, "decimal", "%2.", '<w:suff w:val="space"/>'
    )
    body = p(". Ban hành kế hoạch", num=(1, 0)) + p(" Sở Nội vụ", num=(1, 1))
    assert printed(extract(word(body, numbering=numbering(glued)))) == ["Điều 1. Ban hành kế hoạch", "1. Sở Nội vụ"]


def test_lists_come_through_the_chain_of_styles() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Khoan"><w:basedOn w:val="Muc"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Diem"><w:basedOn w:val="Khoan"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Tron"><w:basedOn w:val="Khoan"/>'
        "<w:pPr><w:numPr><w:numId w:val='0'/></w:numPr></w:pPr></w:style>"
    )
    levels = lvl(0, "upperRoman", "%1.", '<w:pStyle w:val="Muc"/>') + lvl(
        1, "decimal", "%2.", '<w:pStyle w:val="Khoan"/>'
    )
    levels += lvl(2, "lowerLetter", "%3)")
    body = p("A", style="Muc") + p("B", style="Khoan") + p("C", style="Diem") + p("D", style="Tron")
    body += p("E", style="Diem", num=(1, 2)) + p("F", style="Muc", num=(0, 0)) + p("G", style="Muc")
    found = printed(extract(word(body, styles=styles, numbering=numbering(levels))))
    assert found == ["I. A", "1. B", "2. C", "D", "a) E", "F", "II. G"]


def test_a_definition_may_point_to_a_numbering_style() -> None:
    inside = '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>'
    styles = f'<w:style w:type="numbering" w:styleId="KieuSo">{inside}</w:style>'
    defs = numbering('<w:numStyleLink w:val="KieuSo"/>', lvl(0, "decimal", "%1/"))
    body = p("A", num=(1, 0)) + p("B", num=(2, 0))
    assert printed(extract(word(body, styles=styles, numbering=defs))) == ["1/ A", "2/ B"]


def test_empty_numbered_paragraphs_count_but_print_nothing() -> None:
    body = p("A", num=(1, 0)) + p(num=(1, 0)) + p("C", num=(1, 0))
    assert printed(extract(word(body, numbering=numbering(OUTLINE)))) == ["I. A", "III. C"]


def test_unknown_lists_and_missing_numbering_print_nothing() -> None:
    assert printed(extract(word(p("A", num=(9, 0)) + p("B", num=(1, 7)), numbering=numbering(OUTLINE)))) == ["A", "B"]
    assert printed(extract(word(p("A", num=(1, 0))))) == ["A"]
