"""Sentences for authors in their language: gettext catalogues in `locale/`, English where there is none."""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path

CATALOGUES = Path(__file__).parent / "locale"


def translated(sentence: str, language: str) -> str:
    """`sentence` in `language` (a locale such as `de_AT` or `de`), English where it is not translated."""
    return _catalogue(language.replace("-", "_")).gettext(sentence) if sentence else ""


@cache
def _catalogue(locale: str) -> gettext.NullTranslations:
    return gettext.translation("policy", CATALOGUES, [locale, locale.partition("_")[0]], fallback=True)
