"""Badges made and signed for tests, as issuers make them: with libraries, not with what is tested."""

# ruff: noqa: ANN401 - JSON, and keys of several kinds

import base64
import copy
import datetime as dt
import gzip
import hmac
import json
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import base58
import cbor2
import jwt
from Crypto.Hash import keccak
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pyld import jsonld
from pyld.canon import URDNA2015
from pyld.nquads import serialize_nquad

from stackways.proofs.base import Judged
from stackways.proofs.judge import judge
from stackways.proofs.pinned import TrustFolder, shipped, shipped_context

Json = dict[str, Any]

DAY = dt.date(2026, 11, 30)
ISSUER = "https://badges.example-poly.example/issuer"
DID_WEB = "did:web:badges.example-poly.example"
V2, OB3 = "https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
V1, OB3_V1 = "https://www.w3.org/2018/credentials/v1", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
ED_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"

KEY = ed25519.Ed25519PrivateKey.from_private_bytes(sha256(b"the issuer").digest())
OTHER_KEY = ed25519.Ed25519PrivateKey.from_private_bytes(sha256(b"somebody else").digest())
CURVE_KEY = ec.derive_private_key(int.from_bytes(sha256(b"a curve").digest()), ec.SECP256R1())


def multikey(key: ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> str:
    """The public key as a multikey."""
    if isinstance(key, ed25519.Ed25519PrivateKey):
        packed = b"\xed\x01" + key.public_key().public_bytes_raw()
    else:
        packed = b"\x80\x24" + key.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    return "z" + base58.b58encode(packed).decode()


def did_key(key: ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey = KEY) -> str:
    return f"did:key:{multikey(key)}"


def badge(*, issuer: str = ISSUER, **more: Any) -> Json:
    """An Open Badge 3.0, not signed."""
    return {
        "@context": [V2, OB3],
        "id": "https://badges.example-poly.example/credentials/1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": issuer, "type": ["Profile"], "name": "Example Polytechnic"},
        "validFrom": "2025-05-01T00:00:00+08:00",
        "name": "Networks",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://badges.example-poly.example/achievements/networks",
                "type": ["Achievement"],
                "name": "Networks",
                "description": "Networks, from wire to web.",
                "criteria": {"narrative": "Passed."},
                "humanCode": "NET 101",
            },
        },
        **more,
    }


def _load(contexts: Json) -> Callable[[str, Any], Json]:
    def load(address: str, _: Any) -> Json:
        known = shipped().get(address)
        document = shipped_context(known.file) if known else contexts[address]
        return {"contentType": None, "contextUrl": None, "documentUrl": address, "document": document}

    return load


def canonical(document: Json, contexts: Json | None = None) -> str:
    options: Any = {"documentLoader": _load(contexts or {}), "format": "application/n-quads", "algorithm": "URDNA2015"}
    return str(jsonld.normalize(document, options))


def _sums(document: Json, options: Json, contexts: Json | None) -> bytes:
    config = {"@context": document["@context"], **options}
    return b"".join(sha256(canonical(one, contexts).encode()).digest() for one in (config, document))


def signed(
    document: Json,
    key: ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey = KEY,
    *,
    method: str | None = None,
    suite: str = "eddsa-rdfc-2022",
    contexts: Json | None = None,
    **options: Any,
) -> Json:
    """A document with a proof by the key; unless told, the key is named as 1EdTech names it, after the issuer's `#`."""
    named = method or f"{document['issuer']['id']}#{multikey(key)}"
    kind = {"type": suite} if suite == "Ed25519Signature2020" else {"type": "DataIntegrityProof", "cryptosuite": suite}
    proof = {**kind, "created": "2025-05-02T00:00:00Z", "verificationMethod": named, "proofPurpose": "assertionMethod"}
    proof |= options
    sums = _sums(document, proof, contexts)
    value = key.sign(sums) if isinstance(key, ed25519.Ed25519PrivateKey) else _raw(key, sums)
    return {**document, "proof": {**proof, "proofValue": "z" + base58.b58encode(value).decode()}}


def _raw(key: ec.EllipticCurvePrivateKey, content: bytes) -> bytes:
    one, other = decode_dss_signature(key.sign(content, ec.ECDSA(SHA256())))
    return one.to_bytes(32) + other.to_bytes(32)


def selectively_signed(document: Json, *, shown: Callable[[str], bool] | None = None) -> Json:
    """A document with an ecdsa-sd-2023 proof; with `shown`, derived: the mandatory statements and those shown.

    Statements of the issuer and of dates are mandatory.
    """
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "ecdsa-sd-2023",
        "verificationMethod": did_key(CURVE_KEY),
        "proofPurpose": "assertionMethod",
    }
    secret, once = b"\1" * 32, ec.derive_private_key(7, ec.SECP256R1())
    names: dict[str, str] = {}

    def name(label: str) -> str:
        made = hmac.digest(secret, label.encode(), sha256)
        names[label] = base64.urlsafe_b64encode(made).decode().rstrip("=")
        return names[label]

    lines = sorted(_named(document, name))
    mandatory = [line for line in lines if "#issuer" in line or "#validFrom" in line]
    apart = [line for line in lines if line not in mandatory]
    config = {"@context": document["@context"], **options}
    made_for_it = base58.b58decode(multikey(once)[1:])
    base = sha256(canonical(config).encode()).digest() + made_for_it + sha256("".join(mandatory).encode()).digest()
    signatures = [_raw(once, line.encode()) for line in apart]
    if shown is None:
        value = b"\xd9\x5d\x00" + cbor2.dumps([_raw(CURVE_KEY, base), made_for_it, secret, signatures, ["/issuer"]])
    else:
        keeping = [line for line in lines if line in mandatory or shown(line)]
        kept = [mark for line, mark in zip(apart, signatures, strict=True) if shown(line)]
        places = [place for place, line in enumerate(keeping) if line in mandatory]
        labels = {int(label[4:]): base64.urlsafe_b64decode(made + "=") for label, made in names.items()}
        value = b"\xd9\x5d\x01" + cbor2.dumps([_raw(CURVE_KEY, base), made_for_it, kept, labels, places])
    packed = "u" + base64.urlsafe_b64encode(value).decode().rstrip("=")
    return {**document, "proof": {**options, "proofValue": packed}}


def _named(document: Json, name: Callable[[str], str]) -> list[str]:
    ordering = URDNA2015()
    options: Any = {"documentLoader": _load({})}
    ordering.main(jsonld.to_rdf(document, options), {"format": "application/n-quads"})
    lines = []
    for quad in copy.deepcopy(ordering.quads):
        for part in quad.values():
            if part["type"] == "blank node":
                part["value"] = "_:u" + name(part["value"][2:])
        lines.append(serialize_nquad(quad))
    return lines


def as_jwt(
    credential: Json, key: Any = KEY, *, algorithm: str = "EdDSA", headers: Json | None = None, **claims: Any
) -> str:
    """A credential of version 1.1 in a JWT; of version 2.0 where there are no claims."""
    payload = {"vc": credential, **claims} if claims else credential
    return jwt.encode(payload, key, algorithm=algorithm, headers=headers)


@cache
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def jwk(key: Any) -> Json:
    kind = jwt.algorithms.RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else jwt.algorithms.OKPAlgorithm
    found: Json = json.loads(kind.to_jwk(key.public_key()))
    return found


def in_png(text: str, *, keyword: bytes = b"openbadgecredential", packed: bool = False) -> bytes:
    """A picture of one dot, with a text baked in."""
    content = zlib.compress(text.encode(), 9) if packed else text.encode()
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"iTXt", keyword + (b"\0\1\0\0\0" if packed else b"\0\0\0\0\0") + content),
        (b"IDAT", zlib.compress(b"\0\0")),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def in_svg(text: str) -> bytes:
    """A picture without anything in it but a badge."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">'
        f"<openbadges:credential><![CDATA[{text}]]></openbadges:credential></svg>"
    ).encode()


def status_list(*, set_: set[int], purpose: str = "revocation", key: ed25519.Ed25519PrivateKey = KEY) -> Json:
    """A list of status bits, signed."""
    bits = bytearray(16_384)
    for place in set_:
        bits[place // 8] |= 1 << (7 - place % 8)
    packed = base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")
    listing = {
        "@context": [V2],
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": {"id": ISSUER},
        "credentialSubject": {"type": "BitstringStatusList", "statusPurpose": purpose, "encodedList": f"u{packed}"},
    }
    return signed(listing, key)


LIST = "https://badges.example-poly.example/status/1"


def listed_at(place: int, purpose: str = "revocation") -> Json:
    """Where a badge stands in the list of status bits."""
    return {
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(place),
        "statusListCredential": LIST,
    }


ACCOUNT_KEY = ec.derive_private_key(int.from_bytes(sha256(b"an account").digest()), ec.SECP256K1())
ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


def keccak256(content: bytes) -> bytes:
    return keccak.new(digest_bits=256, data=content).digest()


def account(key: ec.EllipticCurvePrivateKey = ACCOUNT_KEY) -> str:
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return "0x" + keccak256(point[1:])[-20:].hex()


def salted(value: Any, count: list[int] | None = None) -> Any:
    """Values with salts, as OpenAttestation 2 writes them."""
    count = count if count is not None else [0]
    if isinstance(value, dict):
        return {name: salted(part, count) for name, part in value.items()}
    if isinstance(value, list):
        return [salted(part, count) for part in value]
    count[0] += 1
    return f"00000000-0000-4000-8000-{count[0]:012d}:string:{value}"


def flat(value: Any, path: str = "") -> dict[str, Any]:
    if not isinstance(value, dict | list):
        return {path: value}
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    below = (flat(part, f"{path}.{name}" if path else str(name)) for name, part in parts)
    return {at: leaf for leaves in below for at, leaf in leaves.items()}


def opencert(
    *, key: ec.EllipticCurvePrivateKey = ACCOUNT_KEY, domain: str = "certificates.example-poly.example", **more: Any
) -> Json:
    """A certificate of OpenCerts, signed by an account (OpenAttestation 2)."""
    did = f"did:ethr:{account(key)}"
    proof = {"type": "DNS-DID", "location": domain, "key": f"{did}#controller"}
    data = salted(
        {
            "id": "2025-001",
            "name": "Diploma in Networks",
            "issuedOn": "2025-05-20T00:00:00+08:00",
            "graduationDate": "2025-05-01T00:00:00+08:00",
            "recipient": {"name": "A. Learner", "nric": "S0000000X"},
            "issuers": [
                {"id": did, "name": "Example Polytechnic", "identityProof": proof, "revocation": {"type": "NONE"}}
            ],
            "transcript": [
                {"name": "Networks", "courseCode": "NET 101", "grade": "A", "courseCredit": "4"},
                {"name": "Databases", "courseCode": "DB 100", "grade": "B+", "examinationDate": "2024-11-30"},
            ],
            **more,
        }
    )
    sums = sorted(keccak256(_compact({path: value})).hex() for path, value in flat(data).items())
    root = keccak256(_compact(sums))
    signature = {"type": "SHA3MerkleProof", "targetHash": root.hex(), "proof": [], "merkleRoot": root.hex()}
    by = {
        "type": "OpenAttestationSignature2018",
        "proofPurpose": "assertionMethod",
        "verificationMethod": f"{did}#controller",
        "signature": account_signature(root, key),
    }
    version = "https://schema.openattestation.com/2.0/schema.json"
    return {"version": version, "data": data, "signature": signature, "proof": [by]}


def _compact(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def account_signature(content: bytes, key: ec.EllipticCurvePrivateKey = ACCOUNT_KEY) -> str:
    """What an account's wallet makes of some bytes; which of two points it was is found by trying."""
    from stackways.proofs.ethereum import signed_by  # noqa: PLC0415 - to tell the two apart, no more

    sum_ = keccak256(b"\x19Ethereum Signed Message:\n32" + content)
    one, other = decode_dss_signature(key.sign(sum_, ec.ECDSA(Prehashed(SHA256()))))
    made = [f"0x{one:064x}{other:064x}{which:02x}" for which in (27, 28)]
    return next((mark for mark in made if signed_by(content, mark) == account(key)), made[0])


@dataclass(frozen=True)
class Seals:
    """An authority, and an organisation that it certifies."""

    authority: x509.Certificate
    seal: x509.Certificate
    key: rsa.RSAPrivateKey


@cache
def seals() -> Seals:
    authority_key, key = ec.derive_private_key(11, ec.SECP256R1()), rsa_key()
    by, name = _name("Example Seal Authority"), _name("Example Polytechnic")
    authority = _certificate(by, authority_key.public_key(), by, authority_key, ca=True)
    return Seals(authority, _certificate(name, key.public_key(), by, authority_key, ca=False), key)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, text)])


def _certificate(name: x509.Name, key: Any, by: x509.Name, by_key: Any, *, ca: bool) -> x509.Certificate:
    begins, ends = dt.datetime(2020, 1, 1, tzinfo=dt.UTC), dt.datetime(2040, 1, 1, tzinfo=dt.UTC)
    builder = x509.CertificateBuilder().issuer_name(by).subject_name(name).public_key(key)
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(begins).not_valid_after(ends)
    return builder.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True).sign(by_key, SHA256())


def europass(credential: Json, *, sealed_at: str = "2025-05-02T00:00:00Z") -> Json:
    """A credential under a seal, as JAdES has it: the payload as it is."""
    made, payload = seals(), json.dumps(credential)
    der = made.seal.public_bytes(Encoding.DER)
    header = {
        "alg": "RS256",
        "b64": False,
        "crit": ["b64", "sigT"],
        "sigT": sealed_at,
        "x5c": [base64.b64encode(der).decode()],
        "x5t#S256": _base64url(sha256(der).digest()),
    }
    head = _base64url(json.dumps(header).encode())
    mark = jwt.algorithms.RSAAlgorithm(jwt.algorithms.RSAAlgorithm.SHA256).sign(f"{head}.{payload}".encode(), made.key)
    return {"payload": payload, "signatures": [{"protected": head, "signature": _base64url(mark)}]}


def _base64url(packed: bytes) -> str:
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def learning(**more: Any) -> Json:
    """A European Digital Credential, without a seal."""
    body = {"id": "urn:epass:org:1", "type": "Organisation", "legalName": {"en": "Example Polytechnic"}}
    said = {
        "type": "Qualification",
        "eqfLevel": {"id": "http://data.europa.eu/snb/eqf/5"},
        "creditPoint": {"point": "6", "framework": {"prefLabel": {"en": "European Credit Transfer System"}}},
        "dcType": {"prefLabel": {"en": "Micro-credential"}},
    }
    claim = {
        "type": "LearningAchievement",
        "title": {"en": "Networks"},
        "awardedBy": {"awardingBody": body, "awardingDate": "2025-05-01T00:00:00+02:00"},
        "specifiedBy": said,
    }
    return {
        "@context": [V1, "http://data.europa.eu/snb/model/context/edc-ap"],
        "id": "urn:credential:1",
        "type": ["VerifiableCredential", "EuropeanDigitalCredential"],
        "issuer": body,
        "issuanceDate": "2025-05-02T00:00:00+02:00",
        "credentialSubject": {"type": "Person", "fullName": {"en": "A. Learner"}, "hasClaim": claim},
        **more,
    }


def issuer_document(key: ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey = KEY, *, at: str = ISSUER) -> Json:
    """What an issuer publishes of itself: its keys."""
    method = {"id": f"{at}#key-1", "type": "Multikey", "controller": at, "publicKeyMultibase": multikey(key)}
    return {"id": at, "verificationMethod": [method], "assertionMethod": [f"{at}#key-1"]}


def trusting(folder: Path, **documents: Json | str) -> TrustFolder:
    """A trust folder with these documents; `issuer`, `list` and `did` stand for the usual addresses."""
    usual = {"issuer": ISSUER, "list": LIST, "did": DID_WEB}
    found = TrustFolder(folder)
    for name, document in documents.items():
        content = document if isinstance(document, str) else json.dumps(document)
        found.add(usual.get(name, name), content.encode(), DAY, None)
    return found


def verdicts(content: bytes | str | Json, trust: TrustFolder | None = None, as_of: dt.date = DAY) -> list[str]:
    """The four verdicts on each thing in a file, and whether it must not be used."""
    return [said(one) for one in judged(content, trust, as_of)]


def judged(content: bytes | str | Json, trust: TrustFolder | None = None, as_of: dt.date = DAY) -> list[Judged]:
    text = json.dumps(content) if isinstance(content, dict) else content
    return judge(text.encode() if isinstance(text, str) else text, trust or TrustFolder(None), as_of)


def said(one: Judged) -> str:
    found = one.findings
    four = (found.integrity.verdict, found.issuer.verdict, found.status.verdict, found.validity.verdict)
    return " ".join((*map(str, four), *(["refused"] if one.refused else [])))
