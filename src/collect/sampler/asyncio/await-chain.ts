import type { Layout } from "../layout/layout.ts";
import type { ValueReader } from "../read-values.ts";
import type { TargetType, TypeTable } from "../type-table.ts";
import { CoroutineReader, type CoroutineCopy, type ReadsCoroutines } from "./coroutine-reader.ts";
import { HeapCoroutineReader } from "./heap-coroutine-reader.ts";
import { isObject, type TaskSources } from "./task-reader.ts";

/** From a coroutine through what it awaits to what everything waits for. */
export interface AwaitChain {
  /** The outermost first. */
  readonly links: readonly Pick<CoroutineCopy, "code" | "instruction">[];
  /** Of the innermost coroutine. */
  readonly state: CoroutineCopy["state"];
  /** Type of what the innermost awaits and that is no coroutine; "" where it awaits nothing. */
  readonly endsIn: string;
  /** Address of that. */
  readonly end: number;
}

/** Longer chains are none: coroutines that await each other nest no deeper than calls. */
const MOST_LINKS = 10_000;
/** Py_TPFLAGS_HEAPTYPE: made at run time. */
const HEAP_TYPE = 1 << 9;
/** Objects that have a frame of their own. */
const WITH_FRAME = new Set(["coroutine", "generator", "async_generator"]);
/** Objects that hand on to the one that their first field behind the head holds. */
const WRAPPERS = new Set(["coroutine_wrapper", "async_generator_asend", "async_generator_athrow", "anext_awaitable"]);

/** Follows coroutines through what they await. */
export class AwaitChains {
  readonly #layout: Layout;
  readonly #values: ValueReader;
  readonly #types: TypeTable;
  readonly #coroutines: ReadsCoroutines;

  constructor(sources: TaskSources) {
    this.#layout = sources.layout;
    this.#values = sources.values;
    this.#types = sources.types;
    this.#coroutines =
      sources.layout.version[1] >= 11 ? new CoroutineReader(sources) : new HeapCoroutineReader(sources);
  }

  /** The chain that begins at a coroutine; undefined where it changed under way. */
  follow(coroutine: number): AwaitChain | undefined {
    const links: CoroutineCopy[] = [];
    let [state, end, endsIn]: [CoroutineCopy["state"], number, string] = ["suspended", coroutine, ""];
    for (let steps = 0; end !== 0 && steps < MOST_LINKS; steps += 1) {
      const type = this.#typeOf(end);
      if (type === undefined) return undefined;
      const kind = kindOf(type);
      if (kind === "other") {
        endsIn = type.name;
        break;
      }
      if (kind === "wrapper") {
        const wrapped = this.#values.pointer(end + this.#layout.object.size);
        if (!isObject(wrapped)) return undefined;
        end = wrapped;
        continue;
      }
      const copy = this.#coroutines.read(end);
      // What is awaited has begun and not ended; only the outermost can be in another state.
      if (copy === undefined || (copy.state === "ended" && links.length > 0)) return undefined;
      if (copy.state !== "ended") links.push(copy);
      ({ state, awaited: end } = copy);
    }
    return { links: links.map(({ code, instruction }) => ({ code, instruction })), state, endsIn, end };
  }

  #typeOf(object: number): TargetType | undefined {
    const type = this.#values.pointer(object + this.#layout.object.type);
    return isObject(type) ? this.#types.typeAt(type) : undefined;
  }
}

function kindOf({ name, flags }: TargetType): "frame" | "wrapper" | "other" {
  if ((flags & HEAP_TYPE) !== 0) return "other";
  if (WITH_FRAME.has(name)) return "frame";
  return WRAPPERS.has(name) ? "wrapper" : "other";
}

/** Whether two chains are the same, link by link. */
export function isSameChain(one: AwaitChain, other: AwaitChain): boolean {
  return (
    one.state === other.state &&
    one.end === other.end &&
    one.endsIn === other.endsIn &&
    one.links.length === other.links.length &&
    one.links.every(({ code, instruction }, at) => {
      const same = other.links[at];
      return same?.code === code && same.instruction === instruction;
    })
  );
}
