// What holds for every wall: one picture on all of one size, the server's time, nothing from outside, and no made-up figure without its mark.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Ioc, browser, html, live, open, until } from "./ioc.mjs";

let chrome;
before(async () => { chrome = await browser(); });
after(() => chrome.close());

test("two walls of a size show the same page and turn together; ?page= stays", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ioc-extra-"));
  const page = (code, ...indicators) => ({ code, title: { vi: code, en: code }, columns: 2, rows: 1, tiles: indicators.map((indicator, x) => ({ indicator, x, y: 0 })) });
  writeFileSync(join(folder, "turning.json"), JSON.stringify({
    schema: 1, code: "turning", title: { vi: "Bảng quay", en: "Turning" }, rotateSeconds: 5,
    pages: [page("one", "coverage-5g", "dti-score"), page("two", "vneid-accounts", "dossiers-online"), page("three", "st-enterprises", "digital-signatures")],
  }));
  const ioc = await Ioc.start({ Ioc__ExtraDashboards: folder });
  try {
    const [one, two, pinned] = await Promise.all(["", "", "?page=2"].map((query) => open(chrome, `${ioc.url}/wall/turning${query}`)));
    const shows = (wall) => wall.evaluate(() => [...document.querySelectorAll("section[data-page]")].filter((p) => p.checkVisibility()).map((p) => p.dataset.page).join());
    const turns = new Map();
    for (const [name, wall] of Object.entries({ one, two, pinned })) {
      turns.set(name, []);
      await wall.exposeFunction("turned", (to) => turns.get(name).push({ to, at: performance.now() }));
      await wall.evaluate(() => {
        let last = document.documentElement.dataset.page;
        new MutationObserver(() => {
          const { page } = document.documentElement.dataset;
          if (page !== last) window.turned(last = page);
        }).observe(document.documentElement, { attributes: true, attributeFilter: ["data-page"] });
      });
    }
    await until("three turns of both", () => turns.get("one").length >= 3 && turns.get("two").length >= 3, 25);
    const [a, b] = [turns.get("one").slice(-3), turns.get("two").slice(-3)];
    assert.deepEqual(a.map((t) => t.to), b.map((t) => t.to));
    assert.equal(new Set(a.map((t) => t.to)).size, 3, "all three pages come");
    for (let i = 0; i < 3; i++) assert.ok(Math.abs(a[i].at - b[i].at) < 500, `turned ${Math.abs(a[i].at - b[i].at).toFixed(0)} ms apart`);
    for (let i = 1; i < 3; i++) assert.ok(Math.abs(a[i].at - a[i - 1].at - 5000) < 1500, `a page stayed ${(a[i].at - a[i - 1].at).toFixed(0)} ms`);
    assert.equal(await shows(one), await shows(two));
    assert.equal(await shows(pinned), "1");
    assert.deepEqual(turns.get("pinned"), []);
    // A wall that comes later shows what the others show.
    const late = await open(chrome, `${ioc.url}/wall/turning`);
    await until("the late wall to show the same", async () => await shows(late) === await shows(one), 3);
    for (const wall of [one, two, pinned, late]) assert.deepEqual(wall.faults, []);
  } finally {
    await ioc.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

describe("with one server", { concurrency: 2 }, () => {
  let ioc, key;
  before(async () => { ioc = await Ioc.start(); key = await ioc.key("rules"); });
  after(() => ioc.stop());

  for (const [name, days] of [["ahead", 1.3], ["behind", -1.3]]) {
    test(`a screen whose clock is more than a day ${name} shows the server's time`, async () => {
      const session = await chrome.newContext({ viewport: { width: 1920, height: 1080 }, timezoneId: "America/New_York" });
      await session.addInitScript((shift) => {
        const Real = Date;
        globalThis.Date = class extends Real {
          constructor(...parts) { if (parts.length === 0) super(Real.now() + shift); else super(...parts); }
          static now() { return Real.now() + shift; }
        };
      }, days * 86400e3);
      const page = await session.newPage();
      try {
        await page.goto(`${ioc.url}/wall/main?page=1`);
        assert.ok(Math.abs(await page.evaluate(() => Date.now()) - Date.now() - days * 86400e3) < 60000, "the screen's clock is off");
        const shownSeconds = async () => { const [h, m, s] = (await page.locator("[data-role=clock]").textContent()).split(":").map(Number); return h * 3600 + m * 60 + s; };
        const apart = async () => {
          const now = (Math.floor(Date.now() / 1000) + 7 * 3600) % 86400, away = Math.abs(await shownSeconds() - now);
          return Math.min(away, 86400 - away);
        };
        assert.ok(await apart() <= 2);
        const first = await shownSeconds();
        await until("the clock to go on", async () => await shownSeconds() !== first, 5);
        assert.ok(await apart() <= 2);
        const { paintedAt } = await html(page);
        await until("it to paint", async () => (await html(page)).paintedAt !== paintedAt, 10);
        assert.ok(Math.abs(Number((await html(page)).paintedAt) - Date.now()) < 5000, "what was painted is dated by the server");
      } finally {
        await session.close();
      }
    });
  }

  test("a wall asks nothing of anybody but its server, and its first visit is at most 400 KiB", async () => {
    const session = await chrome.newContext({ viewport: { width: 1920, height: 1080 } });
    // The network to everybody else is closed: whatever is asked there fails, and is counted.
    const outside = [];
    await session.route((url) => url.origin !== ioc.url && url.protocol.startsWith("http"), (route) => { outside.push(route.request().url()); return route.abort("internetdisconnected"); });
    const page = await session.newPage();
    try {
      const cdp = await session.newCDPSession(page);
      await cdp.send("Network.enable");
      let bytes = 0;
      const answers = [];
      cdp.on("Network.loadingFinished", ({ encodedDataLength }) => { bytes += encodedDataLength; });
      cdp.on("Network.responseReceived", ({ response }) => answers.push(response));
      await page.goto(`${ioc.url}/wall/main?page=1`, { waitUntil: "networkidle" });
      await until("the wall to be live", () => live(page, ioc));
      await ioc.post(key, { indicator: "digital-signatures", area: "82", period: "2026-10", value: 33.5 });
      await until("the figure", async () => await page.locator("[data-indicator=digital-signatures] [data-role=value]").first().textContent() === "33,5");
      assert.deepEqual(outside, []);
      assert.ok(answers.some((a) => /\.woff2/.test(a.url)) && answers.some((a) => /wall\.js/.test(a.url)), "fonts and scripts were counted");
      assert.ok(answers.every((a) => a.status === 200), answers.filter((a) => a.status !== 200).map((a) => `${a.status} ${a.url}`).join());
      assert.ok(bytes > 50 * 1024 && bytes <= 400 * 1024, `${(bytes / 1024).toFixed(0)} KiB were transferred`);
    } finally {
      await session.close();
    }
  });
});

test("made-up figures carry the mark on the wall, on the overview and in exports, and give way to a real one for good", async () => {
  const ioc = await Ioc.start();
  try {
    const [pretended, real] = [await ioc.key("pretended", "--simulated"), await ioc.key("real")];
    const [wall, overview] = await Promise.all([open(chrome, `${ioc.url}/wall/main?page=1`), open(chrome, `${ioc.url}/`)]);
    const tile = (page, indicator) => page.locator(`[data-indicator="${indicator}"]`).first();
    const value = (page, indicator) => tile(page, indicator).locator("[data-role=value]").textContent();
    const banner = async (page) => {
      const said = await page.evaluate(() => [...document.querySelectorAll(".banner")].filter((b) => b.checkVisibility()).map((b) => b.textContent.trim()));
      if (said.length > 0) assert.deepEqual(said, ["DỮ LIỆU MÔ PHỎNG"]);
      return said.length > 0;
    };
    const marked = async (page, indicator) => (await tile(page, indicator).innerText()).includes("MÔ PHỎNG");
    for (const page of [wall, overview]) assert.equal(await banner(page), false);

    const figures = (n) => [
      { indicator: "digital-signatures", area: "82", period: "2026-10", value: n },
      { indicator: "vneid-accounts", area: "82", period: "2026-11-10", value: n + 0.5 },
    ];
    await ioc.post(pretended, ...figures(31));
    for (const page of [wall, overview]) {
      await until("the made-up figures", async () => await value(page, "digital-signatures") === "31,0" && await value(page, "vneid-accounts") === "31,5");
      await until("the banner", () => banner(page), 5);
      assert.ok(await marked(page, "digital-signatures") && await marked(page, "vneid-accounts"), "each tile says so");
    }
    const csv = await (await fetch(`${ioc.url}/api/v1/observations?indicator=digital-signatures&take=1000`, { headers: { accept: "text/csv" } })).text();
    const rows = csv.trim().split(/\r?\n/);
    assert.equal(rows.slice(1).filter((row) => row.includes(",pretended,") && row.includes("DỮ LIỆU MÔ PHỎNG")).length, 1);

    // An older real figure is still the figure.
    await ioc.post(real, { indicator: "digital-signatures", area: "82", period: "2026-03", value: 27.5 });
    for (const page of [wall, overview]) {
      await until("the real figure", async () => await value(page, "digital-signatures") === "27,5");
      assert.equal(await marked(page, "digital-signatures"), false);
      assert.ok(await banner(page), "another tile still shows a made-up figure");
    }
    // Newer made-up ones never come back; that they arrived shows on the other tile.
    await ioc.post(pretended, { ...figures(35)[0], period: "2026-11-15" }, figures(35)[1]);
    for (const page of [wall, overview]) {
      await until("the other made-up figure", async () => await value(page, "vneid-accounts") === "35,5");
      assert.equal(await value(page, "digital-signatures"), "27,5");
    }
    await ioc.post(real, { indicator: "vneid-accounts", area: "82", period: "2026-11-01", value: 22.5 });
    for (const page of [wall, overview]) {
      await until("the second real figure", async () => await value(page, "vneid-accounts") === "22,5");
      await until("the banner to go", async () => !await banner(page), 5);
      assert.deepEqual(page.faults, []);
    }
    // Nor by a restart.
    await ioc.kill();
    await ioc.up();
    const again = await open(chrome, `${ioc.url}/wall/main?page=1`);
    assert.equal(await value(again, "digital-signatures"), "27,5");
    assert.equal(await value(again, "vneid-accounts"), "22,5");
    assert.equal(await banner(again), false);
  } finally {
    await ioc.stop();
  }
});
