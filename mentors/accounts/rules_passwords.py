"""Thinking about passwords: what is too easily guessed, and how strong the rest are. No network is asked.

No rules of composition: length and not being guessable are what counts (NIST SP 800-63B 5.1.1.2, ASVS 6.2).
The most used passwords of leaked lists are a few hundred words, dressed up: digits after, letters written as
figures, the word twice, a walk over the keyboard. So the words are kept, and the dressing is taken off.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from mentors.accounts.rules_common import COMMON_WORDS

PASSWORD_LEAST, PASSWORD_MOST = 12, 128

_ROWS = ("qwertyuiopå", "asdfghjklæø", "zxcvbnm", "1234567890", "abcdefghijklmnopqrstuvwxyzæøå", "1q2w3e4r5t6y7u8i9o0p",
         "qazwsxedcrfvtgbyhnujmik", "1qaz2wsx3edc4rfv5tgb", "azertyuiop", "qwertzuiop")  # fmt: skip
_WALKS = tuple(row for line in _ROWS for row in (line * 2, line[::-1] * 2))
_FIGURES = str.maketrans(
    {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i", "€": "e"}
)


class Strength(StrEnum):
    fair = "fair"
    good = "good"
    strong = "strong"


def password_problem(password: str, *, about: tuple[str, ...] = ()) -> str | None:
    """Why a password will not do: `short`, `long`, `common`, `personal`; None where it will."""
    folded = _folded(password)
    if len(password) < PASSWORD_LEAST:
        return "short"
    if len(password) > PASSWORD_MOST:
        return "long"
    if is_common(password):
        return "common"
    if any(len(word) > 3 and _folded(word) in folded for word in about):
        return "personal"
    return None


def strength(password: str) -> Strength:
    """How strong a password that will do is: by what of it is left when everything guessable is taken away."""
    folded = _folded(password)
    # Without a word in it, it was drawn by a machine: then each different sign counts.
    left = _rest(folded) if any(word in folded for word in COMMON_WORDS if len(word) > 3) else len(set(folded))
    words = len([word for word in re.split(r"[\W\d_]+", password) if len(word) > 2])
    if left >= 20 or (words >= 4 and left >= 12):
        return Strength.strong
    return Strength.good if left >= 12 else Strength.fair


def is_common(password: str) -> bool:
    """Whether a password is a common one, or one dressed up: those guessed first."""
    folded = _folded(password)
    if len(set(folded)) < 5 or _repeats(folded):
        return True
    return min(_rest(folded), _rest(folded.translate(_FIGURES))) < 5


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _repeats(text: str) -> bool:
    """One piece of up to six letters, over and over."""
    return any(text == (text[:size] * len(text))[: len(text)] for size in range(1, 7))


def _rest(text: str) -> int:
    """How many letters are left when at most two common words, walks, digits and signs are taken away.

    A sentence of several words keeps them: four words drawn by chance are strong though each is common.
    """
    guessed = 0
    text = re.sub(r"[\d\W_]*$|^[\d\W_]+", "", _without_walks(text))
    for word in sorted((word for word in COMMON_WORDS if word in text and len(word) > 2), key=len, reverse=True):
        if guessed < 2 and word in text:
            text, guessed = text.replace(word, "\0"), guessed + 1
    return len(re.sub(r"[\d\W_\0]", "", text))


def _without_walks(text: str) -> str:
    """Without runs of four and more neighbours on the keyboard, in the alphabet, or one letter repeated."""
    kept, start = [], 0
    while start < len(text):
        end = start + 1
        while end < len(text) and _is_walk(text[start : end + 1]):
            end += 1
        if end - start < 4:
            kept.append(text[start])
            start += 1
        else:
            start = end
    return "".join(kept)


def _is_walk(piece: str) -> bool:
    return len(set(piece)) == 1 or any(piece in walk for walk in _WALKS)
