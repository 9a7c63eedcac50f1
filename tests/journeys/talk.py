"""Two rounds of letters between two people, and what must be true of every copy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage

from tests.journeys import letters
from tests.journeys.catcher import Catcher, Caught
from tests.journeys.reading import leaks
from tests.journeys.service import DOMAIN, Couple, Party

Send = Callable[[bytes, str, str], None]
"""Letter, envelope sender, recipient."""


@dataclass(frozen=True)
class Talk:
    """What each of the two sees in their own mail program: ids of their own letters, and the copies they got."""

    asked: str
    first: Caught
    answered: str
    second: Caught
    asked_again: str
    third: Caught
    answered_again: str
    fourth: Caught


def two_rounds(couple: Couple, catcher: Catcher, send: Send) -> Talk:
    """Thunderbird asks, Outlook answers, Gmail asks again, a telephone answers."""
    bea, sam = couple.buyer, couple.seller
    asked, answered, asked_again, answered_again = (letters.new_id(each) for each in (bea, sam, bea, sam))

    send(letters.thunderbird(bea, sam.alias, message_id=asked), bea.address, sam.alias)
    first = catcher.wait(sam.address)[-1]
    chain = [first.id]
    send(_answer(letters.outlook, sam, bea, first, answered, chain), sam.address, first.answer_to)
    second = catcher.wait(bea.address)[-1]
    chain = [*second.references, second.id]
    send(_answer(letters.gmail, bea, sam, second, asked_again, chain), bea.address, second.answer_to)
    third = catcher.wait(sam.address, 2)[-1]
    chain = [*third.references, third.id]
    send(_answer(letters.apple, sam, bea, third, answered_again, chain), sam.address, third.answer_to)
    fourth = catcher.wait(bea.address, 2)[-1]
    return Talk(asked, first, answered, second, asked_again, third, answered_again, fourth)


def _answer(
    write: Callable[..., bytes], author: Party, other: Party, copy: Caught, message_id: str, chain: list[str]
) -> bytes:
    subject = f"Re: {copy.header('Subject')}"
    return write(author, other, copy.answer_to, subject=subject, message_id=message_id, chain=chain)


def assert_masked(talk: Talk, couple: Couple) -> None:
    """Nothing of the author stands in any byte of a copy, nor of the reader (for it would show what was known)."""
    for copy in (talk.first, talk.third):
        assert leaks(copy.raw, couple.buyer.secrets) == []
        assert copy.answer_to.endswith(f"@{DOMAIN}")
    for copy in (talk.second, talk.fourth):
        assert leaks(copy.raw, couple.seller.secrets) == []
        assert copy.answer_to.endswith(f"@{DOMAIN}")
    for copy in (talk.first, talk.second, talk.third, talk.fourth):
        assert leaks(copy.raw, [couple.buyer.address, couple.seller.address]) == []
        assert copy.sender.endswith(f"@{DOMAIN}")


def assert_threaded(talk: Talk) -> None:
    """Each mailbox holds one thread, made of the ids it knows."""
    assert (talk.first.header("In-Reply-To"), talk.first.references) == ("", [])
    assert talk.second.header("In-Reply-To") == talk.asked
    assert talk.second.references == [talk.asked]
    assert talk.third.header("In-Reply-To") == talk.answered
    assert talk.third.references == [talk.first.id, talk.answered]
    assert talk.fourth.header("In-Reply-To") == talk.asked_again
    assert talk.fourth.references == [talk.asked, talk.second.id, talk.asked_again]


def assert_whole(talk: Talk) -> None:
    """What was said arrives: text, umlauts, files, picture; the picture no longer knows where it was taken."""
    assert talk.first.header("Subject") == "Größe der Lampe für den Flur"
    assert "paßt die Größe der Lampe für den Flur?" in talk.first.text
    files = {part.get_filename(): part for part in talk.first.mail.walk() if part.get_filename()}
    assert files["Rechnung.pdf"].get_content_type() == "application/pdf"
    assert content(files["Maße.txt"]).decode().replace("\r\n", "\n") == letters.PLAIN
    [picture] = [part for part in talk.first.mail.walk() if part.get_content_maintype() == "image"]
    assert content(picture)[:2] == b"\xff\xd8"
    assert b"Exif" not in content(picture) and b"Camera" not in content(picture)
    assert str(picture["Content-ID"]).strip("<>") in talk.first.raw.decode("ascii")
    assert "yes, it fits: 45 cm" in talk.second.text
    assert "dann nehme ich noch eine für die Küche" in talk.third.text
    assert "The second lamp is packed as well" in talk.fourth.text


def content(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload
