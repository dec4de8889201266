import type { KeptFile } from "../native-option.ts";
import type { RecordedCalls } from "./recorded-calls.ts";
import { rustType } from "./rust-type.ts";

/** The function that is to be written in Rust. */
export interface RustFunction {
  readonly name: string;
  /** The module that it stands in, as Python imports it. */
  readonly module: string;
  /** Its text in Python. */
  readonly python: string;
}

/** What the crate and the extension module are called. */
export function crateName(name: string): string {
  return `${name.toLowerCase()}_rs`;
}

/** The version that the project is made for; cargo settles the rest in its own lock file. */
const PYO3 = "0.26";

/** A maturin project: everything but the body. Undefined where a type has no counterpart. */
export function crateFiles(one: RustFunction, recorded: RecordedCalls): readonly KeptFile[] | undefined {
  const given = recorded.given.map(([name, seen]) => [name, rustType(seen, "given")] as const);
  const returned = rustType(recorded.returned, "returned");
  const known = given.flatMap(([name, type]) => (type === undefined ? [] : [`${rustName(name)}: ${type}`]));
  if (returned === undefined || known.length < given.length) return undefined;
  const crate = crateName(one.name);
  return [
    { path: "Cargo.toml", content: cargoToml(crate) },
    { path: "pyproject.toml", content: pyprojectToml(crate) },
    { path: "src/lib.rs", content: libRs(one, crate, known, returned) },
    { path: "tests/calls.json", content: `${JSON.stringify(recorded)}\n` },
    { path: "tests/test_calls.py", content: testPy(one, crate) },
    { path: "bench.py", content: benchPy(one, crate) },
    { path: ".gitignore", content: "target\n" },
  ];
}

function cargoToml(crate: string): string {
  return `[package]
name = "${crate}"
version = "0.1.0"
edition = "2021"

[lib]
name = "${crate}"
crate-type = ["cdylib"]

[dependencies]
pyo3 = { version = "${PYO3}", features = ["extension-module"] }

[profile.release]
lto = true
codegen-units = 1

[workspace]
`;
}

function pyprojectToml(crate: string): string {
  return `[build-system]
requires = ["maturin>=1.7,<2"]
build-backend = "maturin"

[project]
name = "${crate.replaceAll("_", "-")}"
version = "0.1.0"
requires-python = ">=3.8"
`;
}

function libRs({ name, python }: RustFunction, crate: string, given: readonly string[], returned: string): string {
  const all = [...given, returned].join(" ");
  const used = ["HashMap", "HashSet"].filter((kind) => all.includes(`${kind}<`));
  const collections = used.length === 0 ? "" : `use std::collections::{${used.join(", ")}};\n\n`;
  const shown = python.trimEnd().split("\n");
  return `${collections}use pyo3::exceptions::PyNotImplementedError;
use pyo3::prelude::*;

// In Python:
${shown.map((line) => `// ${line}`.trimEnd()).join("\n")}

/// Types are those that were seen; others raise a TypeError, an int of more than 64 bits an OverflowError.
#[pyfunction]
#[allow(unused_variables)]
fn ${rustName(name)}(${given.join(", ")}) -> PyResult<${returned}> {
    Err(PyNotImplementedError::new_err("write the body in src/lib.rs"))
}

#[pymodule]
fn ${crate}(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(${rustName(name)}, module)?)
}
`;
}

const KEYWORDS = new Set(
  "as async await box break const continue crate dyn else enum extern false fn for if impl in let loop match mod move mut pub ref return static struct trait true type unsafe use where while yield abstract become do final macro override priv typeof unsized virtual try gen".split(
    " ",
  ),
);

function rustName(name: string): string {
  return KEYWORDS.has(name) ? `r#${name}` : name;
}

function testPy({ name }: RustFunction, crate: string): string {
  return `"""The calls that were recorded, made again: python -m unittest discover tests (after maturin develop)."""
import json
import pathlib
import unittest

from ${crate} import ${name}

CALLS = json.loads((pathlib.Path(__file__).parent / "calls.json").read_text())["calls"]


class RecordedCalls(unittest.TestCase):
    def test_calls(self):
        for number, (given, expected) in enumerate(CALLS, 1):
            with self.subTest(call=number):
                self.assertEqual(repr(${name}(*eval(given))), expected)


if __name__ == "__main__":
    unittest.main()
`;
}

function benchPy({ name, module }: RustFunction, crate: string): string {
  return `"""Python against Rust on the recorded calls; run it where both can be imported."""
import json
import pathlib
import time

from ${crate} import ${name} as in_rust
from ${module} import ${name} as in_python

CALLS = json.loads((pathlib.Path(__file__).parent / "tests" / "calls.json").read_text())["calls"]


def seconds(function):
    given = [eval(text) for text, _ in CALLS]
    started = time.perf_counter()
    for args in given:
        function(*args)
    return time.perf_counter() - started


if __name__ == "__main__":
    # One after the other, so that both see the same machine.
    ratios = sorted(seconds(in_python) / seconds(in_rust) for _ in range(9))
    print("Rust is %.1f times as fast (%.1f to %.1f)" % (ratios[4], ratios[0], ratios[-1]))
`;
}
