import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { Refusal } from "../../base/refusal.ts";
import type { World } from "../../base/world.ts";
import { ask } from "../../collect/program/ask.ts";

/** What cargo says of itself; refuses where there is none. */
export async function requireCargo(world: World): Promise<string> {
  const answer = await ask(["cargo", "--version"], world);
  if (answer.ok) return answer.stdout.trim();
  throw new Refusal(
    "missing-tool",
    `There is no cargo, which builds Rust (${answer.complaint}).`,
    "Get it with: sudo apt install cargo (or as rustup.rs says)",
  );
}

/** A crate's extension module, or what the compiler has against it. */
export type BuiltCrate =
  | { readonly kind: "built"; readonly library: Uint8Array; readonly seconds: number }
  | { readonly kind: "failed"; readonly line: number; readonly said: string };

/** Builds the crate; what is made on the way stays out of it, in `target`. */
export async function buildCrate(
  crate: { readonly folder: string; readonly name: string; readonly target: string },
  python: string,
  world: World,
): Promise<BuiltCrate> {
  const started = world.now();
  const env = { ...world.env, PYO3_PYTHON: python, CARGO_TARGET_DIR: crate.target, CARGO_TERM_COLOR: "never" };
  // macOS looks for Python's own symbols when the module is loaded.
  const flags = world.platform === "darwin" ? "-C link-arg=-undefined -C link-arg=dynamic_lookup" : undefined;
  const own = { ...world, env: { ...env, ...(flags !== undefined && { RUSTFLAGS: flags }) } };
  const words = ["cargo", "build", "--release", "--quiet", "--message-format", "short"] as const;
  const answer = await ask(words, own, { cwd: crate.folder, timeoutSeconds: 900 });
  const ending = world.platform === "darwin" ? "dylib" : "so";
  const library = path.join(crate.target, "release", `lib${crate.name}.${ending}`);
  if (answer.ok && existsSync(library)) {
    return { kind: "built", library: readFileSync(library), seconds: (world.now() - started) / 1000 };
  }
  const line = /lib\.rs:(\d+)/u.exec(answer.complaint)?.[1];
  return { kind: "failed", line: Number(line ?? 1), said: answer.complaint };
}
