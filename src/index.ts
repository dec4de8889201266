export type { World } from "./base/world.ts";
export { Refusal } from "./base/refusal.ts";
export type { ProgramRequest } from "./collect/program.ts";
export type { FixRecord } from "./journal/fix-record.ts";
export type { RunRecord } from "./journal/run-record.ts";
export { fixDocument } from "./present/json/fix-document.ts";
export { runDocument } from "./present/json/run-document.ts";
export { createSession } from "./session.ts";
export type { Session } from "./session.ts";
