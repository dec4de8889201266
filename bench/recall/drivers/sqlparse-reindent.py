"""A statement that inserts many rows, laid out anew."""
import sqlparse

rows = ", ".join(f"({number}, 'name {number}', {number * 2})" for number in range(900))
text = sqlparse.format(f"insert into people (id, name, weight) values {rows};", reindent=True)
print(len(text), text[-40:])
