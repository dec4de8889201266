"""Breadth first through a wide tree, whose goal is far to the right."""
from simpleai.search import SearchProblem, breadth_first


class Tree(SearchProblem):
    def actions(self, state):
        return range(300) if len(state) < 2 else []

    def result(self, state, action):
        return (*state, action)

    def is_goal(self, state):
        return state == (299, 299)


result = breadth_first(Tree(()))
print(result.state, len(result.path()))
