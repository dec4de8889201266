import { descendants, field, ownDescendants } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { calledPath, decoratorsOf } from "../../analysis/callee.ts";
import type { Code } from "../../analysis/code.ts";
import { functionsReached } from "../../analysis/functions-reached.ts";
import { blockingCalls, functionCalled } from "../blocking-in-sequence/blocking-calls.ts";
import { WORKING } from "../computing-in-sequence/plan.ts";
import { isCoroutine } from "../blocking-in-sequence/independent-parts.ts";

/**
 * Functions that let go of the GIL while they compute, whatever they are given (`Modules/_hashopenssl.c`, `zlibmodule.c`, `_bz2module.c`,
 * `_lzmamodule.c`: `Py_BEGIN_ALLOW_THREADS` around the work, 3.8 to 3.15).
 */
const RELEASING: ReadonlySet<string> = new Set([
  "hashlib.pbkdf2_hmac",
  "hashlib.scrypt",
  "zlib.compress",
  "zlib.decompress",
  "bz2.compress",
  "bz2.decompress",
  "lzma.compress",
  "lzma.decompress",
]);

/** A call that computes. */
export interface Work {
  /** What runs: the call, and the functions of the file that it calls in turn. */
  readonly runs: readonly SyntaxNode[];
  /** `hashlib.scrypt`, where that is what it comes down to. */
  readonly releasing?: string;
}

/** What a call of a function of this file, or of one of the library's that lets go of the GIL, computes; undefined for every other. */
export function workOf(code: Code, call: SyntaxNode): Work | undefined {
  const own = releasingPath(code, call);
  if (own !== undefined) return { runs: [call], releasing: own };
  const definition = functionCalled(code, call);
  if (definition === undefined || !isPlainFunction(definition) || blockingCalls(code, call).length > 0)
    return undefined;
  const definitions = functionsReached(code, call);
  const isWork = definitions.some((each) => [...descendants(bodyOf(each))].some(({ kind }) => WORKING.has(kind)));
  if (!isWork) return undefined;
  const [releasing] = definitions.flatMap((each) =>
    [...ownDescendants(bodyOf(each))].flatMap((node) => releasingPath(code, node) ?? []),
  );
  return { runs: [call, ...definitions], ...(releasing !== undefined && { releasing }) };
}

function releasingPath(code: Code, node: SyntaxNode): string | undefined {
  const path = calledPath(code, node);
  return path !== undefined && RELEASING.has(path) ? path : undefined;
}

const isPlainFunction = (definition: SyntaxNode): boolean =>
  definition.parent?.kind === "module" && !isCoroutine(definition) && decoratorsOf(definition).length === 0;

const bodyOf = (definition: SyntaxNode): SyntaxNode => field(definition, "body") ?? definition;
