"""The data folder: room, rights, and the key in it."""

import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from loa.project.checkup.finding import Finding, bad, fair, good
from loa.project.settings import LOA

__all__ = ["findings"]

_LITTLE = 2 * 1024**3
_HARDLY_ANY = 200 * 1024**2


def findings() -> Iterator[Finding]:
    """Whether uploads can be kept and the key is kept from others."""
    yield _writable(Path(settings.MEDIA_ROOT))
    yield _room(LOA.home)
    yield _key(LOA.home / "secret-key")


def _writable(folder: Path) -> Finding:
    names = ("Kho tệp", "Files")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"loa")
    except OSError as error:
        told = f"{folder}: {error.strerror}"
        return bad(*names, told, "Cấp quyền ghi cho thư mục này.", "Let Loa's account write into this folder.")
    return good(*names, folder)


def _room(folder: Path) -> Finding:
    names = ("Dung lượng trống", "Free space")
    free = shutil.disk_usage(folder).free
    told = f"{free / 1024**3:.1f} GB"
    if free < _HARDLY_ANY:
        return bad(
            *names,
            told,
            "Sắp hết chỗ: dọn đĩa ngay, dữ liệu có thể không ghi được.",
            "Make room now: writing will fail.",
        )
    if free < _LITTLE:
        return fair(*names, told, "Nên dọn bớt hoặc thêm đĩa.", "Make room or add a disk soon.")
    return good(*names, told)


def _key(path: Path) -> Finding:
    names = ("Khóa bí mật", "Secret key")
    if LOA.secret_key:
        if len(LOA.secret_key) >= 50:
            return good(*names, "LOA_SECRET_KEY")
        return fair(
            *names,
            "LOA_SECRET_KEY",
            "Khóa quá ngắn: đặt ít nhất 50 ký tự ngẫu nhiên.",
            "Too short: give it 50 random characters.",
        )
    open_to = stat.S_IMODE(path.stat().st_mode) & 0o077
    if open_to:
        return bad(
            *names,
            f"{path} ({oct(stat.S_IMODE(path.stat().st_mode))})",
            f"Người khác đọc được khóa. Chạy: chmod 600 {path}",
            f"Others can read it. Run: chmod 600 {path}",
        )
    return good(*names, path)
