import type { Reading } from "../../diagnose/rules/element-loop/reading.ts";

/** The loops' numbers, where they are used as numbers. */
export function placesCode(r: Reading): readonly string[] {
  return [...r.usedPlaces].map((axis) => {
    const { turns, places } = r.axes[axis] ?? { turns: "", places: "" };
    const column = r.isNest && axis === 0 ? "[:, None]" : "";
    return `${places} = ${r.facts.numpy}.arange(${turns}.start, ${turns}.stop)${column}`;
  });
}
