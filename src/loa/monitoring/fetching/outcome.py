"""What asking another site comes to: a page, nothing new, or a problem that can be told in a sentence."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

__all__ = ["TEMPORARY", "Failure", "Fetched", "Outcome", "Unchanged", "problem_text"]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a site answered; `url` is where it was found in the end."""

    url: str
    content: bytes = field(repr=False)
    media_type: str = ""
    charset: str = ""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The site says that nothing changed since it was asked last."""


_SENTENCES = {
    "address": gettext_lazy("This is not an address of a web page. It begins with http:// or https://."),
    "private": gettext_lazy("The address leads into an internal network, which Loa does not open."),
    "unknown": gettext_lazy("There is no such site. Check the address."),
    "unreachable": gettext_lazy("The site does not answer. Try again later."),
    "timeout": gettext_lazy("The site answers too slowly. Try again later."),
    "certificate": gettext_lazy("The certificate of the site is not valid. Tell those who run it."),
    "large": gettext_lazy("What the site sends is too large to be read."),
    "redirects": gettext_lazy("The address leads on and on to others."),
    "broken": gettext_lazy("What the site sends is damaged."),
    "robots": gettext_lazy("The site does not let programs read this page (robots.txt)."),
    "busy": gettext_lazy("The site wants to be asked less often. Try again later."),
    "gone": gettext_lazy("The page is not there any more."),
    "closed": gettext_lazy("The site lets nobody see this page without signing in."),
    "not-a-page": gettext_lazy("This is a file and not a web page."),
    "empty": gettext_lazy("No article could be found on the page."),
    "not-a-feed": gettext_lazy("This is neither a feed nor a sitemap that can be read."),
    "no-feed": gettext_lazy("Neither a feed nor a sitemap was found on this site. Enter the address of one."),
}

TEMPORARY = frozenset({"unreachable", "timeout", "busy", "certificate", "broken", "unknown"})
"""What may be different the next time; so are answers that name a fault of the server."""


def problem_text(code: str) -> str:
    """The sentence for the code of a problem, in the language of who reads. Empty for none."""
    if code.startswith("status:"):
        return _("The site answers with error %(status)s.") % {"status": code.removeprefix("status:")}
    return str(_SENTENCES.get(code, code))


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is nothing to read. `code` is kept, its sentence is shown."""

    code: str

    @property
    def sentence(self) -> str:
        return problem_text(self.code)

    @property
    def is_temporary(self) -> bool:
        """Whether it is worth asking again soon."""
        return self.code in TEMPORARY or self.code.startswith("status:5")


Outcome = Fetched | Unchanged | Failure
