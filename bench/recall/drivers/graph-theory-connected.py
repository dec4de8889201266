"""Is the centre of a graph of very many edges connected to a node that it does not reach?"""
from graph import BasicGraph

COUNT = 150_000
graph = BasicGraph()
for number in range(COUNT):
    graph.add_edge("centre", number)
    graph.add_node(number)
graph.add_node("far")
print(graph.is_connected("centre", "far"))
