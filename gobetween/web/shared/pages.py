"""The two pages that all three kinds of people have: the list of conversations and one thread."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gobetween.actions.submissions import Settled
from gobetween.aliases import reads as aliases
from gobetween.aliases.models import Side
from gobetween.conversations.models import Conversation, Message
from gobetween.web.shared import access, advice, inbox, replying, thread
from gobetween.web.shared.frame import HOMES
from gobetween.web.shared.who import Kind, Who


def listing(request: HttpRequest, who: Who) -> HttpResponse:
    """The list: `?show=waiting`, `?q=` order number or subject, `?page=`."""
    show = "waiting" if request.GET.get("show") == "waiting" else ""
    words = request.GET.get("q", "").strip()[:100]
    page, rows = inbox.listed(who, page=request.GET.get("page", "1"), show=show, words=words)
    return render(
        request,
        "web/shared/list.html",
        {
            "page": page,
            "rows": rows,
            "show": show,
            "words": words,
            "thread_url": HOMES[who.kind].replace("list", "thread"),
            "waiting_count": inbox.waiting(who, access.conversations_of(who)).count(),
        },
    )


def reading(request: HttpRequest, who: Who, ref: str) -> HttpResponse:
    """One thread; POST answers it."""
    conversation = access.conversation_or_404(who, ref)
    if request.method == "POST":
        return answering(request, who, conversation)
    return _thread(request, who, conversation, form=replying.ReplyForm(initial={"key": secrets.token_hex(16)}))


def answering(request: HttpRequest, who: Who, conversation: Conversation) -> HttpResponse:
    """Post an answer and go back to the thread, or show what is wrong with it."""
    if not who.may_write:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    form = replying.ReplyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _thread(request, who, conversation, form=form, status=422)
    now, language = datetime.now(UTC), get_language() or "en"
    stop = advice.stopping(replying.tried(who, conversation, form, now=now), language)
    if stop and "fix" in request.POST and stop.fixed:
        return _mended(request, who, conversation, stop)
    if stop and not ("anyway" in request.POST and stop.may_wait):
        return _thread(request, who, conversation, form=form, stop=stop, status=422)
    settled = replying.answer(who, conversation, form, now=now)
    if settled.state == Message.State.REFUSED:
        form.add_error("text", thread.reason_in_words(settled.reason))
        return _thread(request, who, conversation, form=form, status=422)
    _say(request, settled, language)
    return redirect(f"{request.path}#latest")


def _mended(request: HttpRequest, who: Who, conversation: Conversation, stop: advice.Advice) -> HttpResponse:
    """The form again with the fix in its text; nothing is sent before the author read it."""
    form = replying.ReplyForm(initial={"key": secrets.token_hex(16), "text": stop.fixed})
    messages.info(request, _("The text was changed. Please read it once more and send it."))
    return _thread(request, who, conversation, form=form)


def _say(request: HttpRequest, settled: Settled, language: str) -> None:
    """What became of the answer, and what the author should know for the next one."""
    if settled.state == Message.State.HELD:
        messages.success(request, _("Your answer is kept and goes on once it was checked."))
    else:
        messages.success(request, _("Your answer is on its way."))
    for each in advice.beside(settled, language):
        messages.info(request, f"{each.sentence} {each.fix}".strip())


def _thread(
    request: HttpRequest,
    who: Who,
    conversation: Conversation,
    *,
    form: replying.ReplyForm,
    stop: advice.Advice | None = None,
    status: int = 200,
) -> HttpResponse:
    return render(
        request,
        "web/shared/thread.html",
        {
            "conversation": conversation,
            "said": thread.said(who, conversation),
            "form": form,
            "stop": stop,
            "other": inbox.other_name(who, conversation),
            "other_side": inbox.OTHER.get(who.kind, ""),
            "address": write_to(who, conversation),
            "items": list(conversation.order.items.order_by("line")) if conversation.order else [],
            "list_url": HOMES[who.kind],
        },
        status=status,
    )


def write_to(who: Who, conversation: Conversation) -> str:
    """The alias under which this reader reaches the other party about this conversation; none when it is retired."""
    pair = conversation.pair
    retired = {Kind.BUYER: pair.seller_retired_at, Kind.SELLER: pair.buyer_retired_at}
    if who.kind == Kind.OPERATOR or retired[who.kind]:
        return ""
    side = Side.SELLER if who.kind == Kind.BUYER else Side.BUYER
    return aliases.address_of(pair, side, domain=pair.marketplace.domain, ref=conversation.ref)
