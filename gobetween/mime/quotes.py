"""New text apart from quoted history, for plain text and HTML. When in doubt everything counts as new.

Kept whole: answers between quoted lines, forwards, letters that are all quote, and letters that say their answers stand
below. Rules are line-based and linear, and speak the clients' languages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_FROM = "from|von|de|da|van|od|fra|från|lähettäjä|от|от кого|từ|kimden|gönderen|发件人|寄件者|差出人|送信者|보낸 사람"
_OTHERS = (
    "sent|date|to|cc|bcc|subject|reply-to|gesendet|datum|an|betreff|kopie|envoyé|date|à|objet|enviado|enviado el|"
    "enviada em|fecha|data|para|asunto|assunto|inviato|a|oggetto|verzonden|aan|onderwerp|wysłano|data|do|dw|temat|"
    "odesláno|komu|předmět|sendt|til|emne|skickat|till|ämne|kopia|lähetetty|vastaanottaja|aihe|дата|кому|тема|"
    "отправлено|gönderildi|kime|konu|tarih|发送时间|收件人|主题|抄送|日期|寄件日期|收件者|主旨|送信日時|宛先|件名|日時|"
    "보낸 날짜|받는 사람|제목|organization"
)
_FROM_LINE = re.compile(rf"[\s>*_|]*(?:{_FROM})\s?\*?\s?[:：]\*?\s*\S", re.IGNORECASE)
_FROM_LABEL = re.compile(rf"[\s>*_|]*(?:{_FROM})\s?\*?\s?[:：]", re.IGNORECASE)
_OTHER_LINE = re.compile(rf"[\s>*_|]*(?:{_OTHERS})\s?\*?\s?[:：]", re.IGNORECASE)

_DATE_LINE = re.compile(
    r"[\s>*_|]*(?:sent|date|gesendet|datum|envoyé|enviado|fecha|data|inviato|verzonden|wysłano|skickat)\s?\*?\s?[:：]",
    re.IGNORECASE,
)
"""What some programs begin their header with."""

_ORIGINAL = re.compile(
    r"\s*[-_]{2,}\s*(?:original (?:message|appointment)|original-nachricht|ursprüngliche (?:nachricht|termin)|"
    r"ursprungliche nachricht|message d'origine|message original|mensaje original|messaggio originale|"
    r"oorspronkelijk bericht|oorspronkelijke bericht|wiadomość oryginalna|oryginalna wiadomość|mensagem original|"
    r"původní zpráva|oprindelig meddelelse|opprinnelig melding|ursprungligt meddelande|alkuperäinen viesti|"
    r"исходное сообщение|исходное письмо|原始邮件|原始郵件|元のメッセージ|원본 메시지|"
    r"reply message)"
    r"\s*[-_]{2,}\s*",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    r"[\s>]*(?:[-_]{3,}\s*)?(?:forwarded message|begin forwarded message|weitergeleitete nachricht|message transféré|"
    r"anfang der weitergeleiteten nachricht|début du message (?:réexpédié|transféré)|message transmis|"
    r"mensaje reenviado|"
    r"inicio del mensaje reenviado|messaggio inoltrato|inizio messaggio inoltrato|doorgestuurd bericht|"
    r"begin doorgestuurd bericht|wiadomość przekazana|przekazana wiadomość|mensagem encaminhada|"
    r"início da mensagem encaminhada|videresendt meddelelse|vidarebefordrat meddelande|пересылаемое сообщение|"
    r"转发邮件|転送メッセージ|forwarded by|forwarded message from)\b",
    re.IGNORECASE,
)
_FORWARD_SUBJECT = re.compile(
    r"\s*(?:fwd?|wg|tr|rv|enc|doorst|vs|vb|i|pd|переслано|转发|轉寄|転送|fs)\s?[:：]|.*\(fwd\)\s*$", re.I
)
_REPLY_SUBJECT = re.compile(
    r"\s*(?:\[[^\]]*\]\s*)?(?:re|aw|sv|antw|r|rif|ref|odp|res|vá|回复|回覆|답장)\s?(?:\[\d+\])?\s?[:：]", re.I
)

_WROTE = re.compile(
    r"\b(?:wrote|writes|said|says|schrieb|schrieben|geschrieben|a écrit|escribió|escribio|ha scritto|schreef|"
    r"napisał|napisała|napisał\(a\)|napisal\(a\)|pisze|escreveu|skrev|skrev følgende|kirjoitti|napsal|napsala|"
    r"napsal\(a\)|написал|написала|написал\(а\)|пишет|пише|yazdı|şunu yazdı|írta|έγραψε|"
    r"đã viết|a scris)\b.{0,160}[:：]\s*$"
    r"|^\s*(?:quoting|zitat von|zitiere|citando|citazione di|en réponse à|cytowanie|in article)\b.{0,160}[:：]\s*$"
    r"|(?:写道|寫道|さんは書きました|のメール|wrote|님이 작성|님이 쓴 메시지).{0,20}[:：]\s*$",
    re.IGNORECASE | re.DOTALL,
)
_DATED = re.compile(
    r"\s*(?:\d{4}年|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}).{0,120}<[^<>\s]+@[^<>\s]+>\s*[:：]?\s*$"
    r"|.{0,24}\b(?:19|20)\d\d\b.{0,12}\d{1,2}:\d\d.{0,100}<[^<>\s]+@[^<>\s]+>\s*[:：]\s*$",
    re.DOTALL,
)
_OPENS = re.compile(
    r"\s*(?:on|am|le|el|il|op|em|dnia|dne|w dniu|den|på|at|in|a|no dia|\d|(?:mo|tu|we|th|fr|sa|su)[a-z]{0,7},|"
    r"quoting|zitat|zitiere|citando|citazione|en réponse|cytowanie|in article|"
    r"\S.{0,80}\b(?:wrote|writes|schrieb|said|says|a écrit|skrev|kirjoitti|пишет)\b|\S.{0,60}@)",
    re.IGNORECASE,
)
_OPENS_DATE = re.compile(
    r"\s*(?:on|am|le|el|il|op|em|dnia|dne|w dniu|den|på|at|in|a|no dia|(?:mo|tu|we|th|fr|sa|su)[a-z]{0,7},)\s.{0,30}\d"
    r"|\s*\d{1,4}[./年-]\d{1,2}[./月-]",
    re.IGNORECASE,
)
_ANSWERS_BELOW = re.compile(
    r"\b(?:in-?line|below|beneath|underneath|interspersed|interleaved|in (?:red|blue|green|bold|caps)|unten|im text|"
    r"zwischen den zeilen|ci-dessous|plus bas|en (?:rouge|bleu)|(?:más )?abajo|en (?:rojo|azul)|in (?:calce|rosso|blu)|"
    r"qui sotto|hieronder|poniżej|abaixo|nedan|nedenfor|ниже|下記|以下|下面)\b",
    re.IGNORECASE,
)
_MOST = 200
"""Attributions and quoted runs looked at: no real letter has more, and a hostile one must not cost more."""
_RULE = re.compile(r"\s*[_\-=*]{5,}\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """New text and history. `whole` says that nothing may be cut, the HTML included."""

    new: str
    quoted: str = ""
    whole: bool = False


def part(text: str, *, subject: str = "", is_reply: bool = False) -> Parted:
    """New text apart from history; `is_reply` when the header says so (In-Reply-To, References)."""
    if ">" not in text and ":" not in text and "：" not in text and "---" not in text:
        return Parted(new=text)
    if is_forward(text, subject):
        return Parted(new=text, whole=True)
    lines = text.split("\n")
    history = _history(lines, is_reply=is_reply or is_reply_subject(subject))
    if history is None:
        return Parted(new=text, whole=True)
    new = [line for number, line in enumerate(lines) if number not in history]
    if not history:
        return Parted(new=text)
    shown = "\n".join(new).strip("\n").rstrip()
    if not any(c.isalnum() for c in shown) or says_answers_are_below(shown):
        return Parted(new=text, whole=True)
    return Parted(new=shown + "\n", quoted="\n".join(lines[number] for number in sorted(history)) + "\n")


def is_attribution(text: str) -> bool:
    """Whether a short text is an "On … wrote:" in any of the spellings."""
    text = " ".join(text.split())
    if not text or len(text) > 400 or not text.endswith((":", "：")):
        return False
    return bool(_DATED.match(text)) or bool(_WROTE.search(text) and (_OPENS.match(text) or _OPENS_DATE.match(text)))


def is_telling(attribution: list[str]) -> bool:
    """Whether it names a date or an address: "The manual says:" does not."""
    return any(c.isdigit() or c == "@" for line in attribution for c in line)


def begins_like_header(text: str) -> bool:
    """Whether a text begins with "From:" in any of the languages."""
    return _FROM_LABEL.match(text) is not None


def begins_header_block(texts: Sequence[str]) -> bool:
    """Whether texts in reading order begin a quoted header: From, then at least two more of its lines."""
    if not texts or not _FROM_LABEL.match(texts[0]):
        return False
    return sum(1 for text in texts[1:24] if _OTHER_LINE.match(text)) >= 2


def is_reply_subject(subject: str) -> bool:
    """Whether the subject says "Re:" in any of the usual languages."""
    return _REPLY_SUBJECT.match(subject) is not None


def says_answers_are_below(text: str) -> bool:
    """Whether the new text points into the quote."""
    return _ANSWERS_BELOW.search(text) is not None


def is_forward(text: str, subject: str) -> bool:
    """Whether the letter passes another letter on: its quote is what it says."""
    return bool(_FORWARD_SUBJECT.match(subject)) or any(
        _FORWARD.match(line) for line in text.split("\n") if not line.lstrip().startswith(">")
    )


def _history(lines: list[str], *, is_reply: bool) -> set[int] | None:
    """Numbers of the lines that are history; None when answers stand between them."""
    cut = _separator(lines, is_reply=is_reply)
    end = len(lines) if cut is None else cut
    blocks = _blocks(lines, end)
    history = set(range(end, len(lines)))
    if len(blocks) > _MOST or _interleaved(lines, blocks, end):
        return None
    for first, last in blocks:
        start = _attribution(lines, first)
        trailing = _nothing_follows(lines, first, last, end) or _names_itself(lines[first:last])
        if (start is not None and (is_reply or is_telling(lines[start:first]))) or (is_reply and trailing):
            history.update(range(first if start is None else start, last))
    return history


def _separator(lines: list[str], *, is_reply: bool) -> int | None:
    """Where unmarked history begins: an original-message line, a header block, an attribution and no quote marks."""
    attributions = 0
    for number, line in enumerate(lines):
        if not line.strip() or line.lstrip().startswith(">"):
            continue
        if _ORIGINAL.fullmatch(line) or (is_reply and _is_header_block(lines, number)):
            if number and _DATE_LINE.match(lines[number - 1]):
                number -= 1
            return number - 1 if number and _RULE.match(lines[number - 1]) else number
        if attributions > _MOST or not line.rstrip().endswith((":", "：")) or not _WROTE.search(line):
            continue
        attributions += 1
        if _unmarked_after(lines, number):
            start = _attribution(lines, number + 1)
            if start is not None and re.match(r"\s*\S+\s", lines[start]):
                return start
    return None


def _is_header_block(lines: list[str], number: int) -> bool:
    """A From line and at least two more header lines within the next few."""
    if not _FROM_LINE.match(lines[number]):
        return False
    near = [line for line in lines[number + 1 : number + 9] if line.strip()][:5]
    return sum(1 for line in near if _OTHER_LINE.match(line)) >= 2


def _unmarked_after(lines: list[str], number: int) -> bool:
    """Top-posted without quote marks: a dated attribution whose next text is not quoted with `>`."""
    following = next((line for line in lines[number + 1 :] if line.strip()), "")
    here = " ".join(lines[max(number - 2, 0) : number + 1])
    return bool(following) and not _is_quoted(following) and bool(re.search(r"\d.{0,80}\d", here) and "@" in here)


def _is_quoted(line: str) -> bool:
    return line.lstrip(" ").startswith(">") and not line.startswith(">From ")


def _blocks(lines: list[str], end: int) -> list[tuple[int, int]]:
    """Runs of quoted lines as [first, last), blank lines between two of them taken in."""
    blocks: list[tuple[int, int]] = []
    number = 0
    while number < end:
        if not _is_quoted(lines[number]):
            number += 1
            continue
        first = number
        while number < end and _is_quoted(lines[number]):
            number += 1
        if blocks and not any(line.strip() for line in lines[blocks[-1][1] : first]):
            blocks[-1] = (blocks[-1][0], number)
        else:
            blocks.append((first, number))
    return blocks


def _interleaved(lines: list[str], blocks: list[tuple[int, int]], end: int) -> bool:
    """Whether something was written between two quoted runs (a second attribution is not writing)."""
    for (_, last), (first, _) in pairwise(blocks):
        start = _attribution(lines, first)
        if any(line.strip() for line in lines[last : first if start is None else start]):
            return True
    return False


def _nothing_follows(lines: list[str], first: int, last: int, end: int) -> bool:
    """Whether a quote ends the letter; below what was written above it, a signature or a list's footer may stand."""
    following = next((line for line in lines[last:end] if line.strip()), "")
    if not following:
        return True
    said = any(c.isalnum() for line in lines[:first] for c in line) and _attribution(lines, first) != 0
    return said and (following.rstrip() == "--" or bool(_RULE.match(following)))


def _names_itself(quote: list[str]) -> bool:
    """Whether a quote begins with an original-message line of its own."""
    begin = next((text for line in quote[:4] if (text := line.strip("> \t"))), "")
    return bool(_ORIGINAL.fullmatch(begin))


def _attribution(lines: list[str], first: int) -> int | None:
    """Where the "On … wrote:" before line `first` begins (it may be wrapped over up to four lines), else None."""
    last = first - 1
    while last >= 0 and not lines[last].strip() and first - last < 4:
        last -= 1
    if last < 0 or not lines[last].rstrip().endswith((":", "：", ">", "...")):
        return None
    nearest = None
    for start in range(last, max(last - 4, -1), -1):
        if not lines[start].strip() or _is_quoted(lines[start]):
            break
        joined = " ".join(lines[start : last + 1])
        dated = _DATED.match(joined) is not None
        if dated or (_WROTE.search(joined) and _OPENS_DATE.match(joined)):
            return start
        if nearest is None and _WROTE.search(joined) and _OPENS.match(lines[start]):
            nearest = start
    return nearest
