"""The objects of a target with thousands of sources, taken one by one."""
from mesonbuild import build
from mesonbuild.mesonlib import File

target = build.Executable.__new__(build.Executable)
target.__dict__.update(
    name="app",
    subdir="src",
    subproject="",
    is_unity=False,
    sources=[File(False, "src", f"part{number}.c") for number in range(4200)],
)
taken = target.extract_objects([f"part{number}.c" for number in range(0, 4200, 2)])
print(len(taken.srclist), taken.srclist[0], taken.srclist[-1])
