"""Sets Django up for those commands that need the running system, and only when one of them runs."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from loa.cli.voice import Failure

if TYPE_CHECKING:
    from pydantic import ValidationError

__all__ = ["refuse_until_migrated", "set_up"]


def set_up(home: Path | None = None) -> None:
    """Makes settings, models and translations usable. Raises Failure where a setting cannot be used."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loa.project.settings")
    if home is not None:
        os.environ["LOA_HOME"] = str(home.resolve())
    import django  # `loa read` must not wait for it
    from django.apps import apps
    from pydantic import ValidationError

    from loa.project.messages import compile_messages
    from loa.ui.stylesheet import compose

    compile_messages()
    compose()
    try:
        if not apps.ready:  # a second time would only tie the log to what is standard error by then
            django.setup()
    except ValidationError as error:
        raise _wrong_setting(error) from None
    except PermissionError as error:
        raise Failure(
            f"Không ghi được vào thư mục dữ liệu ({error.filename}). Cấp quyền ghi hoặc đặt LOA_HOME sang chỗ khác.",
            f"The data folder cannot be written ({error.filename}). Allow it, or let LOA_HOME name another.",
        ) from None


def _wrong_setting(error: "ValidationError") -> Failure:
    """Names the variables by which the settings failed, as people set them."""
    names = ", ".join(f"LOA_{str(part['loc'][0]).upper()} ({part['msg']})" for part in error.errors())
    return Failure(
        f"Giá trị cài đặt không dùng được: {names}. Xem docs/settings.md.",
        f"A setting cannot be used: {names}. See docs/settings.md.",
    )


def refuse_until_migrated(*, migrate: bool = False) -> None:
    """Makes sure that the database fits this version. Raises Failure where it does not and may not be changed."""
    from django.db import OperationalError

    from loa.project.installing import bring_up_to_date, pending_migrations

    try:
        waiting = pending_migrations()
        if waiting and migrate:
            bring_up_to_date()
    except OperationalError as error:
        raise Failure(
            f"Không nối được cơ sở dữ liệu: {error}. Chạy: loa doctor",
            f"The database cannot be reached: {error}. Run: loa doctor",
            exit_code=1,
        ) from None
    if waiting and not migrate:
        raise Failure(
            f"Cơ sở dữ liệu chưa khớp với phiên bản này (còn {len(waiting)} bước). Sao lưu rồi chạy: loa init, "
            "hoặc thêm --migrate.",
            f"The database does not fit this version yet ({len(waiting)} steps to go). Make a backup, then run: "
            "loa init, or add --migrate.",
        )
