"""What holds for every Extraction, and short ways to look at one."""

from collections.abc import Iterator

from loa.reading.extraction import Extraction, Line, Table


def all_lines(extraction: Extraction) -> Iterator[Line]:
    for block in extraction.blocks:
        if isinstance(block, Line):
            yield block
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from cell.lines


def printed(extraction: Extraction) -> list[str]:
    """The words of every line, cells included, in reading order."""
    return [extraction.text[line.start : line.end] for line in all_lines(extraction)]


def tables(extraction: Extraction) -> list[list[list[list[str]]]]:
    """The words of the lines of the cells of the rows of the tables."""
    return [
        [[[extraction.text[line.start : line.end] for line in cell.lines] for cell in row.cells] for row in block.rows]
        for block in extraction.blocks
        if isinstance(block, Table)
    ]


def flags(extraction: Extraction, name: str) -> list[str]:
    """The words of the lines that have a flag, such as `bold` or `whole`."""
    return [extraction.text[line.start : line.end] for line in all_lines(extraction) if getattr(line, name)]


def assert_sound(extraction: Extraction) -> None:
    """Lines lie in the text, in order, without line breaks or blanks at their ends; rows are as wide as their table."""
    before = 0
    for line in all_lines(extraction):
        assert before <= line.start < line.end <= len(extraction.text)
        words = extraction.text[line.start : line.end]
        assert words == words.strip()
        assert "\n" not in words
        assert "\f" not in words
        assert 1 <= line.page <= extraction.pages
        before = line.end
    for block in extraction.blocks:
        if isinstance(block, Table):
            assert len({len(row.cells) for row in block.rows}) == 1
