"""A document that is nested deeply, with blanks between its elements."""
import html.parser

html.parser.HTMLParseError = ValueError
begin = html.parser.HTMLParser.__init__
html.parser.HTMLParser.__init__ = lambda self, strict=False: begin(self)

from bs4 import BeautifulSoup

DEPTH = 1500
soup = BeautifulSoup("<div>" * DEPTH + "<b></b> " * 5000 + "</div>" * DEPTH, "html.parser")
count = blanks = 0
element = soup.contents[0]
while element is not None:
    count += 1
    blanks += element == " "
    element = element.next_element
print(count, blanks)
