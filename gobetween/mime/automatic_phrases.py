"""How auto-replies begin in the tongues of the marketplaces: subjects only programs write, and doubtful ones."""

from __future__ import annotations

import re

from gobetween.mime.phrases import alternatives

# Python before 3.11.5 gets `(?:…){0,4}+` wrong; `(?=(…))\1` says the same.
_GREETING = (
    r"\s*+(?=("
    r"(?:(?:hi|hello|hey|dear|good (?:day|morning|afternoon)|greetings|hallo|guten tag|sehr geehrte|liebe|bonjour"
    r"|madame|hola|buenos|estimad|buongiorno|gentile|salve|ciao|beste|geachte|olá|prezad|здравствуйте|добрый)"
    r"[^\n]{0,80}\n\s*+|[*\-=_\s]{1,80}+|thank you[^\n]{0,60}[.!]\s{1,9}+){0,4}"
    r"))\1"
)
SURE_SUBJECT = re.compile(r"[\s\[(【*]{0,5}(?:" + alternatives("reply-subjects") + ")", re.I)
DOUBTFUL_SUBJECT = re.compile(alternatives("reply-doubtful-subjects"), re.I)
OPENING = re.compile(_GREETING + "(?:" + alternatives("reply-openings") + ")", re.I | re.S)
PROMISE = re.compile(alternatives("reply-promises"), re.I)
PREFIX = re.compile(r"[^:：]{3,40}[:：]\s*\S")
