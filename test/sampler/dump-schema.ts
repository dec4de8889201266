import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { packageFolder } from "../launch/world.ts";

/** What a printed dump has against its schema; empty where it fits. */
export function faultsOfDump(printed: string): unknown {
  const schema = JSON.parse(readFileSync(join(packageFolder, "docs/formats/dump.schema.json"), "utf8")) as object;
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
  ajv.addFormat("date-time", (text: string) => new Date(text).toISOString() === text);
  return ajv.validate(schema, JSON.parse(printed)) ? [] : ajv.errors;
}
