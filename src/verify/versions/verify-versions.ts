import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { Refusal } from "../../base/refusal.ts";
import type { World } from "../../base/world.ts";
import type { TextEdit } from "../../source/edit.ts";
import type { PythonParser } from "../../source/python-parser.ts";
import { parseSourceBytes } from "../../source/read-source.ts";
import type { Workspace } from "../../fix/workspace.ts";
import { decideOnDifferences } from "../compare-behaviour.ts";
import { composeOutcome, type Decision, type Outcome, type Proof, type Subject } from "../proof.ts";
import { prove } from "../prove.ts";
import type { Replay, ReplayFile, ReplayOutcome } from "../replay.ts";
import { whyUncalled } from "../watched-end.ts";
import { compareFunctions, type FunctionChanges } from "./changed-functions.ts";
import type { VersionedFile, Versions } from "./find-versions.ts";

/** A file whose versions differ. */
export interface FileChanges extends Partial<Omit<FunctionChanges, "carried">> {
  readonly file: string;
  readonly change: "changed" | "added" | "removed";
}

/** Two versions to be compared on the two sides of a trial. */
export interface VersionsInput extends Omit<Subject, "changed" | "compareCalls" | "decideOnCalls"> {
  readonly versions: Versions;
  readonly replay: Replay;
  readonly parser: PythonParser;
  /** Called when each side has its version, before anything is compared. */
  readonly prepare?: () => Promise<void>;
}

/** What comparing two versions came to. */
export interface VersionsOutcome {
  readonly outcome: Outcome;
  readonly files: readonly FileChanges[];
}

/** Puts each version into its side, then proves: same behaviour first, then faster. */
export async function verifyVersions(input: VersionsInput, world: World): Promise<VersionsOutcome> {
  const { trial, versions, parser } = input;
  const differing = versions.code.filter((file) => !isSame(file));
  const found = differing.map((file) => changesOf(file, parser));
  const files = found.map(({ changes }) => changes);
  for (const [side, which] of [
    [trial.old, "old"],
    [trial.new, "new"],
  ] as const)
    await install(side, versions, which);
  await input.prepare?.();
  const proof: Proof = { tests: "not-asked" };
  const subject: Subject = {
    ...input,
    changed: differing.map(({ file }) => file),
    compareCalls: async (inner) => compareCalls(input, differing, found, inner),
    decideOnCalls: (replay) => decideOnCalls(replay, files, input.isReplayOnly === true),
  };
  try {
    const decision = await prove(subject, proof, world);
    const outcome = composeOutcome(input, proof, decision);
    const notCompared = [...versions.notes, ...outcome.compared.notCompared];
    return { outcome: { ...outcome, compared: { ...outcome.compared, notCompared } }, files };
  } finally {
    await proof.candidate?.dispose();
  }
}

interface FoundChanges {
  readonly changes: FileChanges;
  readonly carried: readonly TextEdit[];
}

function changesOf({ file, old, new: now }: VersionedFile, parser: PythonParser): FoundChanges {
  if (old === undefined || now === undefined) {
    return { changes: { file, change: old === undefined ? "added" : "removed" }, carried: [] };
  }
  if (!file.endsWith(".py")) return { changes: { file, change: "changed" }, carried: [] };
  const [before, after] = [parseSourceBytes(file, old, parser), parseSourceBytes(file, now, parser)];
  for (const [source, name] of [
    [before, "OLD"],
    [after, "NEW"],
  ] as const) {
    const [error] = source.errors;
    if (error === undefined) continue;
    const fact = `${name} has a syntax error in ${path.basename(file)}, line ${error.startLine}.`;
    throw new Refusal("syntax-error", fact, "Only versions that run can be compared.");
  }
  const { carried, ...functions } = compareFunctions(before, after);
  return { changes: { file, change: "changed", ...functions }, carried };
}

/** Gives a side one version's code; data that only one version has goes to both. */
async function install(side: Workspace, { code, data }: Versions, which: "old" | "new"): Promise<void> {
  for (const file of code) {
    const content = file[which];
    const place = placeIn(side, file.file);
    const present = existsSync(place) ? readFileSync(place) : undefined;
    if (isSame({ old: content, new: present })) continue;
    if (content === undefined) await side.remove(place);
    else await side.write(place, content);
  }
  for (const { file, content } of data) await side.write(placeIn(side, file), content);
}

/** Where a file lies in the copy, also one that is not there yet. */
function placeIn(side: Workspace, file: string): string {
  return side.locate(file) ?? path.join(side.copy, path.relative(side.root, file));
}

async function compareCalls(
  { trial, replay }: VersionsInput,
  differing: readonly VersionedFile[],
  found: readonly FoundChanges[],
  world: World,
): Promise<ReplayOutcome> {
  const files = differing.flatMap(({ file, old, new: now }, index): ReplayFile[] => {
    const { changes, carried = [] } = found[index] ?? {};
    const changed = changes?.changed ?? [];
    if (old === undefined || now === undefined || changed.length === 0) return [];
    const place = placeIn(trial.old, file);
    return [{ file: place, oldSource: old, newSource: now, changes: changed, added: carried }];
  });
  const beside = differing.flatMap(({ file, old, new: now }) =>
    old === undefined && now !== undefined ? [{ file: placeIn(trial.old, file), content: now }] : [],
  );
  const { conditions } = trial;
  const outcome = await replay({ workspace: trial.old, conditions, files, beside }, world);
  return { ...outcome, notCompared: [...found.flatMap(({ changes }) => limitsOf(changes)), ...outcome.notCompared] };
}

/** Sentences on what replaying calls does not show of a changed file. */
function limitsOf({ file, change, redecorated = [], removed = [], added = [], ...more }: FileChanges): string[] {
  const name = path.basename(file);
  if (change !== "changed") return [`calls: ${name} was ${change}: what is in it is seen through its callers alone`];
  const says: string[] = [];
  if (redecorated.length > 0) {
    says.push(`calls: ${quoteAll(redecorated)} got other decorators: no call is replayed beside the old ones`);
  }
  if (removed.length > 0) says.push(`calls: ${quoteAll(removed)} of ${name} is there no more: nothing to replay it on`);
  if (added.length > 0) says.push(`calls: ${quoteAll(added)} of ${name} is new: seen through its callers alone`);
  if (more.isTopLevelChanged === true) {
    says.push(`calls: code outside of functions changed in ${name}: both versions were replayed beside the new one's`);
  }
  return says;
}

function decideOnCalls(
  { differences, functions = [], notCompared, end }: ReplayOutcome,
  files: readonly FileChanges[],
  isReplayOnly: boolean,
): Decision | undefined {
  const decision = decideOnDifferences(differences);
  if (decision !== undefined) return isAlone(files) ? decision : doubt(decision);
  const uncalled = functions.filter(({ called }) => !called).map(({ qualname }) => qualname);
  if (uncalled.length > 0) {
    const why = end === undefined ? undefined : whyUncalled(end, quoteAll(uncalled));
    const reason = `${why ?? neverCalled(uncalled, notCompared)} Verify with a program (your tests, say) that does.`;
    return { kind: "cannot-tell", reason };
  }
  if (!isReplayOnly) return undefined;
  const unseen = functions.filter(({ calls }) => calls === 0).map(({ qualname }) => qualname);
  const isMore = files.some((file) => limitsOf({ ...file, added: [] }).length > 0) || notCompared.some(isOfBorder);
  if (unseen.length === 0 && !isMore) return undefined;
  const what =
    unseen.length > 0 ? `no call of ${quoteAll(unseen)} could be replayed` : "more changed than calls can show";
  return { kind: "cannot-tell", reason: `With --replay-only nothing else counts, and ${what}.` };
}

function neverCalled(names: readonly string[], notCompared: readonly string[]): string {
  const all = quoteAll(names);
  const isLoaded = !notCompared.some((sentence) => sentence.startsWith("calls: the program never loaded"));
  if (isLoaded) return `The program never calls ${all}, which changed: nothing is known of it.`;
  return `The program ran to its end and never loaded the file that holds ${all} from where the versions stand: nothing is known of it.`;
}

/** A function could not be given a border at all. */
function isOfBorder(sentence: string): boolean {
  return /^calls: (?:`|code of a module|the program never)/u.test(sentence) && !sentence.endsWith("callers alone");
}

/** Only one function changed and nothing else: what came out otherwise is its own doing. */
function isAlone(files: readonly FileChanges[]): boolean {
  const [only] = files;
  return files.length === 1 && only?.changed?.length === 1 && limitsOf(only).length === 0;
}

/** A new function that is given what the old ones made may fail although the new ones together do the same. */
function doubt({ reason }: Decision): Decision {
  const fact = `${reason.slice(0, -1)}, after a run of the old version up to that call.`;
  const why =
    "More than that function changed, so that it may count on what the others make: verify one change at a time.";
  return { kind: "cannot-tell", reason: `${fact} ${why}` };
}

function quoteAll(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => `\`${name}\``);
  return shown.join(", ") + (names.length > 5 ? ` and ${names.length - 5} more` : "");
}

function isSame({ old, new: now }: Pick<VersionedFile, "old" | "new">): boolean {
  if (old === undefined || now === undefined) return old === now;
  return Buffer.compare(old, now) === 0;
}
