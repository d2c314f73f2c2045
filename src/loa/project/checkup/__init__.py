"""What `loa doctor` looks at. Each check tells what it found and, where something is wrong, what to do."""

from collections.abc import Iterator

from loa.project.checkup import database, exposure, mail, programs, storage, working
from loa.project.checkup.finding import Finding, Level

__all__ = ["Finding", "Level", "findings"]


def findings() -> Iterator[Finding]:
    """Looks at everything, the ground first; what stands on broken ground is not looked at."""
    yield from programs.findings()
    yield from storage.findings()
    reached = database.reached()
    yield reached
    if reached.level is not Level.FAIL:
        fits = database.fits()
        yield fits
        yield from database.findings(fits)
        if fits.level is not Level.FAIL:
            yield from working.findings()
    yield mail.reached()
    yield from exposure.findings()
