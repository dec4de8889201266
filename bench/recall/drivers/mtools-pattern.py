"""The pattern of a query for very many values."""
from pattern import _decode_pattern_dict, _decode_pattern_list

values = _decode_pattern_list([number * 7919 % 27_011 for number in range(27_000)])
print(len(values), values[:3], values[-1], _decode_pattern_dict({b"a": {b"b": 1}}))
