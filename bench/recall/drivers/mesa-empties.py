"""A grid that is filled and cleared cell by cell."""
from mesa.space import SingleGrid


class Agent:
    def __init__(self, number):
        self.unique_id = number
        self.pos = None


SIZE = 130
grid = SingleGrid(SIZE, SIZE, False)
agents = []
for number in range(SIZE * 50):
    agent = Agent(number)
    grid.position_agent(agent, number * 7 % SIZE, number * 7 // SIZE % SIZE)
    agents.append(agent)
for agent in agents[::2]:
    grid.remove_agent(agent)
print(len(grid.empties), grid.is_cell_empty((3, 0)))
