"""An answer written on the thread page becomes a `Submission`, like a mail would."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from gobetween.actions.post import post
from gobetween.actions.rehearse import rehearse
from gobetween.actions.submissions import Settled, Submission
from gobetween.aliases.models import Side
from gobetween.conversations.models import Conversation, Message
from gobetween.mime.letter import Attachment, Letter
from gobetween.web.shared.who import Kind, Who

LONGEST = 20_000
LARGEST = 10 * 1024 * 1024


class ReplyForm(forms.Form):
    """Text, one file, and a key that makes pressing Send twice harmless."""

    key = forms.RegexField(regex=r"^[0-9a-f]{32}$", widget=forms.HiddenInput)
    text = forms.CharField(label=_("Your answer"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}))
    file = forms.FileField(label=_("Attach a file"), required=False, help_text=_("Up to 10 MB."))

    def clean_file(self) -> UploadedFile[bytes] | None:
        """A file within the limit, or none."""
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file is not None and (file.size or 0) > LARGEST:
            raise forms.ValidationError(_("This file is larger than 10 MB."))
        return file


def answer(who: Who, conversation: Conversation, form: ReplyForm, *, now: datetime) -> Settled:
    """Post what the form holds into the conversation."""
    [settled] = post([_submission(who, conversation, form)], now=now)
    return settled


def tried(who: Who, conversation: Conversation, form: ReplyForm, *, now: datetime) -> Settled:
    """What would become of what the form holds."""
    return rehearse(_submission(who, conversation, form), now=now)


def _submission(who: Who, conversation: Conversation, form: ReplyForm) -> Submission:
    file: UploadedFile[bytes] | None = form.cleaned_data["file"]
    subject = conversation.subject
    return Submission(
        key=f"web:{who.kind}:{who.party}:{form.cleaned_data['key']}"[:64],
        channel=Message.Channel.WEB,
        pair=conversation.pair_id,
        to=Side.SELLER if who.kind == Kind.BUYER else Side.BUYER,
        letter=Letter(subject=subject, text=form.cleaned_data["text"], attachments=(_file(file),) if file else ()),
        suffix=conversation.ref,
        person=who.person or None,
    )


def _file(file: UploadedFile[bytes]) -> Attachment:
    file.seek(0)
    return Attachment(
        name=file.name or "", media_type=file.content_type or "application/octet-stream", content=file.read()
    )
