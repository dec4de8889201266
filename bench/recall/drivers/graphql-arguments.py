"""A query that asks for one field again and again."""
from graphql import build_schema, parse, validate

schema = build_schema("type Query { people: Int }")
text = "{ " + " ".join("people" for number in range(400)) + " }"
print(validate(schema, parse(text)))
