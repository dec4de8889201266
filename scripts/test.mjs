// All checks and all tests, from nothing: types, lint, format, unused code, package shape, then the tests themselves.
// `npm test -- src/rank` runs the checks and only the tests whose path contains that.
import path from "node:path";
import { run } from "./setup.mjs";

const bin = (name) => path.join("node_modules", ".bin", name);
const only = process.argv.slice(2);

run(bin("tsc"), ["--noEmit", "-p", "tsconfig.json"]);
run(bin("tsc"), ["-p", "web/tsconfig.json"]);
run(bin("oxlint"), ["--type-aware", "--deny-warnings"]);
run(bin("oxfmt"), ["--check"]);
run(bin("knip"), []);
run(bin("publint"), ["--strict"]);
run(bin("vitest"), ["run", ...only]);
