/** Who calls whom in `flips.py`. Nothing else can have been on the stack. */
const CALLS: Readonly<Record<string, readonly string[]>> = {
  "<module>": ["main"],
  main: ["path_a", "path_b", "use_a", "use_b", "sort_a", "sort_b", "make"],
  path_a: ["common"],
  path_b: ["common"],
  common: ["leaf_a", "leaf_b"],
  use_a: ["generate_a"],
  use_b: ["generate_b"],
  generate_a: ["leaf_a"],
  generate_b: ["leaf_b"],
  sort_a: ["key_a"],
  sort_b: ["key_b"],
  make: ["__init__", "size"],
};

/** Whether `flips.py` can have had these functions on its stack, the outermost first. */
export function isPossible(names: readonly string[]): boolean {
  const path = names.join(" ");
  if (/path_a .*leaf_b|path_b .*leaf_a/u.test(path)) return false;
  return names.every((name, at) => at === 0 || (CALLS[names[at - 1] ?? ""] ?? []).includes(name));
}
