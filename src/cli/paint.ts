import pico from "picocolors";
import { plain, type Paint } from "../present/format/paint.ts";

/** Colours for a stream: only in a terminal, never with `NO_COLOR`, always with `FORCE_COLOR`. */
export function paintFor(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): Paint {
  const forced = env["FORCE_COLOR"] !== undefined && env["FORCE_COLOR"] !== "0";
  const isRefused = (env["NO_COLOR"] ?? "") !== "" || env["TERM"] === "dumb";
  if (isRefused || !(forced || stream.isTTY === true)) return plain;
  const colors = pico.createColors(true);
  return { strong: colors.bold, dim: colors.dim, hot: colors.yellow, good: colors.green, bad: colors.red };
}
