import type { Bytes, Fraction } from "../../base/units.ts";
import type { Interval } from "../../base/interval.ts";

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** `60,000` */
export function formatCount(value: number): string {
  return grouped.format(value);
}

/** `71 %`; below one percent `0.4 %`. */
export function formatPercent(value: Fraction | number): string {
  const percent = value * 100;
  return percent > 0 && percent < 1 ? `${percent.toFixed(1)} %` : `${percent.toFixed(0)} %`;
}

/** `71 % (68–74)` */
export function formatShare(share: Interval): string {
  return `${formatPercent(share.value)} (${(share.low * 100).toFixed(0)}–${(share.high * 100).toFixed(0)})`;
}

/** `31×`, `4.2×`, `1.07×` */
export function formatRatio(ratio: number): string {
  if (!Number.isFinite(ratio)) return "∞×";
  if (ratio >= 20) return `${ratio.toFixed(0)}×`;
  return ratio >= 2 ? `${ratio.toFixed(1)}×` : `${ratio.toFixed(2)}×`;
}

/** `42 MB` (10⁶ bytes) */
export function formatBytes(value: Bytes | number): string {
  if (value < 1e6) return `${(value / 1e3).toFixed(0)} kB`;
  return value < 1e9 ? `${(value / 1e6).toFixed(0)} MB` : `${(value / 1e9).toFixed(1)} GB`;
}

/** `53.4 MB`: one decimal, where small differences count. */
export function formatMegabytes(value: Bytes | number): string {
  return `${(value / 1e6).toFixed(1)} MB`;
}
