"""A graph of many layers, cut to one key."""
from dask.highlevelgraph import HighLevelGraph

COUNT = 5000
layers = {f"layer{number}": {(f"layer{number}", 0): number} for number in range(COUNT)}
dependencies = {f"layer{number}": {f"layer{number - 1}"} if number else set() for number in range(COUNT)}
graph = HighLevelGraph(layers, dependencies)
order = graph._toposort_layers()
print(len(order), order[0], order[-1])
