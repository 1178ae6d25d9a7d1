"""What is found out about every badge: good, changed, by a wrong key, revoked, expired, with a word nobody signed."""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from tests.badges import (
    CLR,
    CURVE_KEY,
    DAY,
    DID_WEB,
    ED_2020,
    ISSUER,
    KEY,
    LIST,
    OB3,
    OB3_V1,
    OTHER_KEY,
    V1,
    V2,
    account,
    as_jwt,
    badge,
    did_key,
    europass,
    in_png,
    in_svg,
    issuer_document,
    judged,
    jwk,
    learning,
    listed_at,
    multikey,
    opencert,
    rsa_key,
    seals,
    selectively_signed,
    signed,
    status_list,
    trusting,
    verdicts,
)

from stackways.proofs.limits import UnreadableError
from stackways.proofs.pinned import TrustError, TrustFolder

Json = dict[str, Any]


@pytest.fixture(autouse=True)
def _nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """While badges are judged, no connection is opened."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("somebody opened a connection")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.create_connection", refuse)


UNBOUND = "holds unbound not_checked current"
PINNED = "holds pinned not_checked current"
BOUND = "holds bound not_checked current"
BROKEN = "broken unbound not_checked current refused"
NOT_CHECKED = "not_checked unbound not_checked current"


def changed(document: Json, **more: object) -> Json:
    return {**document, **more}


def with_subject(document: Json, **more: object) -> Json:
    return {**document, "credentialSubject": {**document["credentialSubject"], **more}}


def with_data(document: Json, **more: str) -> Json:
    return {**document, "data": {**document["data"], **more}}


def record_of(who: str) -> Json:
    """What the name system answers where a domain names an account."""
    text = f"openatts a=dns-did; p=did:ethr:{who}#controller; v=1.0;"
    return {"dns:certificates.example-poly.example": {"Answer": [{"data": text}]}}


V1_BADGE = {
    **{name: value for name, value in badge().items() if name not in {"validFrom", "@context"}},
    "@context": [V1, OB3_V1, ED_2020],
    "issuanceDate": "2025-05-01T00:00:00Z",
}

WITHOUT_TRUST = {
    "the key after the issuer's #": (signed(badge()), UNBOUND),
    "by did:key, which is the issuer": (signed(badge(issuer=did_key()), method=did_key()), BOUND),
    "by did:key, which is not the issuer": (signed(badge(), method=did_key()), UNBOUND),
    "version 1.1, Ed25519Signature2020": (signed(V1_BADGE, suite="Ed25519Signature2020"), UNBOUND),
    "by a P-256 key": (signed(badge(), CURVE_KEY, suite="ecdsa-rdfc-2019"), UNBOUND),
    "parts may be hidden, all shown": (selectively_signed(badge()), UNBOUND),
    "parts may be hidden, some are": (
        selectively_signed(badge(), shown=lambda line: "schema.org/description" not in line),
        "broken unbound not_checked current refused",  # the file still says what the proof leaves out
    ),
    "no proof": (badge(), NOT_CHECKED),
    "a proof of an unknown kind": (changed(badge(), proof={"type": "Unheard", "proofPurpose": "x"}), NOT_CHECKED),
    "for another purpose": (signed(badge(), proofPurpose="authentication"), BROKEN),
    "changed afterwards": (changed(signed(badge()), name="Networks, with distinction"), BROKEN),
    "signed by another key than it names": (
        signed(badge(), OTHER_KEY, method=f"{ISSUER}#{multikey(KEY)}"),
        BROKEN,
    ),
    "a key that is none": (signed(badge(), method=f"{ISSUER}#z6Mkxxxx"), BROKEN),
    "a member that no context defines": (changed(signed(badge()), honours="first class"), BROKEN),
    "a member in the achievement that no context defines": (
        with_subject(
            signed(badge()),
            achievement={**badge()["credentialSubject"]["achievement"], "credits_": 60},
        ),
        BROKEN,
    ),
    "a type that no context defines": (
        changed(signed(badge()), type=["VerifiableCredential", "OpenBadgeCredential", "FirstClass"]),
        BROKEN,
    ),
    "a context of its own, which defines words anew": (
        changed(
            signed(badge()), **{"@context": [V2, OB3, {"honours": "https://schema.org/name"}], "honours": "Networks"}
        ),
        BROKEN,
    ),
    "an id that ends in the signed text": (
        changed(signed(badge()), id='https://x.example/> <https://x.example/a> "b" .\n<https://x.example/c'),
        BROKEN,
    ),
    "a context that is not known": (
        changed(signed(badge()), **{"@context": [V2, OB3, "https://unknown.example/context"]}),
        NOT_CHECKED,
    ),
    "expired": (signed(badge(validUntil="2026-11-29T23:59:59+08:00")), "holds unbound not_checked expired"),
    "on its last day": (signed(badge(validUntil="2026-11-30T00:00:00+08:00")), UNBOUND),
    "not valid yet": (signed(badge(validFrom="2026-12-01T00:00:00+08:00")), "holds unbound not_checked not_yet"),
    "dates that are none": (
        signed(badge(validUntil="2026-02-30T00:00:00Z")),
        "holds unbound not_checked not_checked",
    ),
    "a list of revoked ones that is not known": (signed(badge(credentialStatus=listed_at(7))), UNBOUND),
    "failed": (
        signed(with_subject(badge(), result=[{"type": ["Result"], "status": "Failed"}])),
        "holds unbound not_checked current refused",
    ),
    "OpenCerts, signed by an account": (opencert(), BOUND),
    "OpenCerts, changed": (changed(opencert(), data={**opencert()["data"], "name": "0" * 36 + ":string:PhD"}), BROKEN),
    "OpenCerts, a value added": (
        changed(opencert(), data={**opencert()["data"], "more": "0" * 36 + ":string:x"}),
        BROKEN,
    ),
    "Europass, without a seal": (learning(), NOT_CHECKED),
    "Europass, sealed": (europass(learning()), UNBOUND),
    "Europass, changed": (
        changed(europass(learning()), payload=json.dumps(learning(issuanceDate="2020-01-01"))),
        BROKEN,
    ),
}


@pytest.mark.parametrize("name", WITHOUT_TRUST)
def test_alone(name: str) -> None:
    document, expected = WITHOUT_TRUST[name]
    assert verdicts(document) == [expected]


NAMED_IN_A_LIST = {
    **badge(credentialStatus={"id": LIST, "type": "1EdTechRevocationList"}),
    "@context": [V2, OB3, "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"],
}
REVOKED = "holds pinned revoked current refused"
WITH_TRUST: dict[str, tuple[Json, Json, str]] = {
    "the issuer's key is pinned": ({"issuer": issuer_document()}, signed(badge()), PINNED),
    "the key named as the issuer names it": (
        {"issuer": issuer_document()},
        signed(badge(), method=f"{ISSUER}#key-1"),
        PINNED,
    ),
    "a pinned DID": (
        {"did": issuer_document(at=DID_WEB)},
        signed(badge(issuer=DID_WEB), method=f"{DID_WEB}#key-1"),
        PINNED,
    ),
    "a key that the pinned issuer does not list": (
        {"issuer": issuer_document()},
        signed(badge(), OTHER_KEY),
        UNBOUND,
    ),
    "a key pinned for another issuer": (
        {"did": issuer_document(OTHER_KEY, at=DID_WEB), "issuer": issuer_document()},
        signed(badge(), OTHER_KEY, method=f"{DID_WEB}#key-1"),
        UNBOUND,
    ),
    "a key that is not for assertions": (
        {"issuer": {**issuer_document(), "assertionMethod": []}},
        signed(badge(), method=f"{ISSUER}#key-1"),
        NOT_CHECKED,
    ),
    "its bit is not set": (
        {"issuer": issuer_document(), "list": status_list(set_={8})},
        signed(badge(credentialStatus=listed_at(7))),
        "holds pinned valid current",
    ),
    "its bit is set": (
        {"issuer": issuer_document(), "list": status_list(set_={7})},
        signed(badge(credentialStatus=listed_at(7))),
        REVOKED,
    ),
    "suspended": (
        {"issuer": issuer_document(), "list": status_list(set_={7}, purpose="suspension")},
        signed(badge(credentialStatus=listed_at(7, "suspension"))),
        "holds pinned suspended current refused",
    ),
    "a bit of another purpose": (
        {"issuer": issuer_document(), "list": status_list(set_={7}, purpose="suspension")},
        signed(badge(credentialStatus=listed_at(7))),
        PINNED,
    ),
    "a bit that the list does not have": (
        {"issuer": issuer_document(), "list": status_list(set_=set())},
        signed(badge(credentialStatus=listed_at(131_072))),
        PINNED,
    ),
    "a list that was changed": (
        {"issuer": issuer_document(), "list": {**status_list(set_=set()), "name": "Changed"}},
        signed(badge(credentialStatus=listed_at(7))),
        PINNED,
    ),
    "revoked by name": (
        {
            "issuer": issuer_document(),
            LIST: {"issuer": ISSUER, "revokedCredential": [{"id": badge()["id"]}]},
        },
        signed(NAMED_IN_A_LIST),
        REVOKED,
    ),
    "not revoked by name": (
        {"issuer": issuer_document(), LIST: {"issuer": ISSUER, "revokedCredential": ["urn:another"]}},
        signed(NAMED_IN_A_LIST),
        "holds pinned valid current",
    ),
    "OpenCerts, the domain names the account": (
        record_of(account()),
        opencert(),
        PINNED,
    ),
    "OpenCerts, the domain names another account": (
        record_of("0x1245e5b64d785b25057f7438f715f4aa5d965733"),
        opencert(),
        UNBOUND,
    ),
    "Europass, the authority of the seal is trusted": (
        {"certificate:authority": seals().authority.public_bytes(Encoding.PEM).decode()},
        europass(learning()),
        PINNED,
    ),
    "Europass, sealed before the certificate was valid": (
        {"certificate:authority": seals().authority.public_bytes(Encoding.PEM).decode()},
        europass(learning(), sealed_at="2019-12-31T00:00:00Z"),
        UNBOUND,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WITH_TRUST)
def test_with_a_trust_folder(name: str, tmp_path: Path) -> None:
    trusted, document, expected = WITH_TRUST[name]
    assert verdicts(document, trusting(tmp_path, **trusted)) == [expected]


JWT_BADGE = {**badge(), "@context": [V2, OB3]}
TOKENS = {
    "version 2.0, by did:key": (as_jwt(badge(issuer=did_key()), headers={"kid": did_key()}), BOUND),
    "version 2.0, the issuer is its key": (as_jwt(badge(issuer=did_key())), BOUND),
    "version 1.1, the key in the header": (
        as_jwt(V1_BADGE, headers={"jwk": jwk(KEY)}, iss=ISSUER, jti=V1_BADGE["id"], nbf=1746028800),
        UNBOUND,
    ),
    "no key": (as_jwt(badge()), NOT_CHECKED),
    "a member that no context defines is signed here": (as_jwt(badge(issuer=did_key(), honours="first")), BOUND),
    "claims another issuer": (
        as_jwt(V1_BADGE, headers={"jwk": jwk(KEY)}, iss="https://another.example"),
        BROKEN,
    ),
    "expired by its claim": (
        as_jwt({name: value for name, value in V1_BADGE.items() if name != "issuanceDate"},
               headers={"jwk": jwk(KEY)}, iss=ISSUER, nbf=1600000000, exp=1700000000),
        "holds unbound not_checked expired",
    ),
    "a secret shared": (as_jwt(badge(), b"a secret of at least thirty-two bytes", algorithm="HS256"), BROKEN),
    "by another key": (as_jwt(badge(issuer=did_key()), OTHER_KEY, headers={"kid": did_key()}), BROKEN),
}  # fmt: skip


@pytest.mark.parametrize("name", TOKENS)
def test_as_a_token(name: str) -> None:
    token, expected = TOKENS[name]
    assert verdicts(token) == [expected]


def test_a_token_by_rsa() -> None:
    token = as_jwt(badge(), rsa_key(), algorithm="RS256", headers={"jwk": jwk(rsa_key())})
    assert verdicts(token) == [UNBOUND]
    head, payload, mark = token.split(".")
    assert verdicts(f"{head}.{payload}.{mark[:-4]}AAAA") == [BROKEN]


def test_an_envelope_around_a_token() -> None:
    token = as_jwt(badge(issuer=did_key()))
    envelope = {"@context": V2, "type": "EnvelopedVerifiableCredential", "id": f"data:application/vc+jwt,{token}"}
    assert verdicts(envelope) == [BOUND]


@pytest.mark.parametrize("packed", [False, True])
def test_baked_into_pictures(packed: bool) -> None:  # noqa: FBT001 - a case of the test
    text = json.dumps(signed(badge()))
    assert verdicts(in_png(text, packed=packed)) == [UNBOUND]
    assert verdicts(in_png(as_jwt(badge(issuer=did_key())), packed=packed)) == [BOUND]
    assert verdicts(in_svg(text)) == [UNBOUND]


def test_a_record_of_several_is_judged_one_by_one() -> None:
    own = signed({**badge(issuer=did_key(OTHER_KEY)), "id": "urn:badge:2"}, OTHER_KEY, method=did_key(OTHER_KEY))
    inner = {**badge(issuer=did_key()), "id": "urn:badge:3"}
    record = {
        "@context": [V2, CLR, OB3],
        "id": "urn:record:1",
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": {"id": did_key(), "type": ["Profile"], "name": "Example Polytechnic"},
        "validFrom": "2025-05-01T00:00:00Z",
        "name": "Record",
        "credentialSubject": {"type": ["ClrSubject"], "verifiableCredential": [own, inner]},
    }
    signed_record = signed(record, method=did_key())
    assert verdicts(signed_record) == [BOUND, BOUND]
    changed_inner = json.loads(json.dumps(signed_record).replace('"urn:badge:3"', '"urn:badge:4"'))
    assert verdicts(changed_inner) == [BOUND, BROKEN]  # the first has a proof of its own
    of_another = json.loads(json.dumps(record).replace(did_key(), did_key(CURVE_KEY)))
    of_another["credentialSubject"]["verifiableCredential"][1]["issuer"]["id"] = ISSUER
    assert verdicts(signed(of_another, CURVE_KEY, suite="ecdsa-rdfc-2019", method=did_key(CURVE_KEY))) == [
        BOUND,
        UNBOUND,
    ]


ASSERTION = {
    "@context": "https://w3id.org/openbadges/v2",
    "type": "Assertion",
    "id": "https://badges.example-poly.example/assertions/1",
    "recipient": {"type": "email", "hashed": True, "identity": "sha256$0"},
    "issuedOn": "2025-05-01T00:00:00+08:00",
    "badge": "https://badges.example-poly.example/badge",
    "verification": {"type": "hosted"},
}
BADGE_2: Json = {
    "type": "BadgeClass",
    "id": ASSERTION["badge"],
    "name": "Networks",
    "issuer": ISSUER,
}
PROFILE_2: Json = {"type": "Issuer", "id": ISSUER, "name": "Example Polytechnic", "publicKey": f"{ISSUER}/key"}


def test_open_badges_2_hosted(tmp_path: Path) -> None:
    known: Json = {str(ASSERTION["badge"]): BADGE_2, ISSUER: PROFILE_2}
    assert verdicts(ASSERTION) == ["not_checked unbound not_checked current refused"]  # nothing says what it is
    assert verdicts(ASSERTION, trusting(tmp_path / "a", **known)) == [NOT_CHECKED]
    hosted = trusting(tmp_path / "b", **known, **{str(ASSERTION["id"]): ASSERTION})
    assert verdicts(ASSERTION, hosted) == [PINNED]
    assert verdicts({**ASSERTION, "issuedOn": "2024-05-01T00:00:00+08:00"}, hosted) == [BROKEN]
    assert verdicts(in_png(str(ASSERTION["id"]), keyword=b"openbadges"), hosted) == [PINNED]


def test_open_badges_2_signed(tmp_path: Path) -> None:
    key = {"id": f"{ISSUER}/key", "owner": ISSUER, "publicKeyJwk": jwk(KEY)}
    profile = {**PROFILE_2, "revocationList": f"{ISSUER}/revoked"}
    known = {str(ASSERTION["badge"]): BADGE_2, ISSUER: profile, f"{ISSUER}/key": key}
    token = as_jwt({**ASSERTION, "verification": {"type": "signed", "creator": f"{ISSUER}/key"}})
    assert verdicts(token, trusting(tmp_path / "a", **known)) == [PINNED]
    revoked = {f"{ISSUER}/revoked": {"revokedAssertions": [{"id": ASSERTION["id"]}]}}
    assert verdicts(token, trusting(tmp_path / "b", **known, **revoked)) == ["holds pinned revoked current refused"]
    no_longer = {**known, ISSUER: {**profile, "publicKey": f"{ISSUER}/newer-key"}}
    assert verdicts(token, trusting(tmp_path / "c", **no_longer)) == [UNBOUND]


def test_what_opencerts_says_becomes_facts_without_the_learner() -> None:
    (one,) = judged(opencert())
    assert (one.facts.title, str(one.facts.attained and one.facts.attained.day)) == (
        "Diploma in Networks",
        "2025-05-01",
    )
    assert [(part.title, part.codes, part.grade) for part in one.facts.parts] == [
        ("Networks", ("NET 101",), ("A", "letter")),
        ("Databases", ("DB 100",), ("B+", "letter")),
    ]
    assert "Learner" not in repr(one)
    assert "S0000000X" not in repr(one)


def test_opencerts_as_a_w3c_credential(tmp_path: Path) -> None:
    words = ["name", "issuedOn", "graduationDate", "transcript", "grade", "courseCode", "courseCredit"]
    context = {"@context": {"OpenCertsCertificate": "https://opencerts.example/#certificate",
                            **{word: f"https://opencerts.example/#{word}" for word in words[1:]}}}  # fmt: skip
    address = "https://opencerts.example/context.json"
    subject = {
        "type": "OpenCertsCertificate",
        "name": "Diploma in Networks",
        "graduationDate": "2025-05-01T00:00:00+08:00",
        "transcript": [{"name": "Networks", "courseCode": "NET 101", "grade": "A", "courseCredit": "4"}],
    }
    credential = {
        "@context": [V2, address],
        "type": ["VerifiableCredential"],
        "issuer": {"id": DID_WEB},
        "validFrom": "2025-05-20T00:00:00Z",
        "credentialSubject": subject,
    }
    made = signed(credential, method=f"{DID_WEB}#key-1", contexts={address: context})
    trust = trusting(tmp_path, did=issuer_document(at=DID_WEB), **{address: context})
    (one,) = judged(made, trust)
    assert verdicts(made, trust) == [PINNED]
    assert (one.format, one.facts.title, one.facts.parts[0].codes) == ("opencerts", "Diploma in Networks", ("NET 101",))


def test_europass_becomes_facts() -> None:
    (one,) = judged(europass(learning()))
    facts = one.facts
    assert (facts.title, facts.issuer.name, facts.kind) == ("Networks", "Example Polytechnic", "micro-credential")
    assert (facts.credits, facts.unit, facts.level) == ("6", "European Credit Transfer System", ("EQF", 5))
    assert str(facts.attained and facts.attained.day) == "2025-05-01"
    assert "Learner" not in repr(one)


def test_a_pin_that_was_changed_is_named(tmp_path: Path) -> None:
    trust = trusting(tmp_path, issuer=issuer_document())
    next(tmp_path.glob("*.pin")).write_text("{}")
    with pytest.raises(TrustError, match=r"proof\.pin-changed"):
        judged(signed(badge()), trust)


def test_a_context_that_comes_with_stackways_cannot_be_replaced(tmp_path: Path) -> None:
    with pytest.raises(TrustError, match=r"proof\.pin-shipped"):
        TrustFolder(tmp_path).add(V2, b"{}", DAY, None)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"no badge", "proof.not-json"),
        (b"{}", "proof.not-known"),
        (b"\xff\xfe", "proof.not-known"),
        (b'{"type": "Assertion", "type": "x"}', "proof.twice"),
        (b"[" * 100_000, "proof.not-json"),
        (b'{"a":' * 60 + b"1" + b"}" * 60, "proof.too-deep"),
        (json.dumps([1] * 60_000).encode(), "proof.too-deep"),
        (b'{"a": "\\ud800"}', "proof.not-json"),
        (b"[NaN]", "proof.not-json"),
        (b'"' + b"x" * (1 << 20) + b'"', "proof.too-long"),
        (b" " * (5 << 20), "proof.file-too-long"),
        (in_png("x" * (2 << 20), packed=True), "proof.unpacks-too-much"),
        (in_png("x", keyword=b"comment"), "proof.no-badge-in-picture"),
        (in_png("{}")[:60], "proof.no-badge-in-picture"),
        (b"<svg/>", "proof.no-badge-in-picture"),
        (b"<svg", "proof.not-xml"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><svg>&a;</svg>', "proof.not-xml"),
        (b"https://badges.example-poly.example/assertions/1", "proof.says-nothing-alone"),
        (b"ey.ey.ey", "proof.not-json"),
        (json.dumps([{"type": "x"}] * 200).encode(), "proof.too-many-held"),
    ],
)  # fmt: skip
def test_what_is_no_badge_or_beyond_a_limit_is_refused_with_the_reason(content: bytes, why: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        judged(content)
    assert refused.value.message.id == why
    assert str(refused.value.message)


def test_a_graph_made_to_take_for_ever_is_given_up() -> None:
    tangled = [{"id": f"_:b{one}", "related": [{"id": f"_:b{other}"} for other in range(12) if other != one]}
               for one in range(12)]  # fmt: skip
    achievement = {**badge()["credentialSubject"]["achievement"], "alignment": [], "related": tangled}
    document = with_subject(badge(), achievement=achievement)
    proof = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "proofPurpose": "assertionMethod"}
    proof |= {"verificationMethod": did_key(), "proofValue": "z11"}
    assert verdicts({**document, "proof": proof}) == [BROKEN]
