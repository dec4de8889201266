import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { undeclaredIn } from "./dependencies.ts";

const cases = [
  ["pyproject.toml", { "pyproject.toml": '[project]\ndependencies = ["numpydoc"]\n' }],
  ["requirements.txt", { "requirements.txt": "requests\n" }],
  [undefined, { "pyproject.toml": "[project]\n", "requirements.txt": "requests\nnumpy>=1.24\n" }],
  [undefined, { "app.py": "" }],
] as const;

test.each(cases)("numpy is to be added to %s", (file, files) => {
  const root = mkdtempSync(join(tmpdir(), "hasten-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  expect(undeclaredIn(root, "numpy")).toBe(file);
});
