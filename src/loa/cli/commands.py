"""The group of commands: help in the user's language, one sentence for every error, a clean stop on Ctrl-C."""

import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NoReturn

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

from loa.cli.language import in_words, system_language
from loa.cli.voice import Failure, Voice
from loa.reading.errors import Message

__all__ = ["LoaCommand", "LoaGroup"]

_TYPERS_OWN = {
    "Show this message and exit.": in_words("Cho xem hướng dẫn này.", "Show this message and exit."),
    "Install completion for the current shell.": in_words(
        "Cài gợi ý lệnh cho trình lệnh (shell) đang dùng.", "Install completion for the current shell."
    ),
    "Show completion for the current shell, to copy it or customize the installation.": in_words(
        "In đoạn mã gợi ý lệnh, để tự cài.", "Show completion for the current shell, to copy it."
    ),
}
"""What Typer itself says in English."""


_STOPPED = 130
"""What shells give a command that Ctrl-C ended."""

rich_utils.DEFAULT_STRING = in_words("[mặc định: {}]", "[default: {}]")
rich_utils.REQUIRED_LONG_STRING = in_words("[bắt buộc]", "[required]")
rich_utils.ARGUMENTS_PANEL_TITLE = in_words("Tham số", "Arguments")
rich_utils.OPTIONS_PANEL_TITLE = in_words("Tùy chọn", "Options")
rich_utils.COMMANDS_PANEL_TITLE = in_words("Lệnh", "Commands")


def _translated(params: list[Any]) -> list[Any]:
    for param in params:
        told = getattr(param, "help", None)
        if told in _TYPERS_OWN:
            param.help = _TYPERS_OWN[told]
    return params


def _usage(told: str) -> str:
    return told.replace("Usage:", in_words("Cách dùng:", "Usage:"), 1)


class LoaCommand(TyperCommand):
    """A command whose help is in the user's language throughout."""

    def get_params(self, ctx: Any) -> list[Any]:
        return _translated(super().get_params(ctx))

    def get_usage(self, ctx: Any) -> str:
        return _usage(super().get_usage(ctx))


class LoaGroup(TyperGroup):
    """Says what went wrong in one sentence, where Typer would draw a box in English or Python show its stack."""

    def get_params(self, ctx: Any) -> list[Any]:
        return _translated(super().get_params(ctx))

    def get_usage(self, ctx: Any) -> str:
        return _usage(super().get_usage(ctx))

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        run = partial(super().main, args, prog_name, complete_var, False, windows_expand_args, **extra)
        return _said(run) if standalone_mode else run()


def _said(run: Callable[[], Any]) -> NoReturn:
    """Runs the command and ends the process with its exit code."""
    voice = Voice(system_language())
    try:
        code = run()
    except Failure as failure:
        voice.warn(failure.message)
        code = failure.exit_code
    except typer.TyperException as misuse:
        voice.warn(_misuse(misuse))
        code = 2
    except (typer.Abort, KeyboardInterrupt):
        code = _STOPPED
    if code == _STOPPED:  # Typer too gives this for Ctrl-C
        voice.warn(Message("Đã dừng theo yêu cầu.", "Stopped as you asked."))
    sys.exit(code if isinstance(code, int) else 0)


def _misuse(error: typer.TyperException) -> Message:
    """What is wrong with the words of the command line."""
    option = getattr(error, "option_name", None)
    parameter = getattr(error, "param", None)
    told = " ".join(error.format_message().split())
    english = f"{told.rstrip('.')}. See --help."
    if option and type(error).__name__ == "NoSuchOption":
        return Message(f"Không có tùy chọn {option}. Xem --help.", english)
    if parameter is not None:
        hint = parameter.get_error_hint().replace("'", "")
        return Message(f"Thiếu hoặc sai giá trị của {hint}. Xem --help.", english)
    if option:
        return Message(f"Tùy chọn {option} dùng chưa đúng. Xem --help.", english)
    return Message("Lệnh chưa đúng. Xem --help.", english)
