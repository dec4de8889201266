/** Why hasten declined; the exit status of each code is in `cli/exit-status.ts`. */
export type RefusalCode =
  | "usage"
  | "no-such-file"
  | "no-such-process"
  | "no-permission"
  | "not-a-python"
  | "python-too-old"
  | "not-cpython"
  | "cannot-start"
  | "not-observed"
  | "syntax-error"
  | "too-short"
  | "program-failed"
  | "timed-out"
  | "source-changed"
  | "not-writable"
  | "not-editable"
  | "no-space"
  | "too-large"
  | "no-run"
  | "runs-used"
  | "unreadable-data"
  | "interrupted"
  | "unsupported-platform"
  | "missing-tool";

/** A clear no: one sentence that says what is wrong, one that says what to do. Never a bug of ours. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  /** What the reader can do about it: one sentence. */
  readonly hint: string;

  constructor(code: RefusalCode, fact: string, hint: string, cause?: unknown) {
    super(fact, cause === undefined ? undefined : { cause });
    this.name = "Refusal";
    this.code = code;
    this.hint = hint;
  }
}

/** A broken assumption of our own code: reaches the user as exit status 3 with a stack trace. */
export class Bug extends Error {
  override readonly name = "Bug";
}

/** Fails loudly where our own code is wrong. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Bug(message);
}

/** The text of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The `code` of a system error ("ENOENT"), if the thrown value carries one. */
export function systemCode(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !("code" in thrown)) return undefined;
  return typeof thrown.code === "string" ? thrown.code : undefined;
}
