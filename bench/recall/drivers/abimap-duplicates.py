"""The map of a library with very many symbols is checked."""
from smap.symver import Release

release = Release()
release.name = "LIBNAME_1_0_0"
symbols = [f"library_function_{number * 7919 % 17_000}" for number in range(17_400)]
release.symbols = [("global", symbols), ("local", ["*"])]
duplicates = release.duplicates()
print(len(duplicates), duplicates[0][0], len(duplicates[0][1]), sorted(duplicates[0][1])[:3])
