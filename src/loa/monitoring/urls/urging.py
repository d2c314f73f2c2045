"""Addresses of reminders, urging letters and explanations."""

from django.urls import URLPattern, path

from loa.monitoring.views import explanations, letters, reminders

__all__ = ["urls"]

urls: list[URLPattern] = [
    path("reminders/", reminders.reminders, name="reminders"),
    path("reminders/effect/", reminders.effect, name="reminder-effect"),
    path("reminders/steps/<uuid:key>/", reminders.steps, name="reminder-steps"),
    path("letters/", letters.letters, name="letters"),
    path("letters/<uuid:key>/", letters.letter, name="letter"),
    path("letters/<uuid:key>/file/<str:kind>/", letters.letter_file, name="letter-file"),
    path("letters/<uuid:key>/<str:name>/", letters.deed, name="letter-deed"),
    path("explanations/", explanations.explanations, name="explanations"),
    path("explanations/ask/", explanations.ask, name="ask-explanation"),
    path("explanations/<uuid:key>/", explanations.explanation, name="explanation"),
]
