"""How mail programs of thirty years, and of many tongues, say that a letter could not be delivered."""

from __future__ import annotations

import re

from gobetween.mime.phrases import alternatives

SUBJECT = re.compile(alternatives("bounce-subjects"), re.I)
OPENING = re.compile(r"[\s*\-=_>#|•\ufeff]{0,200}+(?:" + alternatives("bounce-openings") + ")", re.I | re.S)
DELAY = re.compile(alternatives("bounce-delays"), re.I)
SUCCESS = re.compile(r"\bsuccess|^(?:delivered|relayed|expanded):|has been delivered|was delivered", re.I)
GIVEN_UP = re.compile(alternatives("bounce-finals"), re.I)
# The line from which on the letter that came back is shown.
RETURNED = re.compile(
    r"^[\s>*+|\-_=#]{0,40}+(?:"
    r"(?:begin )?(?:the )?(?:(?:un)?(?:original|returned|old|sent|delivered|forwarded|undelivered|bounced) )?"
    r"(?:message|mail|header)s?(?: text| header| content)?s?(?: follows| is (?:included|attached|below|enclosed)|: ?$)"
    r"|(?:-+ ?)?(?:original|returned|undelivered|unsent|below this line)\b.{0,60}|below this line is a copy"
    r"|copy of (?:the |your )?(?:original |failed )?message|message header follows)",
    re.I | re.M,
)
