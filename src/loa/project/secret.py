"""The key that signs sessions and links, made once for an installation that sets none."""

import secrets
from pathlib import Path

__all__ = ["secret_key"]


def secret_key(home: Path) -> str:
    """The key kept in `home/secret-key`, readable by its owner only; made when it is not there yet."""
    home.mkdir(parents=True, exist_ok=True)
    path = home / "secret-key"
    try:
        with path.open("x", encoding="ascii") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text("ascii")
