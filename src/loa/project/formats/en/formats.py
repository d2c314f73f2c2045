"""As in Vietnamese: offices write dates and numbers one way, whatever the language of the page."""

from loa.project.formats.vi.formats import *  # noqa: F403  # a module of constants
