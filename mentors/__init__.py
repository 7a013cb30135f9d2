"""Mentors: software with which Danish municipalities and associations welcome people.

Imports nothing, so that a pure file can be read without waking the house.
"""

VERSION = "0.1.0"
