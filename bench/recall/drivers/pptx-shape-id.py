"""Shapes added to a slide that has very many of them."""
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.shapes.shapetree import _BaseShapes

COUNT = 6_000
SHAPE = '<p:sp><p:nvSpPr><p:cNvPr id="%d" name="shape"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr></p:sp>'
tree = parse_xml(f"<p:spTree {nsdecls('p')}>" + "".join(SHAPE % (number + 1) for number in range(COUNT)) + "</p:spTree>")
shapes = _BaseShapes(tree, None)
identifiers = [shapes._next_shape_id for _ in range(5)]
print(identifiers)
