import type { Seconds } from "../../base/units.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;

const formatLong = (value: number): string =>
  value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString("en-US");

/** `0.4 ms`, `12 ms`, `3.42 s`, `2 min 05 s`, `3.5 h`, `4.2 days`: three figures are all that a shared machine can vouch for. */
export function formatDuration(value: Seconds | number): string {
  if (value < 0.001) return `${(value * 1e6).toFixed(0)} µs`;
  if (value < 0.01) return `${(value * 1e3).toFixed(1)} ms`;
  if (value < 1) return `${(value * 1e3).toFixed(0)} ms`;
  if (value < 10) return `${value.toFixed(2)} s`;
  if (value >= 2 * DAY) return `${formatLong(value / DAY)} days`;
  if (value >= 2 * HOUR) return `${formatLong(value / HOUR)} h`;
  if (value < 60) return `${value.toFixed(1)} s`;
  const whole = Math.round(value);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}
