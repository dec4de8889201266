"""Are the records of a long list all different?"""
from jsonschema import _utils

records = [{"id": number, "name": f"name {number}", "tags": ["a", number]} for number in range(650)]
print(_utils.uniq(records), _utils.uniq([*records, {"id": 649, "name": "name 649", "tags": ["a", 649]}]))
