"""A page of many short texts, put into groups."""
from pdfminer.layout import LAParams, LTLayoutContainer, LTTextBoxHorizontal

boxes = []
for number in range(150):
    box = LTTextBoxHorizontal()
    x, y = (number * 37) % 500, (number * 91) % 700
    box.set_bbox((x, y, x + 30, y + 8))
    boxes.append(box)
page = LTLayoutContainer((0, 0, 600, 800))
groups = page.group_textboxes(LAParams(), boxes)
print(len(groups), groups[0].bbox)
