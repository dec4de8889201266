"""A file of nothing but comments."""
import sqlparse

statements = sqlparse.parse("-- an old line\n" * 2600)
print(len(statements), len(str(statements[0])))
