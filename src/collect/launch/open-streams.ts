import { mkdir, open, writeFile } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { devNull } from "node:os";
import { join, resolve } from "node:path";
import { Refusal, systemCode } from "../../base/refusal.ts";
import type { BatchOptions, LaunchOptions } from "./launch-options.ts";

/** The three standard streams that the program is given. */
export interface Streams {
  /** Descriptors of ours for stdin, stdout and stderr. */
  readonly descriptors: readonly [number, number, number];
  /** Where stdout and stderr are captured. */
  readonly captured?: readonly [string, string];
  /** Bytes in the longer of the captured streams. */
  readonly longest: () => Promise<number>;
  readonly close: () => Promise<void>;
}

/** Opens what the options ask for. */
export async function openStreams(options: LaunchOptions, cwd: string): Promise<Streams> {
  if (options.mode === "interactive") {
    const stdout = options.stdout === "stderr" ? 2 : 1;
    return { descriptors: [0, stdout, 2], longest: () => Promise.resolve(0), close: () => Promise.resolve() };
  }
  const captured = [join(options.folder, "stdout"), join(options.folder, "stderr")] as const;
  const handles: FileHandle[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(handles.map((handle) => handle.close()));
  };
  try {
    await mkdir(options.folder, { recursive: true });
    const stdin = await openStdin(options, cwd);
    handles.push(stdin);
    const stdout = await open(captured[0], "w");
    handles.push(stdout);
    const stderr = await open(captured[1], "w");
    handles.push(stderr);
    const longest = async (): Promise<number> => Math.max((await stdout.stat()).size, (await stderr.stat()).size);
    return { descriptors: [stdin.fd, stdout.fd, stderr.fd], captured, longest, close };
  } catch (error) {
    await close();
    throw refuseStreams(error, options.folder);
  }
}

/** A file also for bytes: Node's pipes are sockets, which cannot be opened again as `/dev/stdin`. */
async function openStdin(options: BatchOptions, cwd: string): Promise<FileHandle> {
  const stdin = options.stdin;
  if (stdin === undefined) return open(devNull, "r");
  if ("file" in stdin) return openInput(resolve(cwd, stdin.file));
  const file = join(options.folder, "stdin");
  await writeFile(file, stdin.bytes);
  return open(file, "r");
}

async function openInput(file: string): Promise<FileHandle> {
  try {
    return await open(file, "r");
  } catch (error) {
    throw new Refusal(
      "no-such-file",
      `The input ${file} cannot be read.`,
      "Check the path and its permissions.",
      error,
    );
  }
}

function refuseStreams(error: unknown, folder: string): unknown {
  const code = systemCode(error);
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new Refusal("no-space", `There is no space left for ${folder}.`, "Free some space and start again.", error);
  }
  if (code === "EACCES" || code === "EPERM" || code === "EROFS" || code === "ENOTDIR" || code === "EEXIST") {
    return new Refusal("not-writable", `${folder} cannot be written.`, "Give a folder that you may write to.", error);
  }
  return error;
}
