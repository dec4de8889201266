"""Several selectors on one large page."""
import bs4
import soupsieve

rows = "".join(
    f'<div class="row" data-number="{number}"><span class="a">{number}</span><a href="x" rel="Next">n</a></div>'
    for number in range(700)
)
page = bs4.BeautifulSoup(f"<html><body>{rows}</body></html>", "html.parser")
found = 0
for selector in ("div > span", "div a[rel]", "span + a", "body div.row", "div[data-number='7']"):
    for _ in range(14):
        found += len(soupsieve.select(selector, page))
print(found)
