// What was acknowledged is there, once, whatever happens to the server; and what stops a start says all that is wrong.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Ioc, program, root, until } from "./ioc.mjs";

/** All stored observations of an indicator. */
const stored = async (ioc, indicator) => {
  const all = [];
  for (let after = 0; after !== null;) {
    const page = await ioc.get(`/api/v1/observations?indicator=${indicator}&take=1000&after=${after}`);
    all.push(...page.items);
    after = page.next;
  }
  return all;
};

test("kill -9 while 50 writers post: every acknowledged observation is there, none twice", async () => {
  const ioc = await Ioc.start();
  try {
    const key = await ioc.key("writers");
    const communes = (await ioc.get("/api/v1/areas")).areas.filter((a) => a.level === "commune").map((a) => a.code);
    const acknowledged = new Set();
    for (let round = 0; round < 3; round++) {
      let stop = false;
      const writers = Array.from({ length: 50 }, async (_, writer) => {
        for (let n = 0; !stop; n++) {
          const id = `${round}-${writer}-${n}`;
          const observation = { id, indicator: "vneid-accounts", area: communes[writer], period: `2026-${String((round * 3) % 9 + 1).padStart(2, "0")}-${String(n % 28 + 1).padStart(2, "0")}`, value: (n % 1000) / 10 };
          try {
            const answer = await ioc.post(key, observation);
            assert.equal(answer.rejected.length, 0, JSON.stringify(answer));
            acknowledged.add(id);
          } catch (error) {
            if (error.code === "ERR_ASSERTION") throw error;
            return;
          }
        }
      });
      const target = acknowledged.size + 500;
      while (acknowledged.size < target) await new Promise((r) => setTimeout(r, 5));
      await ioc.kill();
      stop = true;
      await Promise.all(writers);
      await ioc.up();
    }
    assert.ok(acknowledged.size >= 1500);
    const all = await stored(ioc, "vneid-accounts");
    const bySender = new Map();
    const byRevision = new Set();
    for (const o of all) {
      assert.ok(!bySender.has(o.senderId), `${o.senderId} is there twice`);
      bySender.set(o.senderId, o);
      const revision = `${o.area} ${o.period} ${o.revision}`;
      assert.ok(!byRevision.has(revision), `revision twice: ${revision}`);
      byRevision.add(revision);
    }
    // A writer may send the value that already stands: that is acknowledged as a duplicate and adds nothing. Its own resend must stay one.
    const missing = [...acknowledged].filter((id) => !bySender.has(id));
    for (const id of missing.slice(0, 50)) {
      const [round, writer, n] = id.split("-").map(Number);
      const period = `2026-${String((round * 3) % 9 + 1).padStart(2, "0")}-${String(n % 28 + 1).padStart(2, "0")}`;
      assert.ok(all.some((o) => o.area === communes[writer] && o.period === period && o.value === (n % 1000) / 10), `${id} was acknowledged and is nowhere`);
    }
  } finally {
    await ioc.stop();
  }
});

test("SIGTERM while 50 writers post: it ends by itself within 10 s, and what was acknowledged is stored", async () => {
  const ioc = await Ioc.start();
  try {
    const key = await ioc.key("leaving");
    const communes = (await ioc.get("/api/v1/areas")).areas.filter((a) => a.level === "commune").map((a) => a.code);
    const acknowledged = new Set();
    const refusals = new Map();
    let asked = 0;
    // A value of its own each time, so that each acknowledged row is a row of its own.
    const writers = Array.from({ length: 50 }, async (_, writer) => {
      for (let n = 0; ; n++) {
        const id = `${writer}-${n}`;
        const observation = { id, indicator: "vneid-accounts", area: communes[writer], period: "2026-06-01", value: (n % 1000) / 10 };
        try {
          asked++;
          assert.equal((await ioc.post(key, observation)).accepted, 1);
          acknowledged.add(id);
        } catch (error) {
          if (error.code === "ERR_ASSERTION") throw error;
          refusals.set(error.message.slice(0, 60), (refusals.get(error.message.slice(0, 60)) ?? 0) + 1);
          return;
        }
      }
    });
    await until("some writing", () => acknowledged.size >= 500);
    const gone = new Promise((r) => ioc.process.once("exit", (code, signal) => r({ code, signal })));
    const before = Date.now();
    ioc.signal("SIGTERM");
    const end = await Promise.race([gone, new Promise((_, failed) => setTimeout(() => failed(new Error(`still there after 10 s:\n${ioc.log}`)), 10000).unref())]);
    const took = Date.now() - before;
    await Promise.all(writers);
    assert.deepEqual(end, { code: 0, signal: null }, ioc.log);
    assert.ok(took < 10000, `${took} ms`);

    await ioc.up();
    const there = new Set((await stored(ioc, "vneid-accounts")).map((o) => o.senderId));
    assert.deepEqual([...acknowledged].filter((id) => !there.has(id)), []);
    // Whoever was inside when the signal came was answered: at most the posts that met a closed door are unanswered, and none of those is stored.
    assert.deepEqual([...there].filter((id) => !acknowledged.has(id)), [], `asked ${asked}, acknowledged ${acknowledged.size}, ${JSON.stringify([...refusals])}`);
  } finally {
    await ioc.stop();
  }
});

test("a broken pack stops the start and names every error with file and line", () => {
  const folder = mkdtempSync(join(tmpdir(), "ioc-pack-"));
  try {
    cpSync(join(root, "dashboards"), folder, { recursive: true });
    const edit = (name, from, to) => {
      const path = join(folder, name), text = readFileSync(path, "utf8");
      assert.ok(text.includes(from), `${name} no longer holds '${from}'`);
      writeFileSync(path, text.replace(from, to));
    };
    edit("dong-thap/targets.yaml", "coverage-5g", "coverage-5gg");
    edit("catalogue/indicators.yaml", "cadence: monthly", "cadence: fortnightly");
    edit("dong-thap/dashboards/main.json", "\"x\": 1", "\"x\": 99");
    const run = spawnSync(program, [], { cwd: root, encoding: "utf8", timeout: 30000, env: { ...process.env, ASPNETCORE_URLS: "http://127.0.0.1:0", Ioc__PackDirectory: folder, Ioc__DataDirectory: join(folder, "data") } });
    assert.equal(run.status, 1);
    assert.match(run.stderr, /dong-thap\/targets\.yaml:\d+: .*coverage-5gg/);
    assert.match(run.stderr, /catalogue\/indicators\.yaml:\d+: .*fortnightly/);
    assert.match(run.stderr, /dong-thap\/dashboards\/main\.json:\d+: .*/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("feed-key prints the key alone on its line; a feed stays simulated or real for ever", () => {
  const folder = mkdtempSync(join(tmpdir(), "ioc-key-"));
  try {
    const command = (...args) => spawnSync(program, args, { cwd: root, encoding: "utf8", env: { ...process.env, Ioc__DataDirectory: folder } });
    const first = command("feed-key", "weather", "--simulated");
    assert.equal(first.status, 0);
    assert.match(first.stdout, /^ioc_[A-Za-z0-9_-]{40,}\n$/);
    assert.notEqual(command("feed-key", "weather", "--simulated").stdout, first.stdout);
    assert.equal(command("feed-key", "weather").status, 1);
    assert.equal(command("feed-key", "Not A Code").status, 2);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
