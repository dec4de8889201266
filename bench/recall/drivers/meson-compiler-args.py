"""The arguments of a compiler, put together of many parts."""
from mesonbuild.compilers.compilers import CompilerArgs

args = CompilerArgs(None)
for number in range(1200):
    args += [f"-I/usr/include/part{number}", f"-DPART{number}=1", "-pipe", f"/usr/lib/lib{number % 200}.so"]
    args += [f"-I/usr/include/part{number % 50}", f"-L/usr/lib/part{number}", "-c"]
print(len(args), args[0], args[-1])
