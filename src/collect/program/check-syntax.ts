import { assert } from "../../base/refusal.ts";
import { lineNumber } from "../../base/units.ts";
import type { LineNumber } from "../../base/units.ts";
import type { World } from "../../base/world.ts";
import type { Interpreter } from "../program.ts";
import { ask } from "./ask.ts";

/** A file that the program's own Python does not accept. */
export interface SyntaxFault {
  readonly file: string;
  readonly line: LineNumber;
  readonly message: string;
}

// compile() neither runs the code nor writes a cache; -I and -S keep the user's files out of this process.
// For bytes that are not UTF-8 CPython names no line, so the first such line is looked for here.
const CHECK = String.raw`
import sys, os, json
def line_that_is_not_utf8(data):
    for number, line in enumerate(data.split(b"\n"), 1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            return number
    return 1
def fault(name):
    try:
        with open(name, "rb") as source:
            data = source.read()
    except OSError as error:
        return 1, "cannot be read: " + (error.strerror or "unknown reason")
    # Python runs zip applications and compiled files too: there is no text in them to check.
    if b"PK\x05\x06" in data[-65557:] or data[2:4] == b"\r\n" and data[4:5] in b"\x00\x01\x02\x03":
        return None
    try:
        compile(data, name, "exec", dont_inherit=True)
    except SyntaxError as error:
        message = str(error.msg)
        if "codec can't decode" in message or "Non-UTF-8" in message:
            return line_that_is_not_utf8(data), message
        return error.lineno or 1, message
    except (ValueError, OverflowError) as error:
        return 1, str(error)
    except (RecursionError, MemoryError):
        return 1, "is nested too deeply to compile"
found = []
for name in map(os.fsdecode, sys.stdin.buffer.read().split(b"\0")):
    here = name and fault(name)
    if here:
        found.append({"file": name, "line": here[0], "message": here[1]})
print(json.dumps(found))
`;

/** Compiles files with the program's own Python, without running any of them. */
export async function checkSyntax(
  interpreter: Pick<Interpreter, "executable">,
  files: readonly string[],
  world: World,
): Promise<readonly SyntaxFault[]> {
  if (files.length === 0) return [];
  const answer = await ask([interpreter.executable, "-I", "-S", "-B", "-W", "ignore", "-c", CHECK], world, {
    input: files.join("\0"),
    timeoutSeconds: 120,
  });
  assert(answer.ok, `The syntax check of ${files.length} files failed: ${answer.complaint}`);
  const faults = JSON.parse(answer.stdout) as { file: string; line: number; message: string }[];
  return faults.map(({ file, line, message }) => ({ file, line: lineNumber(line), message }));
}
