import { existsSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import type { Profile, ProfiledFunction } from "../../profile/profile.ts";

/**
 * Gives the functions of an imported profile the paths and module names that they have in the folder in which the
 * program ran. Tools write paths short: what lies in that folder becomes absolute, the rest stays as it was written.
 */
export function placeFiles(profile: Profile, cwd: string): Profile {
  const known = new Map<string, string>();
  const place = (file: string): string => {
    const placed = known.get(file) ?? placeFile(file, cwd);
    known.set(file, placed);
    return placed;
  };
  const functions = profile.functions.map((profiled): ProfiledFunction => {
    const file = place(profiled.file);
    return { ...profiled, file, module: profiled.module === "" ? moduleOf(file, cwd) : profiled.module };
  });
  return { ...profile, functions };
}

function placeFile(file: string, cwd: string): string {
  if (file === "" || file.startsWith("<") || isAbsolute(file) || file.includes("\0")) return file;
  const path = resolve(cwd, file);
  return existsSync(path) ? path : file;
}

/** `shop.stock` of `shop/stock.py` below the folder; `json.decoder` of a library's; nothing where there is no such file. */
function moduleOf(file: string, cwd: string): string {
  const frozen = /^<frozen ([^>]+)>$/.exec(file)?.[1];
  if (frozen !== undefined) return frozen;
  const path = file.replaceAll("\\", "/");
  const below = path.startsWith(`${cwd}/`) ? path.slice(cwd.length + 1) : path.replace(libraryFolder, "");
  const [, stem] = /^(.*)\.pyw?$/.exec(below) ?? [];
  if (stem === undefined) return "";
  const module = stem.replace(/(?<=[^/])\/__init__$/, "");
  const name = /^(?:\/|[A-Za-z]:|\.)/.test(module) ? module.slice(module.lastIndexOf("/") + 1) : module;
  return name.replaceAll("/", ".");
}

const libraryFolder = /^.*\/(?:(?:site|dist)-packages|lib(?:64)?\/(?:python|pypy)\d[^/]*|Python\d+\/Lib)\//;
