"""The demo's outside world: catches all outgoing mail and shows each party's mailbox as their mail client would."""
