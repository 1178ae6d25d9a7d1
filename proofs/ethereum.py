"""Signatures of Ethereum accounts (EIP-191): an account is the end of its key's sum, so the key is found from them."""

from __future__ import annotations

from Crypto.Hash import keccak
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

Point = tuple[int, int] | None
"""A point of the curve; None is the one at infinity."""

_FIELD = 2**256 - 2**32 - 977
_ORDER = 0xFFFFFFFF_FFFFFFFF_FFFFFFFF_FFFFFFFE_BAAEDCE6_AF48A03B_BFD25E8C_D0364141
_BASE = (
    0x79BE667E_F9DCBBAC_55A06295_CE870B07_029BFCDB_2DCE28D9_59F2815B_16F81798,
    0x483ADA77_26A3C465_5DA4FBFC_0E1108A8_FD17B448_A6855419_9C47D08F_FB10D4B8,
)


def keccak256(content: bytes) -> bytes:
    """Return Ethereum's sum of some bytes."""
    return keccak.new(digest_bits=256, data=content).digest()


def signed_by(content: bytes, signature: str) -> str | None:
    """Return the account (`0x…`, in lower case) that signed some bytes; None where it is no signature of any."""
    try:
        packed = bytes.fromhex(signature.removeprefix("0x"))
    except ValueError:
        return None
    if len(packed) != 65:  # noqa: PLR2004 - two numbers of 32 bytes, and which of two points
        return None
    one, other, which = int.from_bytes(packed[:32]), int.from_bytes(packed[32:64]), packed[64] % 27
    sum_ = keccak256(b"\x19Ethereum Signed Message:\n%d" % len(content) + content)
    if not (0 < one < _ORDER and 0 < other < _ORDER and which in {0, 1}):
        return None
    key = _recovered(one, other, which, int.from_bytes(sum_))
    if key is None or not _fits(key, one, other, sum_):
        return None
    return "0x" + keccak256(key[0].to_bytes(32) + key[1].to_bytes(32))[-20:].hex()


def _recovered(one: int, other: int, which: int, sum_: int) -> Point:
    """Return the key that made a signature (SEC 1, 4.1.6). Nothing here is secret."""
    square = (pow(one, 3, _FIELD) + 7) % _FIELD
    root = pow(square, (_FIELD + 1) // 4, _FIELD)
    if root * root % _FIELD != square:
        return None
    start = (one, root if root % 2 == which else _FIELD - root)
    inverse = pow(one, -1, _ORDER)
    return _added(_times(start, other * inverse % _ORDER), _times(_BASE, -sum_ * inverse % _ORDER))


def _fits(key: tuple[int, int], one: int, other: int, sum_: bytes) -> bool:
    """Whether the signature is the key's, by the library."""
    try:
        public = ec.EllipticCurvePublicNumbers(*key, ec.SECP256K1()).public_key()
        public.verify(encode_dss_signature(one, other), sum_, ec.ECDSA(Prehashed(SHA256())))
    except (InvalidSignature, ValueError):
        return False
    return True


def _added(left: Point, right: Point) -> Point:
    if left is None or right is None:
        return left or right
    if left[0] == right[0] and (left[1] + right[1]) % _FIELD == 0:
        return None
    if left == right:
        slope = 3 * left[0] * left[0] * pow(2 * left[1], -1, _FIELD)
    else:
        slope = (right[1] - left[1]) * pow(right[0] - left[0], -1, _FIELD)
    across = (slope * slope - left[0] - right[0]) % _FIELD
    return across, (slope * (left[0] - across) - left[1]) % _FIELD


def _times(point: Point, factor: int) -> Point:
    found: Point = None
    while factor:
        if factor & 1:
            found = _added(found, point)
        point, factor = _added(point, point), factor >> 1
    return found
