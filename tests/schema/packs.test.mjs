// The shipped packs are valid against dashboards/schema, and the broken sample is not (check.mjs says which file and why).
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";

test("every file of the shipped packs fits its JSON Schema, and none of the broken sample does", () => {
  const run = spawnSync(process.execPath, [join(import.meta.dirname, "check.mjs")], { encoding: "utf8" });
  assert.equal(run.status, 0, run.stdout + run.stderr);
});
