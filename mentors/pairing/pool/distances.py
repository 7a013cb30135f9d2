"""Whole kilometres between the postcodes that occur: a small table instead of a formula per pair."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from mentors.core.place import find_place
from mentors.pairing.pool.facts import Side

UNKNOWN_KM = -1
HIDDEN_KM = -2  # in the table: may not be told, and keeps every limit
UNKNOWN = 0  # the place of whoever has no postcode, or one that is not in the list


def places_of(people: Iterable[Side]) -> dict[str, int]:
    """Numbers for the known postcodes, from 1, in the postcodes' order (neighbours have neighbouring ones)."""
    known = {one.postcode for one in people if one.postcode and not one.place_hidden and find_place(one.postcode)}
    return {postcode: at for at, postcode in enumerate(sorted(known), start=1)}


def hidden_place(places: Mapping[str, int]) -> int:
    """The place of everybody whose address is protected: the one after the last."""
    return len(places) + 1


def table_of(places: Mapping[str, int]) -> NDArray[np.int32]:
    """km[a, b] as `core.place.about_km` gives it, -1 where one of the two is UNKNOWN, -2 where one is hidden.

    A test holds the whole list of Danish postcodes against `about_km`: no pair differs.
    """
    table = np.full((len(places) + 2, len(places) + 2), -1, dtype=np.int32)
    table[-1, :] = table[:, -1] = HIDDEN_KM
    if not places:
        return table
    found = [find_place(postcode) for postcode in places]
    lat = np.radians(np.array([place.lat for place in found if place]))
    lon = np.radians(np.array([place.lon for place in found if place]))
    north, east = lat[None, :] - lat[:, None], lon[None, :] - lon[:, None]
    chord = np.sin(north / 2) ** 2 + np.cos(lat)[:, None] * np.cos(lat)[None, :] * np.sin(east / 2) ** 2
    km = np.maximum(1, np.rint(2 * 6371 * np.arcsin(np.sqrt(chord))))
    np.fill_diagonal(km, 0)
    table[1:-1, 1:-1] = km
    return table
