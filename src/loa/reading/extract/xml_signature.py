"""XML signatures (W3C XML-DSig): the digests of what is signed and the signature under them."""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from lxml import etree

__all__ = ["DS", "Checked", "Unchecked", "certificate_of", "check", "text_of"]

DS = "http://www.w3.org/2000/09/xmldsig#"
_C14N = {
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315": (False, False),
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments": (False, True),
    "http://www.w3.org/2006/12/xml-c14n11": (False, False),
    "http://www.w3.org/2006/12/xml-c14n11#WithComments": (False, True),
    "http://www.w3.org/2001/10/xml-exc-c14n#": (True, False),
    "http://www.w3.org/2001/10/xml-exc-c14n#WithComments": (True, True),
}
"""The ways to write XML for signing: exclusive or not, with comments or not."""
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/RelationshipTransform"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_KEY_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha1": hashes.SHA1(),  # noqa: S303 - older signatures use it; it is only compared, nothing is signed with it
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}

_Read = Callable[[str], bytes]


class Unchecked(Exception):
    """Something in a signature that is not checked here."""


@dataclass(slots=True)
class Checked:
    """What came of checking: the parts signed, those that do not match, and those that could not be checked."""

    parts: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def check(signature: etree._Element, read: _Read) -> Checked:
    """Checks every reference of a signature, also those of its manifests, and the signature itself.

    `read` gives the bytes of a part by its reference, and raises KeyError for one that is missing.
    """
    result = Checked()
    info = signature.find(f"{{{DS}}}SignedInfo")
    if info is None:
        result.unknown.append("SignedInfo")
        return result
    for reference in info.iterfind(f"{{{DS}}}Reference"):
        target = _check_reference(reference, signature, read, result)
        if target is not None:
            for inner in target.iterfind(f".//{{{DS}}}Manifest/{{{DS}}}Reference"):
                _check_reference(inner, signature, read, result)
    _check_value(signature, info, result)
    return result


def certificate_of(signature: etree._Element) -> x509.Certificate | None:
    """The signer's certificate, which stands first in the file."""
    text = text_of(signature, f".//{{{DS}}}X509Certificate")
    return x509.load_der_x509_certificate(base64.b64decode(text)) if text else None


def text_of(element: etree._Element, path: str) -> str | None:
    """The text of the first element on a path, None where there is none."""
    found = element.find(path)
    return (found.text or "").strip() or None if found is not None else None


def _check_reference(
    reference: etree._Element, signature: etree._Element, read: _Read, result: Checked
) -> etree._Element | None:
    """Compares one digest; gives the element that the reference names, where it lies within the signature."""
    uri = reference.get("URI") or ""
    name = uri.partition("?")[0] or "?"
    target: etree._Element | None = None
    try:
        if uri.startswith("#"):
            target = _by_id(signature, uri[1:])
            content = _transformed(target, reference)
        else:
            result.parts.add(uri)
            content = _transformed(read(uri), reference)
        matches = _digest(reference, content) == base64.b64decode(text_of(reference, f"{{{DS}}}DigestValue") or "")
    except Unchecked:
        result.unknown.append(name)
    except (KeyError, ValueError, etree.XMLSyntaxError):
        result.wrong.append(name)
    else:
        if not matches:
            result.wrong.append(name)
    return target


def _by_id(signature: etree._Element, id: str) -> etree._Element:
    """The element with an id; two of the same id are an attempt to pass one off as the other."""
    root = signature.getroottree().getroot()
    found = [element for element in root.iter("*") if id in (element.get("Id"), element.get("ID"), element.get("id"))]
    if len(found) != 1:
        raise KeyError(id)
    return found[0]


def _digest(reference: etree._Element, content: bytes) -> bytes:
    return hashlib.new(_hash_name(reference.find(f"{{{DS}}}DigestMethod")), content).digest()


def _hash_name(method: etree._Element | None) -> str:
    name = ((method.get("Algorithm") or "") if method is not None else "").rpartition("#")[2]
    name = name.rpartition("-")[2].lower()
    if name not in _KEY_HASHES:
        raise Unchecked(name)
    return name


def _transformed(content: bytes | etree._Element, reference: etree._Element) -> bytes:
    """What is digested: the content after the transforms, in their order."""
    for transform in reference.iterfind(f"{{{DS}}}Transforms/{{{DS}}}Transform"):
        algorithm = transform.get("Algorithm") or ""
        if algorithm in _C14N:
            content = _canonical(content, algorithm, transform)
        elif algorithm == _RELATIONSHIPS:
            content = _relationships(content, transform)
        else:
            raise Unchecked(algorithm)
    if isinstance(content, bytes):
        return content
    return _canonical(content, "http://www.w3.org/TR/2001/REC-xml-c14n-20010315", reference)


def _parsed(content: bytes | etree._Element) -> etree._Element:
    if not isinstance(content, bytes):
        return content
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _canonical(content: bytes | etree._Element, algorithm: str, method: etree._Element) -> bytes:
    exclusive, comments = _C14N[algorithm]
    element = _parsed(content)
    prefixes = None
    named = method.find("{http://www.w3.org/2001/10/xml-exc-c14n#}InclusiveNamespaces")
    if exclusive and named is not None:
        prefixes = (named.get("PrefixList") or "").split()
    if isinstance(content, bytes):
        return etree.tostring(
            element.getroottree(), method="c14n", exclusive=exclusive, with_comments=comments,
            inclusive_ns_prefixes=prefixes,
        )  # fmt: skip
    # A part of a document carries the namespaces around it along; lxml would drop those it does not use itself.
    apart = etree.Element(
        element.tag, {str(key): str(value) for key, value in element.attrib.items()}, nsmap=_named(element.nsmap)
    )
    apart.text = element.text
    apart.extend(_copied(element))
    return etree.tostring(
        apart, method="c14n", exclusive=exclusive, with_comments=comments, inclusive_ns_prefixes=prefixes
    )


def _named(namespaces: dict[str | None, str]) -> dict[str, str]:
    """The namespaces for lxml, which knows one without a prefix by None; its type information does not say so."""
    return cast("dict[str, str]", namespaces)


def _copied(element: etree._Element) -> list[etree._Element]:
    whole = etree.fromstring(etree.tostring(element, with_tail=False))
    return list(whole)


def _relationships(content: bytes | etree._Element, transform: etree._Element) -> etree._Element:
    """The relationships that are signed, sorted by id, as the packaging conventions have it (part 2, 10.5.8)."""
    root = _parsed(content)
    ids = {each.get("SourceId") for each in transform.iterfind("{*}RelationshipReference")}
    types = {each.get("SourceType") for each in transform.iterfind("{*}RelationshipsGroupReference")}
    kept = [
        each
        for each in root.iterfind(f"{{{_PACKAGE}}}Relationship")
        if each.get("Id") in ids or each.get("Type") in types
    ]
    out = etree.Element(f"{{{_PACKAGE}}}Relationships", nsmap=_named({None: _PACKAGE}))
    for each in sorted(kept, key=lambda relationship: relationship.get("Id") or ""):
        attributes = {str(key): str(value) for key, value in each.attrib.items()}
        attributes.setdefault("TargetMode", "Internal")
        etree.SubElement(out, f"{{{_PACKAGE}}}Relationship", attributes)
    return out


def _check_value(signature: etree._Element, info: etree._Element, result: Checked) -> None:
    """Checks the signature value with the certificate in the file."""
    try:
        certificate = certificate_of(signature)
        if certificate is None:
            raise Unchecked("X509Certificate")
        method = info.find(f"{{{DS}}}CanonicalizationMethod")
        algorithm = method.get("Algorithm") if method is not None else None
        if method is None or algorithm not in _C14N:
            raise Unchecked(algorithm or "")
        signed = _canonical(info, algorithm, method)
        value = base64.b64decode(text_of(signature, f"{{{DS}}}SignatureValue") or "")
        _verify(certificate, value, signed, info.find(f"{{{DS}}}SignatureMethod"))
    except Unchecked:
        result.unknown.append("SignatureValue")
    except (InvalidSignature, ValueError):
        result.wrong.append("SignatureValue")


def _verify(certificate: x509.Certificate, value: bytes, signed: bytes, method: etree._Element | None) -> None:
    """Raises InvalidSignature, or Unchecked for kinds of keys that are not known here."""
    digest = _KEY_HASHES[_hash_name(method)]
    algorithm = (method.get("Algorithm") or "").rpartition("#")[2] if method is not None else ""
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey) and algorithm.startswith("rsa-"):
        key.verify(value, signed, padding.PKCS1v15(), digest)
    elif isinstance(key, ec.EllipticCurvePublicKey) and algorithm.startswith("ecdsa-"):
        half = len(value) // 2
        pair = encode_dss_signature(int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big"))
        key.verify(pair, signed, ec.ECDSA(digest))
    else:
        raise Unchecked(algorithm)
