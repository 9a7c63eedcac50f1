"""What the mailroom shows. In the demo only; whoever sits at this machine may play every part."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from gobetween.web.mailroom import maildir, people, reading, sending, threads
from gobetween.web.mailroom.catch import root
from gobetween.web.mailroom.maildir import Kept
from gobetween.web.mailroom.people import Mailbox
from gobetween.web.mailroom.reading import Opened
from gobetween.web.shared.access import demo_or_404
from gobetween.web.shared.files import SHOWN, handed_out
from gobetween.web.shared.safe_html import cleaned

View = Callable[..., HttpResponse]


def in_demo(view: View) -> View:
    """The page exists in the demo only."""

    @wraps(view)
    def guarded(request: HttpRequest, *parts: Any, **named: Any) -> HttpResponse:
        demo_or_404(request)
        return view(request, *parts, **named)

    return guarded


@require_safe
@in_demo
def home(request: HttpRequest) -> HttpResponse:
    """All mailboxes."""
    return render(request, "web/mailroom/home.html", {"boxes": people.mailboxes(), "current": None})


@require_safe
@in_demo
def unread(_request: HttpRequest) -> HttpResponse:
    """How many letters each mailbox has that nobody looked at; for the script that keeps the counts fresh."""
    return JsonResponse({box.address: box.unread for box in people.mailboxes()})


@require_safe
@in_demo
def box(request: HttpRequest, address: str) -> HttpResponse:
    """One mailbox: its threads, or with `?folder=sent` what was sent."""
    return render(request, "web/mailroom/box.html", _shell(_mailbox(address), request.GET.get("folder", "")))


@require_http_methods(["GET", "HEAD", "POST"])
@in_demo
def thread(request: HttpRequest, address: str, key: str) -> HttpResponse:
    """The thread of one letter, and the answer to it."""
    mailbox = _mailbox(address)
    whole = next((each for each in _threads(mailbox) if key in {mail.key for mail in each.mails}), None)
    if whole is None:
        raise Http404
    letters = [reading.opened(_letter(mailbox, mail.key)) for mail in whole.mails]
    answered = next((each for each in reversed(letters) if each.mail.folder == maildir.INBOX), letters[-1])
    form = sending.answer_form(request, mailbox, answered)
    if request.method == "POST" and (sent := sending.try_to_send(request, mailbox, form, answered)):
        return sent
    for mail in whole.mails:
        maildir.mark_seen(_letter(mailbox, mail.key))
    shell = _shell(_mailbox(address), request.GET.get("folder", ""), key)
    shown = [(each, _html(mailbox, each), _pictures(each)) for each in letters]
    return render(
        request,
        "web/mailroom/thread.html",
        {**shell, "letters": shown, "thread": whole, "form": form, "to": sending.address_to_answer(answered)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@in_demo
def write(request: HttpRequest, address: str) -> HttpResponse:
    """A new mail to one of the aliases this party knows."""
    mailbox = _mailbox(address)
    form = sending.new_form(request, mailbox)
    if request.method == "POST" and (sent := sending.try_to_send(request, mailbox, form)):
        return sent
    return render(
        request, "web/mailroom/write.html", {**_shell(mailbox), "form": form, "contacts": people.contacts(mailbox)}
    )


@require_safe
@in_demo
def source(_request: HttpRequest, address: str, key: str) -> HttpResponse:
    """A letter byte for byte."""
    raw = _letter(_mailbox(address), key).path.read_bytes()
    response = HttpResponse(raw, content_type="text/plain; charset=utf-8")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_safe
@in_demo
def file(_request: HttpRequest, address: str, key: str, number: int) -> HttpResponse:
    """One file of a letter."""
    for each in reading.opened(_letter(_mailbox(address), key)).files:
        if each.number == number:
            return handed_out(each.content, name=each.name, media_type=each.media_type, inline=True)
    raise Http404


def _mailbox(address: str) -> Mailbox:
    found = people.mailbox(address)
    if found is None:
        raise Http404
    return found


def _letter(mailbox: Mailbox, key: str) -> Kept:
    found = maildir.find(root(), mailbox.address, key)
    if found is None:
        raise Http404
    return found


def _threads(mailbox: Mailbox) -> list[threads.Thread]:
    return threads.grouped(reading.glance(kept) for kept in maildir.letters(root(), mailbox.address))


def _shell(mailbox: Mailbox, folder: str = "", key: str = "") -> dict[str, object]:
    """What stands left of the open letter: all mailboxes, and the threads of this one."""
    found = _threads(mailbox)
    if folder == maildir.SENT:
        found = [each for each in found if any(mail.folder == maildir.SENT for mail in each.mails)]
    return {"boxes": people.mailboxes(), "current": mailbox, "threads": found, "folder": folder, "key": key}


def _html(mailbox: Mailbox, letter: Opened) -> str:
    """The letter's HTML, safe to show, its own pictures in place."""
    pictures = {
        each.content_id: reverse("mailroom:file", args=[mailbox.address, letter.mail.key, each.number])
        for each in letter.files
        if each.content_id and each.media_type in SHOWN
    }
    return cleaned(letter.html, pictures) if letter.html else ""


def _pictures(letter: Opened) -> list[int]:
    """The numbers of files that are pictures and stand in no HTML."""
    return [
        each.number
        for each in letter.files
        if each.media_type in SHOWN and not (each.content_id and each.content_id in letter.html)
    ]
