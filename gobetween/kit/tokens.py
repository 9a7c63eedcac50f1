"""Small numbers as opaque tokens: encode, then encipher as one block with zero bits that prove it ours. No database.

`Narrow` has 80 bits (16 characters, 38 check bits): an alias. `Wide` has 128 bits (26 characters, 72 check bits): a
return path. Both are bijections; a token that was not made under the key passes with chance 2^-38 or 2^-72.
"""

from __future__ import annotations

import base64
import binascii
import threading

from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

ROUNDS = 10
HALF = 40
HALF_MASK = (1 << HALF) - 1
NARROW_BITS, NARROW_CHARS, NARROW_CHECK = 80, 16, 38
WIDE_BITS, WIDE_CHARS, WIDE_CHECK = 128, 26, 72


class Narrow:
    """Numbers of 42 bits as 16 characters: a balanced Feistel network of ten AES rounds over two halves of 40 bits."""

    __slots__ = ("_blocks",)

    def __init__(self, key: bytes) -> None:
        self._blocks = _Blocks(key)

    def encode(self, number: int) -> str:
        """Raises `ValueError` when `number` needs more than 42 bits."""
        if not 0 <= number < 1 << (NARROW_BITS - NARROW_CHECK):
            raise ValueError("number does not fit into a narrow token")
        block = number << NARROW_CHECK
        left, right = block >> HALF, block & HALF_MASK
        prf = self._blocks.encrypt
        for tweak in _TWEAKS:
            left, right = right, left ^ int.from_bytes(prf(tweak + right.to_bytes(5, "big"))[:5], "big")
        return base64.b32encode((left << HALF | right).to_bytes(10, "big")).decode().lower()

    def decode(self, token: str) -> int | None:
        """The number, or nothing when `token` was not made under this key. Any case."""
        block = _block(token, NARROW_CHARS)
        if block is None:
            return None
        left, right = int.from_bytes(block[:5], "big"), int.from_bytes(block[5:], "big")
        prf = self._blocks.encrypt
        for tweak in _BACKWARDS:
            left, right = right ^ int.from_bytes(prf(tweak + left.to_bytes(5, "big"))[:5], "big"), left
        number, check = divmod(left << HALF | right, 1 << NARROW_CHECK)
        return None if check else number


class Wide:
    """Numbers of 56 bits as 26 characters: one AES block."""

    __slots__ = ("_blocks",)

    def __init__(self, key: bytes) -> None:
        self._blocks = _Blocks(key)

    def encode(self, number: int) -> str:
        """Raises `ValueError` when `number` needs more than 56 bits."""
        if not 0 <= number < 1 << (WIDE_BITS - WIDE_CHECK):
            raise ValueError("number does not fit into a wide token")
        block = self._blocks.encrypt((number << WIDE_CHECK).to_bytes(16, "big"))
        return base64.b32encode(block).decode().rstrip("=").lower()

    def decode(self, token: str) -> int | None:
        """The number, or nothing when `token` was not made under this key. Any case."""
        block = _block(token, WIDE_CHARS)
        if block is None:
            return None
        number, check = divmod(int.from_bytes(self._blocks.decrypt(block), "big"), 1 << WIDE_CHECK)
        return None if check else number


_TWEAKS = tuple(bytes([number]) + bytes(10) for number in range(ROUNDS))
_BACKWARDS = tuple(reversed(_TWEAKS))


def _block(token: str, chars: int) -> bytes | None:
    """The bytes of a base32 token (RFC 4648 section 6) of exactly `chars` characters in canonical form."""
    if len(token) != chars or not token.isascii():
        return None
    spelled = token.upper()
    try:
        block = base64.b32decode(spelled + "=" * (-chars % 8))
    except binascii.Error:
        return None
    if chars % 8 and base64.b32encode(block).decode().rstrip("=") != spelled:
        return None
    return block


class _Blocks(threading.local):
    """AES on single blocks with the contexts kept open, a pair of them in each thread."""

    def __init__(self, key: bytes) -> None:
        cipher = Cipher(AES(key), ECB())  # single blocks only: a permutation, not a mode for messages
        encryptor: CipherContext = cipher.encryptor()
        decryptor: CipherContext = cipher.decryptor()
        self.encrypt = encryptor.update
        self.decrypt = decryptor.update
