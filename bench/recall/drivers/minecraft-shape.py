"""A shape of blocks that moves through the world."""
from mcpi.vec3 import Vec3

from minecraftstuff import MinecraftShape


class World:
    def __init__(self):
        self.blocks = {}

    def setBlock(self, x, y, z, kind, data=0):
        self.blocks[x, y, z] = kind, data


world = World()
shape = MinecraftShape(world, Vec3(0, 0, 0), visible=False)
for x in range(12):
    for y in range(10):
        for z in range(6):
            shape.setBlock(x, y, z, 1 + (x + y + z) % 3)
shape.draw()
for step in range(75):
    shape.moveBy(1, step % 2, 0)
print(len(world.blocks), shape.position, sorted(world.blocks.items())[-1])
