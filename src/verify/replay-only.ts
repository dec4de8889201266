import type { Decision } from "./proof.ts";
import type { CallTimes, ReplayOutcome } from "./replay.ts";

/** Shorter calls take about as long as the fork that they are made in. */
const SHORTEST_CALL_S = 0.005;
/** Single calls in forked children are noisy; less than this is not believed without timing the program. */
const CLEARLY_FASTER = 1.5;

/** What equal recorded calls prove by themselves; never a gain of the program. */
export function decideOnCallsAlone(replay: ReplayOutcome | undefined, needsFaster: boolean): Decision {
  const { calls = 0, harderCalls = 0, times = [] } = replay ?? {};
  if (calls === 0) {
    return { kind: "cannot-tell", reason: "No call was replayed, and with --replay-only nothing else counts." };
  }
  const same = `Same results in ${calls} recorded calls and ${harderCalls} harder ones`;
  const unmeasured = "The program's own outputs were not compared and its gain was not measured (--replay-only).";
  const long = times.filter(({ old }) => old >= SHORTEST_CALL_S);
  if (!needsFaster) return { kind: "kept", reason: `${same}${took(times)}. ${unmeasured}` };
  if (long.length === 0) {
    const reason = `${same}, but none takes long enough to time alone (--replay-only).`;
    return { kind: "cannot-tell", reason };
  }
  const isFaster = sum(long, "old") > CLEARLY_FASTER * sum(long, "new") && long.every((one) => one.new < one.old);
  if (!isFaster) return { kind: "within-noise", reason: `${same}${took(long)}: no clear gain (--replay-only).` };
  return { kind: "kept", reason: `${same}${took(long)}. ${unmeasured}` };
}

function took(times: readonly CallTimes[]): string {
  if (times.length === 0) return "";
  return `, which took ${sum(times, "old").toPrecision(2)} s before and ${sum(times, "new").toPrecision(2)} s after`;
}

function sum(times: readonly CallTimes[], which: keyof CallTimes): number {
  return times.reduce((total, one) => total + one[which], 0);
}
