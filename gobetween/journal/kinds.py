"""What may be noted: each kind of entry with one sentence, and its facts. A kind never changes its meaning."""

from __future__ import annotations

KINDS: dict[str, str] = {
    "message.posted": "A message was accepted and its copies put into the outbox; `content` is its digest.",
    "message.held": "A message waits for review; `reason` says why, `content` is its digest.",
    "message.refused": "A message was not accepted; `reason` says why, `content` is its digest.",
    "message.released": "A held message went on and its copies were put into the outbox; `by` says who let it.",
    "message.stopped": "A held message was refused; `reason` says why, `by` who decided.",
    "message.kept": "A held message goes on waiting, now for a person; `reason` says why.",
    "message.recorded": "An automatic answer was recorded and not passed on; `content` is its digest.",
    "letter.refused": "A letter was taken and found to belong nowhere; `reason` says why.",
    "conversation.opened": "A first message opened a conversation.",
    "conversation.closed": "A conversation was closed.",
    "delivery.sent": "The smarthost took a copy.",
    "delivery.failed": "A copy was given up; `reason` says why.",
    "delivery.bounced": "A copy came back; `reason` says why.",
    "delivery.deferred": "A copy was not taken and will be tried again; `reason` says why.",
    "delivery.delayed": "A report says that a copy is late.",
    "notice.sent": "The marketplace told an author what became of the message `about`; `cause` says what.",
    "sender.seen": "A seller wrote from an address that is not approved; it waits for a decision.",
    "sender.approved": "An address may write for its seller from now on.",
    "sender.blocked": "An address may no longer write for its seller.",
    "alias.retired": "An alias of a pair was switched off; `side` names it.",
    "alias.renewed": "A side of a pair got a new alias; `serial` counts them.",
    "marketplace.opened": "A marketplace began, with its mail domain.",
    "rulebook.published": "A rulebook is in force from now on; `digest` is its document's.",
    "original.read": "An operator looked at a message as it came, before anything was hidden; `person` is who.",
    "person.added": "Somebody began to work for a seller, or for the marketplace; `role` says as what.",
    "orders.imported": "A file of orders was read; created, updated, unchanged and bad lines are counted.",
    "records.resealed": "Everything sealed was rewritten under the newest key, counted by table.",
}
