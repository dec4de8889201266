import type { FrameKind } from "../exporter.ts";

interface Hue {
  readonly kind: FrameKind;
  /** In the legend. */
  readonly word: string;
  /** Degrees and percent, as CSS has them. */
  readonly hue: number;
  readonly saturation: number;
}

/** Warm is what the reader can change, cool is what they call. */
export const HUES: readonly Hue[] = [
  { kind: "project", word: "project", hue: 22, saturation: 88 },
  { kind: "library", word: "library", hue: 47, saturation: 80 },
  { kind: "standard-library", word: "standard library", hue: 205, saturation: 60 },
  { kind: "native", word: "native", hue: 150, saturation: 40 },
  { kind: "gc", word: "garbage collector", hue: 345, saturation: 70 },
  { kind: "task", word: "task", hue: 270, saturation: 35 },
  { kind: "thread", word: "thread", hue: 220, saturation: 8 },
];

/** Shades tell neighbours of one kind apart. */
export const SHADES = 3;

/** Fill colours by kind and shade; text on them has a contrast above 4.5 : 1 (lightness 72 and more, 34 and less). */
export function paletteRules(theme: "light" | "dark"): string {
  const lightness = theme === "light" ? [80, 75.5, 72] : [34, 30.5, 27];
  return HUES.flatMap(({ kind, hue, saturation }) =>
    lightness.map((percent, shade) => {
      const strength = theme === "light" ? saturation : saturation * 0.7;
      return `.${kind}.s${shade} rect{fill:${hex(hue, strength / 100, percent / 100)}}`;
    }),
  ).join("\n");
}

/** As six digits, because viewers that are no browsers know no `hsl()`. */
function hex(hue: number, saturation: number, lightness: number): string {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number): string => {
    const at = (offset + hue / 30) % 12;
    const value = lightness - reach * Math.max(-1, Math.min(at - 3, 9 - at, 1));
    return Math.round(255 * value)
      .toString(16)
      .padStart(2, "0");
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}
