"""The elements of a constant array, each looked up."""
from pysmt.shortcuts import Array, Int
from pysmt.typing import INT

COUNT = 2_000
array = Array(INT, Int(-1), {Int(number): Int(number * number) for number in range(COUNT)})
total = 0
for number in range(2 * COUNT):
    total += array.array_value_get(Int(number)).constant_value()
print(total)
