import type { World } from "./base/world.ts";
import { attach, type AttachOptions } from "./collect/attach.ts";
import { diagnoseWorst } from "./diagnose/examine.ts";
import { rankObservation } from "./diagnose/profiled.ts";
import { createSources } from "./diagnose/sources.ts";
import { createRunId } from "./journal/run-id.ts";
import { keepSources } from "./journal/snapshot.ts";
import type { RunRecord } from "./journal/run-record.ts";
import type { Tools } from "./tools.ts";

/** collect → rank → diagnose → journal, of a process that runs already. */
export async function attachProcess(options: AttachOptions, tools: Tools, world: World): Promise<RunRecord> {
  const id = createRunId(world);
  const observation = await attach(options, id, world);
  const sources = createSources(tools.parser);
  const profiled = await rankObservation(observation, sources);
  const { findings, passedOver } = await diagnoseWorst(profiled, sources);
  const record: RunRecord = {
    schema: "hasten.run-record/1",
    run: observation.run,
    timedOut: false,
    truth: observation.profile.truth,
    ranking: profiled.ranking,
    findings: findings.map(({ finding }) => finding),
    passedOver,
    ...(observation.loops !== undefined && { loops: observation.loops }),
  };
  await tools.store.openRun(id);
  const { profile } = observation;
  await tools.store.saveRun(record, { profile, sources: await keepSources(profile, record.ranking, sources) });
  return record;
}
