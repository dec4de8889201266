"""The bonds of a large system, as they stand in its file."""
from obj import InteractionKind

kind = InteractionKind("BONDS", "Bond", 2)
numbers = list(range(150_000))
bonds = list(kind.process(numbers))
print(len(bonds), sum(first + last for first, last in bonds))
