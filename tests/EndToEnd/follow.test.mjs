// The program in docs/api.md, "Following a dashboard", taken out of the page and run against the product.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Ioc, root, until } from "./ioc.mjs";

let ioc, key;
before(async () => { ioc = await Ioc.start(); key = await ioc.key("follow"); });
after(() => ioc.stop());

test("docs/api.md: a program of fewer than 20 lines follows a dashboard, through a restart of the server", async () => {
  const program = readFileSync(join(root, "docs/api.md"), "utf8").match(/```js\n(\/\/ follow\.mjs[\s\S]*?)```/)[1];
  assert.ok(program.trim().split("\n").length < 20, "the program in the docs has grown to 20 lines");
  const file = join(import.meta.dirname, "follow.generated.mjs");
  writeFileSync(file, program);
  const child = spawn("node", [file, ioc.url, "main"], { cwd: import.meta.dirname, stdio: ["ignore", "pipe", "inherit"] });
  let out = "";
  child.stdout.on("data", (text) => { out += text; });
  try {
    await until("a snapshot", () => /^snapshot \d+ \d+$/m.test(out));
    await ioc.post(key, { indicator: "coverage-5g", area: "82", period: "2026-10", value: 41.5 });
    await until("the change", () => /^change \d+ coverage-5g 41\.5 behind$/m.test(out));
    out = "";
    await ioc.kill();
    await ioc.up();
    await until("a snapshot after the restart", () => /^snapshot \d+ \d+$/m.test(out));
    await ioc.post(key, { indicator: "coverage-5g", area: "82", period: "2026-10", value: 42.5 });
    await until("the change after the restart", () => /^change \d+ coverage-5g 42\.5 behind$/m.test(out));
  } finally {
    child.kill();
    rmSync(file, { force: true });
  }
});
