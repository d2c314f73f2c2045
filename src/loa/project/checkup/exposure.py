"""What an installation shows to the world."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings

from loa.project.checkup.finding import Finding, bad, fair, good
from loa.project.settings import LOA

__all__ = ["findings"]

_LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})


def findings() -> Iterator[Finding]:
    """HTTPS, details of errors, host names."""
    address = urlsplit(LOA.base_url)
    public = (address.hostname or "") not in _LOCAL
    yield _https(address.scheme, public=public)
    if LOA.debug:
        level = bad if public else fair
        yield level("Chế độ gỡ lỗi", "Debug", "LOA_DEBUG=true", "Tắt khi vận hành.", "Switch it off in operation.")
    yield _hosts(address.hostname or "")


def _https(scheme: str, *, public: bool) -> Finding:
    if LOA.https and scheme == "https":
        return good("HTTPS", "HTTPS", LOA.base_url)
    if LOA.https or scheme == "https":
        return bad(
            "HTTPS", "HTTPS", f"{LOA.base_url}, LOA_HTTPS={str(LOA.https).lower()}",
            "LOA_BASE_URL và LOA_HTTPS phải khớp nhau.", "LOA_BASE_URL and LOA_HTTPS must agree.",
        )  # fmt: skip
    if public:
        return bad(
            "HTTPS", "HTTPS", LOA.base_url,
            "Mật khẩu đi trên mạng không mã hóa: đặt sau proxy có HTTPS, LOA_HTTPS=true.",
            "Passwords travel in the clear: put a proxy with HTTPS before it, and LOA_HTTPS=true.",
        )  # fmt: skip
    return good("HTTPS", "HTTPS", f"{LOA.base_url} (máy này / this machine)")


def _hosts(hostname: str) -> Finding:
    names = ("Tên máy chủ", "Host names")
    allowed = {host.strip("[]") for host in settings.ALLOWED_HOSTS}
    if "*" in allowed or any(
        hostname == host or (host.startswith(".") and hostname.endswith(host)) for host in allowed
    ):
        return good(*names, ", ".join(settings.ALLOWED_HOSTS))
    return bad(
        *names, ", ".join(settings.ALLOWED_HOSTS), f"Thêm {hostname} vào LOA_HOSTS.", f"Add {hostname} to LOA_HOSTS."
    )
