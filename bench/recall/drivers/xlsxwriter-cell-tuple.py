"""A small sheet of numbers and texts, written cell by cell."""
from xlsxwriter.workbook import Workbook

workbook = Workbook("sheet.xlsx")
sheet = workbook.add_worksheet()
for row in range(400):
    for column in range(20):
        sheet.write_number(row, column, row * column)
print(sum(len(cells) for cells in sheet.table.values()), sheet.table[399][19])
workbook.fileclosed = 1
