import type { World } from "../../base/world.ts";
import type { Interpreter } from "../program.ts";
import { ask } from "./ask.ts";

/** What `python -m name` would find. */
export type FoundModule =
  | { readonly kind: "found"; readonly file?: string }
  | { readonly kind: "missing" }
  | { readonly kind: "no-main" }
  | { readonly kind: "unknown" };

// The finders are asked directly: importlib.util.find_spec would import the parent packages. A parent may still
// change its own __path__ when it runs, so a missing submodule proves nothing ("unknown").
const FIND = String.raw`
import sys
def find(name, path):
    for finder in sys.meta_path:
        spec = finder.find_spec(name, path) if hasattr(finder, "find_spec") else None
        if spec is not None:
            return spec
def look(name):
    path = None
    parts = name.split(".")
    for count in range(1, len(parts) + 1):
        spec = find(".".join(parts[:count]), path)
        if spec is None:
            return "missing" if count == 1 else "unknown", ""
        path = spec.submodule_search_locations
        if path is None and count < len(parts):
            return "unknown", ""
    if path is None:
        return "found", spec.origin if spec.has_location else ""
    main = find(name + ".__main__", path)
    if main is None:
        return "no-main", ""
    return "found", main.origin if main.has_location else ""
kind, origin = look(sys.argv[1])
sys.stdout.flush()
sys.stdout.buffer.write(b"\0hasten\0" + kind.encode() + b"\0" + (origin or "").encode("utf-8", "surrogateescape") + b"\0")
`;

/** Looks a module up as `python -m` would, without running it or its packages. */
export async function findModule(name: string, interpreter: Interpreter, world: World): Promise<FoundModule> {
  const answer = await ask([interpreter.executable, "-B", "-c", FIND, name], world);
  const [, kind, origin] = answer.stdout.slice(answer.stdout.lastIndexOf("\0hasten\0")).split("\0").slice(1);
  if (kind === "missing" || kind === "no-main") return { kind };
  if (kind !== "found") return { kind: "unknown" };
  return origin === undefined || origin === "" ? { kind: "found" } : { kind: "found", file: origin };
}
