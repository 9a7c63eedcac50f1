"""The mail domains of the cast: a name server on the loopback that publishes one DKIM key for all of them."""

from __future__ import annotations

import base64
import socket
import threading
from functools import cache

import dkim
import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

SELECTOR = "post"
SIGNED = [b"from", b"to", b"subject", b"date", b"message-id", b"in-reply-to", b"references", b"mime-version"]


@cache
def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=1024)


@cache
def _pem() -> bytes:
    return _key().private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())


def signed(raw: bytes, domain: str) -> bytes:
    """`raw` with the DKIM signature its domain's own mail server would put on top."""
    head = dkim.sign(raw, SELECTOR.encode(), domain.encode(), _pem(), include_headers=SIGNED)
    return bytes(head) + raw


class NameServer:
    """Answers `post._domainkey.<any domain>` and says of everything else that it is not there."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        public = _key().public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        self._record = f'"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"'
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                asked, peer = self._socket.recvfrom(4096)
                if not asked:
                    return
                self._socket.sendto(self._answer(asked), peer)
            except OSError:
                return

    def _answer(self, asked: bytes) -> bytes:
        query = dns.message.from_wire(asked)
        reply = dns.message.make_response(query)
        reply.flags |= dns.flags.RA
        question = query.question[0]
        if question.rdtype == dns.rdatatype.TXT and str(question.name).startswith(f"{SELECTOR}._domainkey."):
            reply.answer.append(dns.rrset.from_text(question.name, 300, "IN", "TXT", self._record))
        else:
            reply.set_rcode(dns.rcode.NXDOMAIN)
        return reply.to_wire()

    def close(self) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", ("127.0.0.1", self.port))
        self._thread.join(5)
        self._socket.close()
