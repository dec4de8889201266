"""Many tests with parameters of a wider scope are put into order."""
from _pytest import fixtures


class Spec:
    def __init__(self, number):
        self.indices = {"name": number}
        self._arg2scopenum = {"name": 0}


class Item:
    def __init__(self, number, index):
        self.callspec, self.number = Spec(index), number
        self.fspath = self.cls = None


items = [Item(number, number % 5000) for number in range(10_000)]
ordered = fixtures.reorder_items(items)
print(len(ordered), sum(place * item.number for place, item in enumerate(ordered)))
