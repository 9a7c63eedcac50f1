"""Small numbers as opaque tokens: encode, then encipher as one block with zero bits that prove it ours. No database.

`Narrow` has 80 bits (16 characters, 38 check bits): an alias. `Wide` has 128 bits (26 characters, 72 check bits): a
return path. Both are bijections; a token that was not made under the key passes with chance 2^-38 or 2^-72.
"""

from __future__ import annotations

import base64
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
        left, right = number << NARROW_CHECK >> HALF, number << NARROW_CHECK & HALF_MASK
        prf, to_int = self._blocks.encrypt, int.from_bytes
        for tweak in _TWEAKS:
            left, right = right, left ^ to_int(prf((tweak | right).to_bytes(16, "big"))[:5], "big")
        return _spelled((left << HALF | right).to_bytes(10, "big"))

    def decode(self, token: str) -> int | None:
        """The number, or nothing when `token` was not made under this key. Any case."""
        block = _number(token, NARROW_CHARS)
        if block is None:
            return None
        left, right = block >> HALF, block & HALF_MASK
        prf, to_int = self._blocks.encrypt, int.from_bytes
        for tweak in _BACKWARDS:
            left, right = right ^ to_int(prf((tweak | left).to_bytes(16, "big"))[:5], "big"), left
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
        return _spelled(self._blocks.encrypt((number << WIDE_CHECK).to_bytes(16, "big")))

    def decode(self, token: str) -> int | None:
        """The number, or nothing when `token` was not made under this key. Any case."""
        spelled = _number(token, WIDE_CHARS)
        if spelled is None or spelled & _WIDE_PADDING:
            return None
        block = (spelled >> 2).to_bytes(16, "big")
        number, check = divmod(int.from_bytes(self._blocks.decrypt(block), "big"), 1 << WIDE_CHECK)
        return None if check else number


_TWEAKS = tuple(number << 120 for number in range(ROUNDS))
_BACKWARDS = tuple(reversed(_TWEAKS))
_WIDE_PADDING = 0b11  # 26 characters carry 130 bits; the last two are zero (RFC 4648 section 3.5)

# From the base32 of RFC 4648 (section 6, any case) to the digits `int` knows; everything else is no digit at all.
_DIGITS = bytearray(b"!" * 256)
for _value, _letter in enumerate(b"abcdefghijklmnopqrstuvwxyz234567"):
    _DIGITS[_letter] = _DIGITS[ord(chr(_letter).upper())] = b"0123456789abcdefghijklmnopqrstuv"[_value]


def _spelled(block: bytes) -> str:
    return base64.b32encode(block).decode("ascii").rstrip("=").lower()


def _number(token: str, chars: int) -> int | None:
    """A base32 token of exactly `chars` characters as a number."""
    if len(token) != chars or not token.isascii():
        return None
    try:
        return int(token.encode("ascii").translate(_DIGITS), 32)
    except ValueError:
        return None


class _Blocks(threading.local):
    """AES on single blocks with the contexts kept open, a pair of them in each thread."""

    def __init__(self, key: bytes) -> None:
        cipher = Cipher(AES(key), ECB())  # single blocks only: a permutation, not a mode for messages
        encryptor: CipherContext = cipher.encryptor()
        decryptor: CipherContext = cipher.decryptor()
        self.encrypt = encryptor.update
        self.decrypt = decryptor.update
