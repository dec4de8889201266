import { Circles } from "./circles.ts";

/** Who called whom, and for how long: what a file of callers says. Seconds. */
export interface CallGraph {
  readonly functions: readonly GraphFunction[];
  readonly calls: readonly GraphCall[];
}

/** One function of the graph. */
export interface GraphFunction {
  /** In its own code. */
  readonly own: number;
  /** With all that it calls; what it calls in a circle counts once. */
  readonly inclusive: number;
}

/** All calls of one function by another one. */
export interface GraphCall {
  readonly caller: number;
  readonly callee: number;
  /** Of the callee, with what it calls, under this caller. */
  readonly inclusive: number;
  /** Of the callee's own code under this caller, where the file says so. */
  readonly own?: number;
}

/** By function: the calls that leave it and reach it, without those of itself. */
export interface GraphIndex {
  readonly leaving: readonly (readonly GraphCall[])[];
  readonly reaching: readonly (readonly GraphCall[])[];
  /** Functions that call each other in a circle have the same number. */
  readonly circles: readonly number[];
  readonly callsItself: readonly boolean[];
}

/** Arranges a graph for walking. */
export function indexGraph({ functions, calls }: CallGraph): GraphIndex {
  const leaving = functions.map((): GraphCall[] => []);
  const reaching = functions.map((): GraphCall[] => []);
  const callsItself = functions.map(() => false);
  for (const call of calls) {
    if (call.caller === call.callee) {
      callsItself[call.caller] = true;
    } else {
      leaving[call.caller]?.push(call);
      reaching[call.callee]?.push(call);
    }
  }
  return { leaving, reaching, circles: new Circles(leaving).find(), callsItself };
}
