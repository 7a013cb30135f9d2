"""Speaking: which language a page or message is in, its words, dates and numbers."""

from __future__ import annotations

import contextlib
import gettext as gettext_module
import io
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import polib
from babel import Locale
from babel.dates import format_date as babel_date
from babel.dates import format_time as babel_time
from flask import Flask, current_app, g, has_request_context, request, session
from flask_babel import Babel, Domain, force_locale, format_decimal, get_locale, ngettext
from flask_babel import gettext as _
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from mentors.core.clock import COPENHAGEN, local_day
from mentors.core.language import READABLE, SOURCE, STAFF_LANGUAGES, Language, fallback_chain, find_readable
from mentors.kit import borrowed
from mentors.kit.bilingual import danish_of, known, with_danish

TRANSLATIONS = Path(__file__).parents[2] / "translations"
PARTS = ("public", "desk")  # public: everyone's pages and all messages; desk: staff only


@cache
def _catalogue(code: str, part: str) -> gettext_module.GNUTranslations | None:
    """One compiled catalogue. polib leaves untranslated entries out, so that the fallback is asked;
    Babel's own compiler would write the Danish text in their place."""
    po = TRANSLATIONS / code / "LC_MESSAGES" / f"{part}.po"
    if not po.exists():
        return None
    mo = po.with_suffix(".mo")
    if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
        data = mo.read_bytes()
    else:
        data = polib.pofile(str(po)).to_binary()
        with contextlib.suppress(OSError):  # a read-only installation compiles in memory at each start
            mo.write_bytes(data)
    return gettext_module.GNUTranslations(io.BytesIO(data))


@cache
def words_of(*languages: str) -> gettext_module.NullTranslations:
    """The words of the first language, those of the others where it has none; of one alone, its whole chain."""
    chain: list[gettext_module.NullTranslations] = [
        found
        for link in (languages if len(languages) > 1 else fallback_chain(*languages))
        for part in PARTS
        if (found := _catalogue(link, part)) is not None
    ]
    head = gettext_module.NullTranslations()
    for translations in chain:
        # A catalogue is shared between chains, so its copy carries the fallback, not itself.
        copy = gettext_module.GNUTranslations.__new__(gettext_module.GNUTranslations)
        copy.__dict__.update(translations.__dict__, _fallback=None)
        head.add_fallback(copy)
    return head


@lru_cache(maxsize=16384)
def _language_of(string: str, chain: tuple[str, ...]) -> str:
    """The language a text comes out in for a reader: her own, or the first behind it in her chain that has it."""
    for link in chain:
        for part in PARTS:
            known = getattr(_catalogue(link, part), "_catalog", {})
            if string in known or (string, 0) in known:
                return link
    return SOURCE.code


def _said(text: str, string: str) -> str:
    """The text, marked where a page shows it in another language than its own; what is said on the way to a page
    (an error, a receipt) remembers its language until the page shows it."""
    if not has_request_context():
        return text
    code = spoken_language().code
    language = _language_of(string, fallback_chain(code, _also_reads()))
    if language == code:
        return text
    return borrowed.marked(text, language) if borrowed.is_showing() else known(text, None, language)


class ChainedDomain(Domain):
    """Flask-Babel's domain with a fallback chain, and a net under broken placeholders."""

    def get_translations(self) -> Any:
        locale = get_locale()
        return words_of(*fallback_chain(str(locale) if locale else SOURCE.code, _also_reads()))

    def gettext(self, string: str, **variables: Any) -> str:
        said = _filled(self.get_translations().gettext(string), string, variables)
        return _both(_said(said, string), string, variables)

    def ngettext(self, singular: str, plural: str, num: int, **variables: Any) -> str:
        variables.setdefault("num", num)
        source = singular if num == 1 else plural
        said = _filled(self.get_translations().ngettext(singular, plural, num), source, variables)
        return _both(_said(said, singular), source, variables)


def _filled(text: str, source: str, variables: dict[str, Any]) -> str:
    """The text with its values; a translation with a wrong placeholder gives way to the source."""
    if not variables:
        return text
    try:
        return text % variables
    except (KeyError, ValueError, TypeError):
        return source % variables


def _both(said: str, source: str, variables: dict[str, Any]) -> str:
    """What is said, knowing its Danish where the reader has asked for both."""
    return with_danish(said, _filled(source, source, danish_of(variables))) if showing_both() else said


class SpokenBabel(Babel):
    """Flask-Babel, asking the chained domain."""

    @property
    def domain_instance(self) -> Domain:
        return _DOMAIN


_DOMAIN = ChainedDomain()
babel = SpokenBabel()


def install(app: Flask) -> None:
    app.config.setdefault("BABEL_DEFAULT_LOCALE", SOURCE.code)
    babel.init_app(app, locale_selector=_choose)
    app.jinja_env.globals.update(_=_in_template, gettext=_in_template, ngettext=_plural_in_template)


@pass_context
def _in_template(context: Context, string: str, **variables: Any) -> str:
    """`_()` in a template: the text is ours and trusted, the values are escaped where the page is HTML."""
    own = (_own_words.get() or {}).get(string)
    text = own if own is not None else _DOMAIN.get_translations().gettext(string)
    if context.eval_ctx.autoescape:
        # What a municipality has written itself is text, never markup.
        if own is not None:
            return _both(_filled(escape(text), Markup(string), variables), Markup(string), variables)
        said = _said(_filled(Markup(text), Markup(string), variables), string)
        return _both(said, Markup(string), variables)
    return _filled(text, string, variables)


@pass_context
def _plural_in_template(context: Context, singular: str, plural: str, num: int, **variables: Any) -> str:
    variables.setdefault("num", num)
    text = _DOMAIN.get_translations().ngettext(singular, plural, num)
    source = singular if num == 1 else plural
    if context.eval_ctx.autoescape:
        said = _said(_filled(Markup(text), Markup(source), variables), singular)
        return _both(said, Markup(source), variables)
    return _filled(text, source, variables)


def _choose() -> str:
    return chosen_language().code


def chosen_language() -> Language:
    """The language of this request: the link's reader, the visitor's choice, the account, the browser.

    Staff pages exist in Danish and English; another choice reads them in English.
    """
    if not has_request_context():
        return SOURCE
    language: Language | None = g.get("language")
    if language is None:
        language = g.language = _wanted()
    return language


def _wanted() -> Language:
    acting = g.get("actor")
    asked = _asked()
    own = find_readable(acting.language) if acting is not None else None
    if request.path.startswith("/desk"):
        found = asked or own or SOURCE
        return found if found.code in STAFF_LANGUAGES else READABLE["en"]
    if "link" in g:  # a personal link opens in its reader's own language on anybody's phone
        return find_readable(session.get("language:" + g.link.ref)) or own or asked or SOURCE
    return asked or own or _browser() or SOURCE


def remember_choice() -> None:
    """Keep `?lang=uk` and `?both=1` also where the view only leads on to another page."""
    if "lang" in request.args:
        chosen_language()
    if request.args.get("both") in ("0", "1"):
        session["both"] = request.args["both"] == "1"


def showing_both() -> bool:
    """Whether each line of this page has its Danish under it: the reader has asked for it, and reads another language."""
    if not has_request_context():
        return False
    if "both" not in g:
        g.both = not request.path.startswith("/desk") and bool(session.get("both"))
    return g.both and spoken_language() is not SOURCE


def in_both(say: Callable[[Any], str]) -> Callable[[Any], str]:
    """A way of saying a day, an hour or a language, knowing its Danish where the reader has asked for both."""

    def said(value: Any) -> str:
        text = say(value)
        if not showing_both():
            return text
        with speaking(SOURCE.code):
            return with_danish(text, say(value))

    return said


def each_in_both(say: Callable[[Any], list[str]], about: Any) -> list[str]:
    """Several lines about one thing, each knowing its Danish where the reader has asked for both."""
    lines = say(about)
    if not showing_both():
        return lines
    with speaking(SOURCE.code):
        danish = say(about)
    return [with_danish(*pair) for pair in zip(lines, danish, strict=True)] if len(lines) == len(danish) else lines


def _asked() -> Language | None:
    """What the visitor has chosen: `?lang=uk` on any page, remembered in her cookie."""
    now_asked = find_readable(request.args.get("lang"))
    if now_asked is not None:
        session["language"] = now_asked.code
        if "link" in g:
            session["language:" + g.link.ref] = now_asked.code
    return now_asked or find_readable(session.get("language"))


def _browser() -> Language | None:
    for tag, _quality in request.accept_languages:
        found = find_readable(tag)
        if found is not None:
            return found
    return None


@contextmanager
def speaking(code: str | None) -> Iterator[Language]:
    """Everything said inside is said in that language (Danish for an unknown one)."""
    language = find_readable(code) or SOURCE
    with force_locale(language.code):
        yield language


# The Danish text, and what a municipality says in its place in the language being spoken.
_own_words: ContextVar[Mapping[str, str] | None] = ContextVar("own_words", default=None)


@contextmanager
def in_words_of(municipality_id: int) -> Iterator[None]:
    """Templates rendered inside say a municipality's own words where it has some, in the language being spoken."""
    token = _own_words.set(current_app.extensions["own_words"](municipality_id, spoken_language().code))
    try:
        yield
    finally:
        _own_words.reset(token)


def reviews(folder: Path = TRANSLATIONS) -> dict[str, Any]:
    """Which languages a native speaker has read, by code: `translations/reviewed.toml`."""
    path = folder / "reviewed.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def spoken_language() -> Language:
    """The language being spoken now: a forced one inside `speaking`, else the request's."""
    locale = get_locale()
    return find_readable(str(locale)) or SOURCE if locale else SOURCE


def _also_reads() -> tuple[str, ...]:
    """What the reader of this page also reads; nobody knows that of whoever a message goes to, and need not:
    the languages that messages are written in are whole."""
    acting = g.get("actor") if has_request_context() else None
    return acting.also_reads if acting is not None else ()


def reading_chain() -> tuple[str, ...]:
    """Where to look for a text that need not be there in every language: the one being spoken, those the reader
    also reads, English, Danish."""
    return fallback_chain(spoken_language().code, _also_reads())


def direction_of(code: str) -> str:
    """`rtl` or `ltr`, for a text in another language than its page."""
    language = find_readable(code)
    return language.dir if language is not None else "auto"


# --- dates and numbers ----------------------------------------------------------------------------

_DAY = {"da": "EEEE d. MMMM", "en": "EEEE d MMMM"}
_FULL = {"da": "d. MMMM y", "en": "d MMMM y"}


@lru_cache(maxsize=8192)
def _day_text(day: date, code: str, with_year: bool) -> str:
    patterns = _FULL if with_year else _DAY
    return babel_date(day, patterns.get(code, patterns["en"]), locale=Locale.parse(code))


def say_date(day: date | datetime) -> str:
    """`3. april 2026`, in the language being spoken."""
    return _day_text(_local_day(day), spoken_language().code, True)


def say_day(day: date | datetime) -> str:
    """`fredag 3. april`."""
    return _day_text(_local_day(day), spoken_language().code, False)


def say_time(instant: datetime) -> str:
    """The wall clock in Denmark: `16.30` in Danish, `16:30` elsewhere."""
    code = spoken_language().code
    pattern = "HH.mm" if code == "da" else "HH:mm"
    return babel_time(instant.astimezone(COPENHAGEN), pattern, locale=Locale.parse(code))


def say_moment(instant: datetime) -> str:
    return str(_("%(day)s kl. %(time)s", day=say_day(instant), time=say_time(instant)))


def say_short_moment(instant: datetime) -> str:
    """`3/12 16:30`, for an SMS: day and month as they are written in Denmark, in the shortest form there is."""
    local = instant.astimezone(COPENHAGEN)
    return f"{local.day}/{local.month} {say_time(instant)}"


def say_ago(then: datetime, now: datetime) -> str:
    """How long something has waited: `i dag`, `3 dage`."""
    days = (local_day(now) - local_day(then)).days
    return str(_("i dag") if days <= 0 else ngettext("%(num)d dag", "%(num)d dage", days))


def say_language(code: str) -> str:
    """A spoken language's name in the language being spoken."""
    try:
        name = Locale.parse(code).get_display_name(spoken_language().code)
    except (ValueError, LookupError):
        name = None
    return name or code


def say_languages(codes: Iterable[str]) -> str:
    """`Dansk, arabisk`: several languages in a row."""
    return say_list(say_language(code) for code in codes)


_COMMA = {"ar": "، ", "fa": "، ", "ti": "፣ "}


def say_list(words: Iterable[str]) -> str:
    """Words in a row, with the comma of the language being spoken."""
    return _COMMA.get(spoken_language().code, ", ").join(words)


def _local_day(day: date | datetime) -> date:
    return local_day(day) if isinstance(day, datetime) else day


def say_tenths(number: float) -> str:
    """A number with one decimal, as `1,5` in Danish."""
    return str(format_decimal(number, format="0.0"))
