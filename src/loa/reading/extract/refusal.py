"""The sentences with which a file is refused at the door, in both languages, each saying what to do."""

from loa.reading.errors import BrokenDocument, EmptyDocument, EncryptedDocument, MissingTool, TooLarge, UnknownFormat

__all__ = ["broken", "empty", "encrypted", "no_writer", "not_read", "only_pictures", "slow", "too_large", "unknown"]


def empty() -> EmptyDocument:
    """The file has no text."""
    return EmptyDocument(
        "Tệp không có nội dung chữ nào; hãy kiểm tra lại tệp và chọn tệp có nội dung.",
        "The file holds no text; check it and choose a file with content.",
    )


def only_pictures() -> EmptyDocument:
    """The file holds pictures, perhaps scanned pages, and no text."""
    return EmptyDocument(
        "Tệp chỉ có ảnh, không có chữ; nếu là bản quét, hãy lưu thành PDF để nhận dạng chữ.",
        "The file holds pictures and no text; if they are scanned pages, save it as PDF to have them recognised.",
    )


def unknown() -> UnknownFormat:
    """The bytes are of no known kind."""
    return UnknownFormat(
        "Không nhận ra định dạng của tệp; hãy dùng tệp DOCX, DOC, ODT, RTF, PDF, ảnh, HTML hoặc văn bản thuần.",
        "The format of the file is not recognised; use DOCX, DOC, ODT, RTF, PDF, an image, HTML or plain text.",
    )


def not_read(kind_vi: str, kind_en: str, advice_vi: str, advice_en: str) -> UnknownFormat:
    """The kind is known, but Loa does not read it."""
    return UnknownFormat(
        f"Tệp là {kind_vi}, Loa không đọc loại tệp này; {advice_vi}.",
        f"The file is {kind_en}, which Loa does not read; {advice_en}.",
    )


def broken(kind: str) -> BrokenDocument:
    """The kind is known, but its content cannot be taken apart."""
    return BrokenDocument(
        f"Tệp {kind} bị hỏng hoặc không đầy đủ; hãy mở bằng phần mềm đã tạo ra nó, lưu lại rồi thử lại.",
        f"The {kind} file is damaged or incomplete; open it with the program that made it, save it again and retry.",
    )


def encrypted(kind: str) -> EncryptedDocument:
    """The file opens only with a password."""
    return EncryptedDocument(
        f"Tệp {kind} có mật khẩu; hãy mở bằng mật khẩu, lưu một bản không có mật khẩu rồi thử lại.",
        f"The {kind} file is protected by a password; open it, save a copy without the password and retry.",
    )


def too_large(what_vi: str, what_en: str, limit: int) -> TooLarge:
    """One of the limits is passed."""
    return TooLarge(
        f"Tệp quá lớn: {what_vi} vượt giới hạn {limit:,}; hãy chia nhỏ tệp hoặc tăng giới hạn.".replace(",", "."),
        f"The file is too large: {what_en} beyond the limit of {limit:,}; split it or raise the limit.",
    )


def slow(seconds: float) -> TooLarge:
    """The time is used up."""
    return TooLarge(
        f"Đọc tệp quá {seconds:g} giây nên đã dừng; hãy chia nhỏ tệp hoặc tăng giới hạn thời gian.",
        f"Reading took longer than {seconds:g} seconds and was stopped; split the file or raise the limit.",
    )


def no_writer(kind: str) -> MissingTool:
    """LibreOffice is needed and not installed."""
    return MissingTool(
        f"Để đọc tệp {kind} cần có LibreOffice; hãy cài LibreOffice (Debian: apt install libreoffice-writer-nogui) "
        "hoặc lưu tệp thành DOCX.",
        f"Reading a {kind} file needs LibreOffice; install it (Debian: apt install libreoffice-writer-nogui) "
        "or save the file as DOCX.",
    )
