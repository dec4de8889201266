import type { PythonCompilerId, KeptFile } from "./native-option.ts";
import type { ModulePath } from "./build.ts";

/** What a project needs to build the modules itself; without a compiler or for another Python the Python files are used. */
export function keepingFiles(
  compiler: PythonCompilerId,
  modules: readonly ModulePath[],
  versions: readonly string[],
): readonly KeptFile[] {
  return [
    { path: "setup.py", content: compiler === "mypyc" ? mypycSetup(modules) : cythonSetup(modules) },
    { path: "pyproject.toml", content: buildSystem(compiler, versions) },
  ];
}

function mypycSetup(modules: readonly ModulePath[]): string {
  const words = ["--ignore-missing-imports", "--follow-imports=silent", ...modules.map(({ file }) => file)];
  return `from mypyc.build import mypycify
from setuptools import setup

extensions = mypycify(
    [
${words.map((word) => `        ${JSON.stringify(word)},`).join("\n")}
    ],
    opt_level="3",
    debug_level="0",
)
for extension in extensions:
    # Where it cannot be built, the Python file of the same name is used.
    extension.optional = True

# The project's other modules belong beside these.
setup(py_modules=${namesOf(modules)}, ext_modules=extensions)
`;
}

function cythonSetup(modules: readonly ModulePath[]): string {
  const lines = modules.map(
    ({ name, file }) => `    Extension(${JSON.stringify(name)}, [${JSON.stringify(file)}], optional=True),`,
  );
  return `from Cython.Build import cythonize
from setuptools import Extension, setup

# Where one cannot be built, the Python file of the same name is used.
extensions = [
${lines.join("\n")}
]

# The project's other modules belong beside these.
setup(py_modules=${namesOf(modules)}, ext_modules=cythonize(extensions, language_level=3))
`;
}

function namesOf(modules: readonly ModulePath[]): string {
  return `[${modules.map(({ name }) => JSON.stringify(name)).join(", ")}]`;
}

function buildSystem(compiler: PythonCompilerId, versions: readonly string[]): string {
  const wanted = compiler === "mypyc" ? "mypy" : "Cython";
  const pins = versions
    .map((version) => version.split(" "))
    .filter(([name]) => name === wanted || name === "setuptools");
  const requires = pins.map(([name, version]) => (name === wanted ? `"${name}==${version}"` : `"${name}"`)).sort();
  return `[build-system]
requires = [${requires.join(", ")}]
build-backend = "setuptools.build_meta"
`;
}
