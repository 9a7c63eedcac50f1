"""The windows in which a mail is written, and what happens when Send is pressed."""

from __future__ import annotations

from datetime import UTC, datetime

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gobetween.web.mailroom import maildir, people, writing
from gobetween.web.mailroom.catch import root
from gobetween.web.mailroom.people import Mailbox
from gobetween.web.mailroom.reading import Opened


class MailForm(forms.Form):
    """A mail being written."""

    to = forms.CharField(label=gettext_lazy("To"), max_length=320)
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=300, required=False)
    text = forms.CharField(label=gettext_lazy("Text"), widget=forms.Textarea, strip=False, required=False)
    file = forms.FileField(label=gettext_lazy("Attach a file"), required=False)

    def clean_to(self) -> str:
        """One address on one line: whether it exists, the server will say."""
        to = str(self.cleaned_data["to"]).strip()
        if "@" not in to or any(char.isspace() or char in ",;<>" for char in to):
            raise forms.ValidationError(_("Write one address, such as name@domain."))
        return to


def answer_form(request: HttpRequest, box: Mailbox, answered: Opened) -> MailForm:
    """The window for an answer: recipient, subject and quote are there already."""
    if request.method == "POST":
        return MailForm(request.POST, request.FILES)
    return MailForm(
        initial={
            "to": address_to_answer(answered),
            "subject": writing.answer_subject(answered.mail.subject),
            "text": writing.draft(box, answered),
        }
    )


def new_form(request: HttpRequest, box: Mailbox) -> MailForm:
    """The window for a new mail; `?to=` and `?subject=` fill it."""
    if request.method == "POST":
        return MailForm(request.POST, request.FILES)
    return MailForm(
        initial={
            "to": request.GET.get("to", "")[:320],
            "subject": request.GET.get("subject", "")[:300],
            "text": writing.draft(box),
        }
    )


def address_to_answer(answered: Opened) -> str:
    """The other side's address: of a mail one got its author, of one's own its recipient."""
    mail = answered.mail
    return mail.address if mail.folder == maildir.INBOX else mail.to_address


def try_to_send(
    request: HttpRequest,
    box: Mailbox,
    form: MailForm,
    answered: Opened | None = None,
) -> HttpResponse | None:
    """Send what the form holds and go to the thread; None when it could not be, and the form or a notice says why."""
    if not form.is_valid():
        return None
    to = form.cleaned_data["to"]
    message = writing.compose(
        box,
        to=to,
        subject=form.cleaned_data["subject"],
        text=form.cleaned_data["text"],
        now=datetime.now(UTC),
        answering=answered.mail if answered else None,
        enclosed=_enclosed(form.cleaned_data["file"]),
    )
    refusal = writing.send(message, box, to)
    if refusal is not None:
        form.add_error(None, _refused(refusal))
        return None
    kept = maildir.keep(root(), box.address, message.as_bytes(), folder=maildir.SENT)
    messages.success(request, _sent(to))
    return redirect(reverse("mailroom:thread", args=[box.address, kept.key]) + "#latest")


def _enclosed(file: UploadedFile[bytes] | None) -> writing.Enclosed | None:
    return writing.Enclosed(name=file.name or "file", content=file.read()) if file else None


def _refused(refusal: writing.Refusal) -> str:
    if not refusal.code:
        return _("The mail server of the marketplace cannot be reached.")
    return _("The server answered: %(code)d %(text)s") % {"code": refusal.code, "text": refusal.text}


def _sent(to: str) -> str:
    """Where to look next."""
    links = [
        format_html('<a href="{}">{}</a>', reverse("mailroom:box", args=[each.address]), each.name)
        for each in people.reached_by(to)
    ]
    if not links:
        return _("Sent.")
    return format_html(
        "{} {}", _("Sent. In a moment it is in the mailbox of"), format_html(", ".join(["{}"] * len(links)), *links)
    )
