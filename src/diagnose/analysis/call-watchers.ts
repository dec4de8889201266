import type { Obstacle } from "../finding.ts";
import type { RuleContext } from "../rule.ts";

const WATCHING = ["settrace", "setprofile"];

/** A program that watches its own calls would see fewer of them: of those that are not made again, or made in another thread or process. */
export function callWatchers({ source, elsewhere }: RuleContext): readonly Obstacle[] {
  const isWatching = (name: string): boolean =>
    new RegExp(`\\b${name}\\b`, "u").test(source.text) || (elsewhere?.(name, "name", source.path) ?? "none") !== "none";
  return WATCHING.filter((name) => isWatching(name)).map((about) => ({ code: "counts-calls", about }));
}
