"""Who may see what: one function a resource, and every view goes through it.

What somebody may not see does not exist for them: the answer is 404, never "forbidden". Only who is not signed in at
all is told so (403).
"""

from __future__ import annotations

from ipaddress import ip_address

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from gobetween.aliases.models import Side
from gobetween.conversations.models import Attachment, Conversation, Message
from gobetween.kit.config import current
from gobetween.marketplace.models import Buyer, SenderAddress
from gobetween.web.shared.who import Kind, Who, looking


def signed_in(request: HttpRequest, *kinds: Kind) -> Who:
    """Who is looking, if they are one of `kinds`."""
    who = looking(request)
    if who is None:
        raise PermissionDenied
    if who.kind not in kinds:
        raise Http404
    return who


def conversations_of(who: Who) -> QuerySet[Conversation]:
    """All conversations somebody may read: their own, or for an operator those of the marketplace."""
    whole = Conversation.objects.filter(pair__marketplace=who.marketplace)
    match who.kind:
        case Kind.BUYER:
            return whole.filter(pair__buyer=who.party)
        case Kind.SELLER:
            return whole.filter(pair__seller=who.party)
        case Kind.OPERATOR:
            return whole


def conversation_or_404(who: Who, ref: str) -> Conversation:
    """One conversation with its pair, parties and order."""
    wanted = conversations_of(who).select_related("pair__buyer", "pair__seller", "pair__marketplace", "order")
    return get_object_or_404(wanted, ref=ref)


def readable(who: Who) -> Q:
    """The messages somebody may read: what was posted, their own that was not, and notices about their own."""
    if who.kind == Kind.OPERATOR:
        return Q()
    said = Q(state=Message.State.POSTED, author__in=Side.values)
    return said | Q(author=who.kind.value) | Q(author=Message.Author.SYSTEM, parent__author=who.kind.value)


def messages_of(who: Who, conversation: Conversation) -> QuerySet[Message]:
    """The messages of one conversation that somebody may read, oldest first."""
    return conversation.messages.filter(readable(who)).order_by("created_at", "id")


def sender_addresses_of(who: Who) -> QuerySet[SenderAddress]:
    """The addresses a seller's people write from."""
    return SenderAddress.objects.filter(seller=who.party).select_related("person").order_by("created_at", "id")


def sender_address_or_404(who: Who, number: int) -> SenderAddress:
    """One address of the seller that looks."""
    return get_object_or_404(sender_addresses_of(who), pk=number)


def buyer_or_404(who: Who) -> Buyer:
    """The buyer who looks."""
    return get_object_or_404(Buyer, pk=who.party, marketplace=who.marketplace)


def attachment_or_404(number: int) -> Attachment:
    """One file; who asks has shown a signed link to it, given out on a page they may read."""
    return get_object_or_404(Attachment, pk=number)


def demo_or_404(request: HttpRequest) -> None:
    """The mailroom and its like exist in the demo only, and only for whoever sits at this machine."""
    if not is_at_the_demo(request):
        raise Http404


def is_at_the_demo(request: HttpRequest) -> bool:
    """Whether the demo is on and this request came from its own machine."""
    try:
        return current().demo and ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
