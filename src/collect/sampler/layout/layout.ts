/**
 * Where the fields of CPython's structures lie: byte offsets from the start of each, as CPython's own names for the fields
 * say. A field that a version does not have is −1. Read from `_Py_DebugOffsets` (3.13 and newer) or from the table of
 * constants (3.8 to 3.12).
 */
export interface Layout {
  /** [major, minor] */
  readonly version: readonly [number, number];
  readonly isFreeThreaded: boolean;
  readonly pointerSize: 8;
  readonly runtime: {
    /** `interpreters.head` */
    readonly interpretersHead: number;
    /** Up to 3.11 `gilstate.tstate_current`: the thread state that holds the GIL; −1 from 3.12 on. */
    readonly currentThread: number;
    /** Up to 3.11 the runtime's own GIL (`ceval.gil`): start of `struct _gil_runtime_state`; −1 from 3.12 on. */
    readonly gil: number;
    /** `_finalizing`: pointer, set from the moment at which the interpreter shuts down. */
    readonly finalizing: number;
  };
  readonly gil: {
    /** `locked`: int, −1 before the first use. */
    readonly locked: number;
    /** `last_holder`: pointer to a thread state. */
    readonly lastHolder: number;
    /** Free-threaded builds: `enabled`, int: 0 while the GIL is off; −1 in other builds. */
    readonly enabled: number;
    /** `sizeof(struct _gil_runtime_state)`: futex addresses inside it belong to the GIL. */
    readonly size: number;
  };
  readonly interpreter: {
    readonly next: number;
    readonly id: number;
    /** `threads.head` (3.11+) or `tstate_head`. */
    readonly threadsHead: number;
    /** `gc.collecting` (3.9+); −1 in 3.8, where it is the runtime's. */
    readonly gcCollecting: number;
    /** From 3.12 on the pointer `ceval.gil`; −1 before. */
    readonly gil: number;
    /** `modules` (3.8 to 3.11: the field; 3.12+: `imports.modules`): the dict `sys.modules`. */
    readonly modules: number;
    readonly sysdict: number;
  };
  /** In 3.8 `_PyRuntime.gc.collecting`; −1 elsewhere. */
  readonly runtimeGcCollecting: number;
  readonly thread: {
    readonly next: number;
    readonly interpreter: number;
    /** 3.8 to 3.10: `frame`, a `PyFrameObject *`; 3.11, 3.12: `cframe`; 3.13+: `current_frame`. */
    readonly frame: number;
    /** `datastack_chunk` (3.11+). */
    readonly datastackChunk: number;
    /** `datastack_top` (3.11+); −1 where a version's table does not tell it. */
    readonly datastackTop: number;
    /** `pthread_t` as an integer. */
    readonly threadId: number;
    /** The kernel's thread id (3.11+); −1 before. */
    readonly nativeThreadId: number;
    /** `_status` (3.13+), flags in an int (bit 4: active); −1 before. */
    readonly status: number;
    /** `holds_gil` (3.15) and `gil_requested` (3.15); −1 elsewhere. */
    readonly holdsGil: number;
    readonly gilRequested: number;
    /** `base_frame`, the sentinel that ends the chain (3.15), else −1. */
    readonly baseFrame: number;
    /** Bytes from the thread state's start that hold all of the above. */
    readonly size: number;
  };
  /** 3.11, 3.12: `_PyCFrame.current_frame`; −1 elsewhere. */
  readonly cframeCurrentFrame: number;
  readonly frame: {
    /** `f_back` or `previous`. */
    readonly previous: number;
    /** `f_code` or `f_executable`; tag bits (3.14+: the two lowest) are to be masked. */
    readonly code: number;
    /** 3.8 to 3.10: `f_lasti`, int (bytes up to 3.9, instructions of two bytes in 3.10); 3.11, 3.12: `prev_instr`; 3.13+: `instr_ptr`. */
    readonly instruction: number;
    readonly localsplus: number;
    /** `owner` (3.11+), one byte; −1 before. */
    readonly owner: number;
    /** 3.8, 3.9: `f_stacktop`, pointer; 3.10: `f_stackdepth`, int; 3.11 to 3.13: `stacktop`, int; 3.14+: `stackpointer`, pointer. */
    readonly stackTop: number;
    /** 3.8 to 3.10: `f_valuestack`; −1 from 3.11 on (the stack follows the fast locals). */
    readonly valueStack: number;
    /** 3.11+: `f_funcobj`; −1 before. */
    readonly functionObject: number;
    /** 3.8+: `f_globals`. −1 where a version's table does not tell it. */
    readonly globals: number;
    /** Free-threaded builds from 3.14 on: `tlbc_index`, int: which copy of the code's instructions runs; −1 elsewhere. */
    readonly threadLocalCode: number;
    /** Bytes from the frame's start to `localsplus`, whole. */
    readonly size: number;
  };
  /** Values of `frame.owner` (3.11+): which of them mean a generator's frame and a C-stack (entry) frame to skip; −1: there is none. */
  readonly owners: {
    readonly thread: number;
    readonly generator: number;
    readonly frameObject: number;
    readonly interpreter: number;
    readonly cstack: number;
  };
  readonly code: {
    readonly filename: number;
    readonly name: number;
    /** 3.11+; −1 before. */
    readonly qualname: number;
    readonly firstLine: number;
    /** `co_linetable` (3.10+) or `co_lnotab`. */
    readonly lineTable: number;
    /** `co_argcount`, int. */
    readonly argumentCount: number;
    readonly flags: number;
    /** 3.11+: `co_localsplusnames`; before: `co_varnames`. */
    readonly localNames: number;
    /** 3.11+: `co_nlocalsplus`, int; before: `co_nlocals`. */
    readonly localsCount: number;
    readonly names: number;
    /** 3.11+: where the instructions begin inside the code object (`co_code_adaptive`); before: `co_code`, a pointer to bytes. */
    readonly instructions: number;
    /** 3.11+: −1; before: `co_cellvars` and `co_freevars` (tuples). */
    readonly cellNames: number;
    readonly freeNames: number;
    /** `co_stacksize`, int; −1 where the table does not tell it. */
    readonly stackSize: number;
    /** Free-threaded builds from 3.14 on: `co_tlbc`, pointer to the copies (int64 count, then pointers); −1 elsewhere. */
    readonly threadLocalCode: number;
    readonly size: number;
  };
  readonly object: { readonly type: number; readonly size: number };
  readonly type: {
    readonly name: number;
    readonly flags: number;
    readonly dictOffset: number;
    readonly basicSize: number;
  };
  readonly unicode: {
    readonly length: number;
    readonly state: number;
    /** `sizeof(PyASCIIObject)`: where an ASCII string's bytes begin. */
    readonly asciiSize: number;
    /** `sizeof(PyCompactUnicodeObject)`: where another compact string's units begin. */
    readonly compactSize: number;
  };
  readonly bytes: { readonly size: number; readonly data: number };
  readonly tuple: { readonly size: number; readonly items: number };
  readonly list: { readonly size: number; readonly items: number };
  readonly dict: { readonly used: number; readonly keys: number; readonly values: number };
  readonly set: { readonly used: number };
  /** `PyGenObject`: the generator's own frame: 3.11+ `gi_iframe`, lying inside; before `gi_frame`, a pointer. */
  readonly generator: { readonly frame: number; readonly name: number };
  /** `PyCFunctionObject.m_ml`, and `PyMethodDef.ml_name` in it. */
  readonly builtin: { readonly method: number; readonly methodName: number };
}
