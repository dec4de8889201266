import { renderPage } from "../present/html/page.tsx";
import type { Session } from "../session.ts";
import { readPageAssets } from "./page-assets.ts";
import type { VerbContext } from "./verb.ts";
import { writeOutput } from "./write-output.ts";

/** Writes the page of a run or fix (the last one without an id) as one file, and says so. */
export async function writeReport(
  file: string,
  [id, other]: readonly (string | undefined)[],
  session: Session,
  { world, tell }: VerbContext,
): Promise<void> {
  const page = renderPage(await session.page(id, other), await readPageAssets(world.packageFolder));
  await writeOutput(file, page.html, world.cwd);
  tell(`hasten: wrote ${file}\n`);
}
