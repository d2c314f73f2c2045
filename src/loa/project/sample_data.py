"""Marks every page of an installation that shows sample data."""

from typing import Any

from django.http import HttpRequest

from loa.project.settings import LOA

__all__ = ["sample_data"]


def sample_data(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001  # Django's form
    """Whether what the page shows is sample data."""
    return {"sample_data": LOA.sample_data}
