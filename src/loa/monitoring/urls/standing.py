"""Addresses of standing: who has done what."""

from django.urls import path

from loa.monitoring.views import (
    agency_standing,
    board,
    board_grid,
    board_list,
    board_ranking,
    board_trend,
    comparison,
)
from loa.monitoring.views.map import shown_on_map

__all__ = ["urls"]

urls = [
    path("standing/", board.overview, name="standing"),
    path("standing/grid/", board_grid.grid, name="standing-grid"),
    path("standing/ranking/", board_ranking.ranking, name="standing-ranking"),
    path("standing/trend/", board_trend.over_time, name="standing-trend"),
    path("standing/overdue/", board_list.newly_overdue, name="standing-overdue"),
    path("standing/list/", board_list.one_by_one, name="standing-list"),
    path("standing/agencies/<uuid:key>/", agency_standing.agency_standing, name="standing-agency"),
    path("standing/comparison/", comparison.comparison, name="comparison"),
    path("standing/map/", shown_on_map, name="map"),
]
