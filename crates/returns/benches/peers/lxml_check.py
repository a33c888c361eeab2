"""A return held against its schema with lxml: `lxml_check.py SCHEMA FILE`. Says nothing where it is valid."""

import sys

from lxml import etree

schema = etree.XMLSchema(etree.parse(sys.argv[1]))
document = etree.parse(sys.argv[2])
if not schema.validate(document):
    sys.exit(str(schema.error_log))
