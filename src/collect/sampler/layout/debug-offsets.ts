import { debugOffsetsFields } from "./debug-offsets-fields.ts";
import type { Layout } from "./layout.ts";
import { OffsetsTable } from "./offsets-table.ts";

/** How many bytes from the start of `_PyRuntime` hold the longest table. */
export const debugOffsetsSize = 2048;

/** The head of `_Py_DebugOffsets`, the same in every version. */
export interface DebugOffsetsHead {
  readonly version: readonly [major: number, minor: number, micro: number];
  readonly isFreeThreaded: boolean;
}

const COOKIE = "xdebugpy";
/** Cookie, `version`, `free_threaded`. */
const HEAD_SIZE = 24;

/** Reads the head of `_Py_DebugOffsets`; undefined where the bytes are none (3.12 and older). */
export function readDebugOffsetsHead(bytes: Buffer): DebugOffsetsHead | undefined {
  if (bytes.length < HEAD_SIZE || bytes.toString("latin1", 0, COOKIE.length) !== COOKIE) return undefined;
  // `PY_VERSION_HEX`: major, minor, micro, a byte each, then level and serial.
  const [micro = 0, minor = 0, major = 0] = bytes.subarray(9, 12);
  return { version: [major, minor, micro], isFreeThreaded: bytes.readUInt32LE(16) !== 0 };
}

/**
 * The layout that a table tells. Undefined where the table is of a version that is not known, or holds what no table of
 * that version can (an early pre-release).
 */
export function layoutFromDebugOffsets(bytes: Buffer): Layout | undefined {
  const head = readDebugOffsetsHead(bytes);
  const fields = head && debugOffsetsFields[head.version[1]];
  if (head === undefined || fields === undefined || head.version[0] !== 3) return undefined;
  const table = new OffsetsTable(bytes, HEAD_SIZE, fields);
  const headerSize = table.get("pyobject.size");
  const isSane = table.isPlausible && headerSize === (head.isFreeThreaded ? 32 : 16);
  return isSane && table.get("pyobject.ob_type") === headerSize - 8 ? compose(table, head) : undefined;
}

function compose(table: OffsetsTable, { version, isFreeThreaded }: DebugOffsetsHead): Layout {
  const [major, minor] = version;
  return {
    version: [major, minor],
    isFreeThreaded,
    pointerSize: 8,
    ...statesOf(table, isFreeThreaded),
    frame: frameOf(table, minor, isFreeThreaded),
    owners: ownersOf(minor),
    code: codeOf(table, minor, isFreeThreaded),
    ...objectsOf(table),
  };
}

type States = "runtime" | "gil" | "interpreter" | "runtimeGcCollecting" | "thread" | "cframeCurrentFrame";

function statesOf(table: OffsetsTable, isFreeThreaded: boolean): Pick<Layout, States> {
  return {
    runtime: {
      interpretersHead: table.get("runtime_state.interpreters_head"),
      currentThread: -1,
      gil: -1,
      finalizing: table.get("runtime_state.finalizing"),
    },
    gil: gilOf(table, isFreeThreaded),
    interpreter: {
      next: table.get("interpreter_state.next"),
      id: table.get("interpreter_state.id"),
      threadsHead: table.get("interpreter_state.threads_head"),
      gcCollecting: table.get("interpreter_state.gc") + table.get("gc.collecting"),
      gil: table.get("interpreter_state.ceval_gil"),
      modules: table.get("interpreter_state.imports_modules"),
      sysdict: table.get("interpreter_state.sysdict"),
    },
    runtimeGcCollecting: -1,
    thread: threadOf(table),
    cframeCurrentFrame: -1,
  };
}

/** The table gives `locked` and `last_holder` from the interpreter's start, `enabled` from the GIL's. */
function gilOf(table: OffsetsTable, isFreeThreaded: boolean): Layout["gil"] {
  const start = table.get("interpreter_state.gil_runtime_state");
  return {
    locked: table.get("interpreter_state.gil_runtime_state_locked") - start,
    lastHolder: table.get("interpreter_state.gil_runtime_state_holder") - start,
    enabled: isFreeThreaded ? table.get("interpreter_state.gil_runtime_state_enabled") : -1,
    size: isFreeThreaded ? 216 : 208,
  };
}

function threadOf(table: OffsetsTable): Layout["thread"] {
  const datastackChunk = table.get("thread_state.datastack_chunk");
  return {
    next: table.get("thread_state.next"),
    interpreter: table.get("thread_state.interp"),
    frame: table.get("thread_state.current_frame"),
    datastackChunk,
    // `cpython/pystate.h`, 3.13 to 3.15: the pointer after the chunk.
    datastackTop: datastackChunk + 8,
    threadId: table.get("thread_state.thread_id"),
    nativeThreadId: table.get("thread_state.native_thread_id"),
    status: table.get("thread_state.status"),
    holdsGil: table.get("thread_state.holds_gil"),
    gilRequested: table.get("thread_state.gil_requested"),
    baseFrame: table.get("thread_state.base_frame"),
    size: table.get("thread_state.size"),
  };
}

/** `f_funcobj` and `f_globals` follow `f_executable` and `previous` in all three versions. */
function frameOf(table: OffsetsTable, minor: number, isFreeThreaded: boolean): Layout["frame"] {
  const instruction = table.get("interpreter_frame.instr_ptr");
  const localsplus = table.get("interpreter_frame.localsplus");
  const previous = table.get("interpreter_frame.previous");
  return {
    previous,
    code: table.get("interpreter_frame.executable"),
    instruction,
    localsplus,
    owner: table.get("interpreter_frame.owner"),
    // 3.13: `int stacktop` after `instr_ptr`.
    stackTop: minor === 13 ? instruction + 8 : table.get("interpreter_frame.stackpointer"),
    valueStack: -1,
    functionObject: previous + 8,
    globals: previous + 16,
    threadLocalCode: isFreeThreaded ? table.get("interpreter_frame.tlbc_index") : -1,
    size: localsplus,
  };
}

/** `FRAME_OWNED_BY_CSTACK`, by minor version; 3.15 has none. */
const CSTACK_OWNER: Readonly<Record<number, number>> = { 13: 3, 14: 4 };

/** `enum _frameowner`. */
function ownersOf(minor: number): Layout["owners"] {
  return {
    thread: 0,
    generator: 1,
    frameObject: 2,
    interpreter: minor === 13 ? -1 : 3,
    cstack: CSTACK_OWNER[minor] ?? -1,
  };
}

/** The integers around `co_argcount`, and `co_names`, have kept their distances from 3.13 to 3.15 (`cpython/code.h`). */
function codeOf(table: OffsetsTable, minor: number, isFreeThreaded: boolean): Layout["code"] {
  const argumentCount = table.get("code_object.argcount");
  return {
    filename: table.get("code_object.filename"),
    name: table.get("code_object.name"),
    qualname: table.get("code_object.qualname"),
    firstLine: table.get("code_object.firstlineno"),
    lineTable: table.get("code_object.linetable"),
    argumentCount,
    flags: argumentCount - 4,
    localNames: table.get("code_object.localsplusnames"),
    localsCount: argumentCount + 20,
    names: argumentCount - 20,
    instructions: table.get("code_object.co_code_adaptive"),
    cellNames: -1,
    freeNames: -1,
    stackSize: argumentCount + 12,
    threadLocalCode: isFreeThreaded && minor > 13 ? table.get("code_object.co_tlbc") : -1,
    size: table.get("code_object.size"),
  };
}

type Objects = "object" | "type" | "unicode" | "bytes" | "tuple" | "list" | "dict" | "set" | "generator" | "builtin";

/** What a version's table lacks follows the object's header, whose size the table tells. */
function objectsOf(table: OffsetsTable): Pick<Layout, Objects> {
  const header = table.get("pyobject.size");
  const told = (field: string, otherwise: number): number => {
    const value = table.get(field);
    return value === -1 ? otherwise : value;
  };
  return {
    object: { type: table.get("pyobject.ob_type"), size: header },
    type: {
      name: table.get("type_object.tp_name"),
      flags: table.get("type_object.tp_flags"),
      dictOffset: told("type_object.tp_dictoffset", table.get("type_object.tp_flags") + 120),
      basicSize: told("type_object.tp_basicsize", table.get("type_object.tp_name") + 8),
    },
    unicode: {
      length: table.get("unicode_object.length"),
      state: table.get("unicode_object.state"),
      asciiSize: table.get("unicode_object.asciiobject_size"),
      // `utf8_length` and `utf8` more than an ASCII string.
      compactSize: told("unicode_object.compactunicodeobject_size", table.get("unicode_object.asciiobject_size") + 16),
    },
    bytes: { size: table.get("bytes_object.ob_size"), data: table.get("bytes_object.ob_sval") },
    tuple: { size: table.get("tuple_object.ob_size"), items: table.get("tuple_object.ob_item") },
    list: { size: table.get("list_object.ob_size"), items: table.get("list_object.ob_item") },
    dict: { used: header, keys: table.get("dict_object.ma_keys"), values: table.get("dict_object.ma_values") },
    // After `fill`.
    set: { used: told("set_object.used", header + 8) },
    generator: {
      frame: told("gen_object.gi_iframe", header + 56),
      name: told("gen_object.gi_name", header + 8),
    },
    builtin: { method: header, methodName: 0 },
  };
}
