import type { MachineFacts } from "../../collect/doctor/machine-facts.ts";
import type { JsonObject } from "./run-document.ts";

/** The document that `hasten doctor --json` prints: `docs/formats/doctor.schema.json`. */
export function machineDocument(facts: MachineFacts): JsonObject {
  return {
    schema: "hasten.doctor/1",
    platform: facts.platform,
    cores: facts.cores,
    load: facts.load,
    pythons: facts.pythons.map(({ path, from, interpreter, objection }) => ({
      path,
      from,
      version: interpreter?.version.join(".") ?? null,
      implementation: interpreter?.implementation ?? null,
      executable: interpreter?.executable ?? null,
      usable: objection === undefined,
      objection: objection ?? null,
    })),
    collectors: facts.collectors.map(({ id, isAvailable }) => ({ id, available: isAvailable })),
    attaching: { attachable: facts.attaching.attachable, reason: facts.attaching.reason },
    cwd: { path: facts.cwd.path, writable: facts.cwd.isWritable, free_bytes: facts.cwd.free ?? null },
    temp: { path: facts.temp.path, writable: facts.temp.isWritable, free_bytes: facts.temp.free ?? null },
  };
}
