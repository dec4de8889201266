import { pythonHas } from "../../../base/python-facts.ts";
import { ancestors, field, isComprehension, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { importedPath } from "../../analysis/callee.ts";
import type { Code } from "../../analysis/code.ts";
import { argumentsOf, positionalArguments } from "../../analysis/expression-context.ts";
import type { RuleContext } from "../../rule.ts";
import { functionCalled } from "../blocking-in-sequence/blocking-calls.ts";
import { workOf } from "../computing-in-coroutine/work.ts";

/** What can stand in the place of a call that blocks. */
export interface Counterpart {
  /** What is replaced: the call, or it with what is asked of its result. */
  readonly expression: SyntaxNode;
  /** What is awaited, where asyncio goes by the name `asyncio`. */
  readonly awaited: (asyncio: string) => string;
}

/** `asyncio.sleep` for a `time.sleep` of a length that both take, a thread for all else. */
export function counterpartFor(context: RuleContext, call: SyntaxNode): Counterpart | undefined {
  const callee = field(call, "function");
  if (callee === undefined || runsApart(context, call)) return undefined;
  const { source } = context;
  if (workOf(context, call)?.releasing !== undefined) return withArguments(context, call, callee);
  const given = positionalArguments(call);
  if (given === undefined) return undefined;
  const words = given.map((each) => textOf(source, each));
  if (importedPath(context, callee) === "time.sleep") {
    const [length] = given;
    if (length === undefined) return undefined;
    // A negative length is an error to the one, and none to the other.
    return isLength(context, length)
      ? { expression: call, awaited: (asyncio) => `${asyncio}.sleep(${words.join(", ")})` }
      : inThread(context, call, [textOf(source, callee), ...words]);
  }
  if (functionCalled(context, call) !== undefined) return inThread(context, call, [textOf(source, callee), ...words]);
  const whole = withMethods(call);
  return inThread(context, whole, [`lambda: ${textOf(source, whole)}`]);
}

/** All that it is given, by position or by name, is worked out before, as it was. */
function withArguments(context: RuleContext, call: SyntaxNode, callee: SyntaxNode): Counterpart {
  const { source, python } = context;
  const given = argumentsOf(call);
  const isByName = given.some(({ kind }) => kind === "keyword_argument" || kind === "dictionary_splat");
  return isByName && !pythonHas("to-thread", python)
    ? inThread(context, call, [`lambda: ${textOf(source, call)}`])
    : inThread(
        context,
        call,
        [callee, ...given].map((each) => textOf(source, each)),
      );
}

function inThread({ python }: RuleContext, expression: SyntaxNode, work: readonly string[]): Counterpart {
  return pythonHas("to-thread", python)
    ? { expression, awaited: (asyncio) => `${asyncio}.to_thread(${work.join(", ")})` }
    : {
        expression,
        awaited: (asyncio) => `${asyncio}.get_running_loop().run_in_executor(${["None", ...work].join(", ")})`,
      };
}

/** In a comprehension or lambda an `await` would make something else of it. */
function runsApart({ function: { node } }: RuleContext, call: SyntaxNode): boolean {
  for (const each of ancestors(call)) {
    if (each === node) return false;
    if (isComprehension(each) || each.kind === "lambda" || each.kind === "await") return true;
  }
  return true;
}

/** A number that is written down, here or in a name that is bound once. */
function isLength(code: Code, node: SyntaxNode): boolean {
  if (node.kind === "identifier") return isNumber(onlyValueOf(code, node));
  return isNumber(node);
}

const isNumber = (node: SyntaxNode | undefined): boolean => node?.kind === "integer" || node?.kind === "float";

function onlyValueOf(code: Code, name: SyntaxNode): SyntaxNode | undefined {
  const references = code.scopes.bindingOf(name)?.references ?? [];
  const [only, ...others] = references.filter(({ access }) => access !== "read");
  const assignment = others.length === 0 && only?.node.field === "left" ? only.node.parent : undefined;
  return assignment?.kind === "assignment" ? field(assignment, "right") : undefined;
}

/** `urlopen(url).read().decode()`: reading waits as well. */
function withMethods(call: SyntaxNode): SyntaxNode {
  let whole = call;
  for (;;) {
    const method = whole.parent?.kind === "attribute" && whole.field === "object" ? whole.parent : undefined;
    const outer = method?.parent?.kind === "call" && method.field === "function" ? method.parent : undefined;
    if (outer === undefined) return whole;
    whole = outer;
  }
}
