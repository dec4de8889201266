"""A document of thousands of short pages."""
from fpdf import FPDF

document = FPDF()
document.set_font("Helvetica", size=12)
for number in range(2200):
    document.add_page()
    document.cell(40, 10, "Invoice number %d" % number)
text = document.output(dest="S")
print(len(text) > 100_000, document.page_no(), text.count(b"/Type /Page\n"))
