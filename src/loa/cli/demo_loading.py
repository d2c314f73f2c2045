"""Loading the samples of `loa demo`, with what a person who waits or is in trouble has to know."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from time import monotonic

from loa.cli.system import set_up
from loa.cli.voice import Failure, Voice
from loa.reading.errors import Message

__all__ = ["folder_held", "free_port", "load"]

_SITES_PORT = 8790
_PORTS_TRIED = 20
_CHAPTERS = {
    "database": Message("tạo cơ sở dữ liệu", "making the database"),
    "agencies": Message("cơ quan, đơn vị và tài khoản", "agencies and accounts"),
    "past": Message("năm đã qua, trước và sau khi sắp xếp đơn vị hành chính", "the past, across the reorganisation"),
    "plan": Message("kế hoạch năm nay và kế hoạch của các đơn vị", "the plan of this year and those under it"),
    "year": Message(
        "một năm tin bài, phát sóng, báo cáo, nhắc việc", "a year of articles, broadcasts, reports, reminders"
    ),
    "desk": Message("những việc đang chờ trên bàn làm việc", "what waits on the desks"),
}


def free_port(first: int) -> int:
    """The first port from here on that this process may listen at. Raises Failure."""
    from loa.project.serving import address_is_free  # `loa read` must not wait for the server

    for port in range(first, min(first + _PORTS_TRIED, 65536)):
        if address_is_free("127.0.0.1", port):
            return port
    raise Failure(
        f"Các cổng từ {first} đến {port} đều đang bận. Chọn cổng khác bằng --port.",
        f"The ports from {first} to {port} are all taken. Choose another with --port.",
    )


@contextmanager
def folder_held(home: Path) -> Iterator[Path]:
    """Holds the folder of the samples; gives the file that tells others the address. Raises Failure."""
    from loa.project.demo.home import InUse, NotOurs, held

    with ExitStack() as stack:
        try:
            said = stack.enter_context(held(home))
        except NotOurs:
            raise Failure(
                f"Thư mục “{home}” đã có tệp khác. Chọn thư mục khác bằng --home.",
                f"“{home}” holds other files. Choose another folder with --home.",
            ) from None
        except InUse as error:
            raise _in_use(home, error.address) from None
        except OSError as error:
            raise _not_writable(home, error) from None
        yield said


def _in_use(home: Path, address: str) -> Failure:
    if address:
        return Failure(
            f"Bản chạy thử này đang chạy ở {address}. Mở địa chỉ đó, hoặc chọn thư mục khác bằng --home.",
            f"This demonstration is running at {address} already. Open that, or choose another folder with --home.",
        )
    return Failure(
        f"Một lệnh loa demo khác đang nạp dữ liệu vào “{home}”. Đợi nó nạp xong, hoặc chọn thư mục khác bằng --home.",
        f"Another `loa demo` is loading into “{home}”. Wait for it, or choose another folder with --home.",
    )


def _not_writable(home: Path, error: OSError) -> Failure:
    why = error.strerror or str(error)
    return Failure(
        f"Không ghi được vào “{home}” ({why}). Chọn bằng --home một thư mục ghi được, trên đĩa còn chỗ.",
        f"“{home}” cannot be written ({why}). Name a folder with --home that can, on a disk that has room.",
    )


def load(home: Path, voice: Voice, *, fresh: bool) -> int:
    """Loads the samples unless they are there; gives the port of the sample sites. Raises Failure."""
    from django.db import DatabaseError  # `loa read` must not wait for it

    try:
        return _taken_up_or_loaded(home, voice, fresh=fresh)
    except (DatabaseError, OSError) as error:
        raise _not_writable(home, error if isinstance(error, OSError) else OSError(str(error))) from error


def _taken_up_or_loaded(home: Path, voice: Voice, *, fresh: bool) -> int:
    from loa.project.demo.home import begun, claim, loaded

    if begun(home):
        voice.say(Message("Lần nạp trước bị ngắt giữa chừng, nạp lại từ đầu.", "Loading was cut off; it begins anew."))
    claim(home, fresh=fresh)
    if loaded(home) is None:
        voice.say(Message("Đang nạp dữ liệu mẫu, chừng một phút:", "Loading the sample data, about a minute:"))
    set_up()
    from django.utils import timezone  # Django is set up only now

    from loa.project.installing import bring_up_to_date, collect_static

    collect_static()
    today = timezone.localdate()
    known = loaded(home)
    if known is not None:
        bring_up_to_date()
        _tell_age(date.fromisoformat(known.on), today, voice)
        return known.sites_port
    return _load(home, voice, today)


def _tell_age(on: date, today: date, voice: Voice) -> None:
    if on != today:
        message = Message(
            f"Dữ liệu mẫu được nạp ngày {on:%d/%m/%Y}. Thêm --fresh để nạp lại đến hôm nay.",
            f"The sample data were loaded on {on:%d/%m/%Y}. Add --fresh to load them anew up to today.",
        )
        voice.say(message)


def _load(home: Path, voice: Voice, today: date) -> int:
    from loa.project.demo.home import remember
    from loa.project.demo.hurrying import hurrying
    from loa.project.demo.samples import MissingSamples
    from loa.project.demo.site import Published, serving
    from loa.project.demo.story import tell
    from loa.project.demo.timeline import EARLIEST, TooEarly
    from loa.project.installing import bring_up_to_date

    sites, port, began = home / "sites", free_port(_SITES_PORT), monotonic()
    try:
        with hurrying(), serving(sites, port) as address:
            _begin("database", voice)
            bring_up_to_date()
            tell(today, sites=Published(address, sites), begin=lambda chapter: _begin(chapter, voice))
    except MissingSamples:
        raise Failure(
            "Bản cài này không kèm dữ liệu mẫu. Cài lại Loa, hoặc chạy make demo trong mã nguồn.",
            "This installation comes without the samples. Install Loa again, or run `make demo` in its source.",
        ) from None
    except TooEarly:
        raise Failure(
            f"Đồng hồ của máy chỉ ngày {today:%d/%m/%Y}; dữ liệu mẫu bắt đầu {EARLIEST:%d/%m/%Y}. Chỉnh đồng hồ.",
            f"The clock of this machine says {today:%d/%m/%Y}; the samples begin on {EARLIEST:%d/%m/%Y}. Set it right.",
        ) from None
    remember(home, today, sites_port=port)
    seconds = round(monotonic() - began)
    voice.say(Message(f"Đã nạp xong sau {seconds} giây.", f"Loaded in {seconds} seconds."))
    return port


def _begin(chapter: str, voice: Voice) -> None:
    number = list(_CHAPTERS).index(chapter) + 1
    told = _CHAPTERS[chapter]
    voice.say(Message(f"  {number}/{len(_CHAPTERS)} {told.vi} …", f"  {number}/{len(_CHAPTERS)} {told.en} …"))
