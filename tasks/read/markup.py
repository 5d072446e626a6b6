"""XML from strangers: parsed without entities, without network, and refused with a document type.

The formats packed as zip have no use for a document type, and every attack on XML needs one.
"""

from __future__ import annotations

import re

from lxml import etree

from tasks.model import Unreadable
from tasks.read import limits

DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
WIDE_DOCTYPE = (("<!DOCTYPE".encode("utf-16-le")), ("<!DOCTYPE".encode("utf-16-be")))


def parse_xml(data: bytes) -> etree._Element:
    """The root of an XML part; `Unreadable` where it is damaged, unsafe or beyond limits."""
    refuse_entities(data)
    limits.check(limits.PART_BYTES, len(data))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error):
            raise limits.exceeded(limits.DEPTH) from None
        raise Unreadable("damaged: a part of the document is no valid XML (文档内部结构已损坏)") from None


def refuse_entities(data: bytes) -> None:
    """Raise `Unreadable` where an XML part declares a document type or entities."""
    if DOCTYPE.search(data) or any(mark in data for mark in WIDE_DOCTYPE):
        raise Unreadable("unsafe: the document declares XML entities (文档含有 XML 实体声明)")
