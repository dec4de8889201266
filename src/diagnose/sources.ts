import { existsSync, readFileSync } from "node:fs";
import { isAbsolute } from "node:path";
import { Refusal, systemCode } from "../base/refusal.ts";
import { listFunctions, type FunctionSource } from "../source/functions.ts";
import type { PythonParser } from "../source/python-parser.ts";
import { parseSourceBytes } from "../source/read-source.ts";
import type { Agreed } from "./rule.ts";
import type { AllMentions, Code, Elsewhere, Mentions, Modules } from "./analysis/code.ts";
import { findInstalled, findModules, packageFolders } from "./project-modules.ts";
import { searchProject } from "./project-names.ts";
import { scopesOf, type Scopes } from "../source/scopes.ts";
import type { SourceFile } from "../source/source-file.ts";

/** A file of the user's with everything that rules ask of it. */
export interface SourceUnit {
  readonly source: SourceFile;
  readonly scopes: Scopes;
  readonly functions: readonly FunctionSource[];
}

/** The files that were looked at: each is read and parsed once. */
export interface Sources {
  /** The file as it is now; undefined where it is not there or cannot be read as Python. */
  readonly unit: (path: string) => Promise<SourceUnit | undefined>;
  /** To be told when a file changed: it is read anew next time. */
  readonly forget: (path: string) => void;
  /** What the project's other files do with a name. */
  readonly elsewhere?: Elsewhere;
  /** The project's other files in which a name stands. */
  readonly mentions?: Mentions;
  readonly allMentions?: AllMentions;
  /** The files that imports mean. */
  readonly modules: Modules;
  /** The files that imports mean in packages beside the project, of which these files were seen to run. */
  readonly installedBy: (files: () => readonly string[]) => Modules;
  /** What fixes of these files may do beyond what is always right. */
  readonly agreed?: Agreed;
}

/** As many other files as are read for one name. */
const MOST_MENTIONS = 60;

/** Where sources are read from. */
export interface SourcesOptions {
  /** Where a file's present text lies: in a copy, with the fixes kept so far. */
  readonly locate?: (path: string) => string;
  /** The folder whose files may use each other's names. */
  readonly project?: string;
  readonly agreed?: Agreed;
}

/** Reads sources lazily with this parser; each keeps the path that it was asked for. */
export function createSources(parser: PythonParser, { locate, project, agreed }: SourcesOptions = {}): Sources {
  const units = new Map<string, SourceUnit | undefined>();
  const place = (path: string): string => locate?.(path) ?? path;
  const read = (path: string): SourceUnit | undefined => {
    if (!units.has(path)) units.set(path, readUnit(path, place(path), parser));
    return units.get(path);
  };
  const search = project === undefined ? undefined : searchProject(project);
  const elsewhere = search?.elsewhere;
  const modules = findModules(read, (path) => existsSync(place(path)), elsewhere);
  const codeOf = (path: string): readonly Code[] => {
    const unit = read(path);
    return unit === undefined
      ? []
      : [{ source: unit.source, scopes: unit.scopes, modules, ...(elsewhere && { elsewhere }) }];
  };
  return {
    unit: async (path) => read(path),
    forget: (path) => units.delete(path),
    modules,
    installedBy: (files) => {
      let folders: readonly string[] | undefined;
      return findInstalled(read, existsSync, () => (folders ??= packageFolders(files(), existsSync)));
    },
    ...(agreed && { agreed }),
    ...(elsewhere && { elsewhere }),
    ...(search && {
      mentions: (name, path) => (search.mentioning(name, path) ?? []).slice(0, MOST_MENTIONS).flatMap(codeOf),
      allMentions: (name, path, most) => {
        const paths = search.mentioning(name, path);
        const codes = paths === undefined || paths.length > most ? undefined : paths.flatMap(codeOf);
        return codes?.length === paths?.length ? codes : undefined;
      },
    }),
  };
}

function readUnit(path: string, from: string, parser: PythonParser): SourceUnit | undefined {
  // CPython's own words for code without a file: `<string>`, `<frozen importlib._bootstrap>`.
  if (!isAbsolute(from)) return undefined;
  try {
    const source = { ...parseSourceBytes(from, readFileSync(from), parser), path };
    return { source, scopes: scopesOf(source), functions: listFunctions(source) };
  } catch (error) {
    // A file that cannot be edited (another encoding, gone, a folder) cannot be diagnosed: no claim is made about it.
    if (error instanceof Refusal || systemCode(error) !== undefined) return undefined;
    throw error;
  }
}
