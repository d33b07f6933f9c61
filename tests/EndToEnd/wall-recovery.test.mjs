// An unattended wall after every kind of outage: it says so in time, comes back without a hand, and shows what the server says.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Ioc, Line, browser, equalsFreshLoad, html, live, open, until, veil } from "./ioc.mjs";

/** Real seconds that the server is away; soak.sh sets minutes. */
const LONG = Number(process.env.OUTAGE_SECONDS ?? 0);
const NOTICE_SECONDS = 10;
const BACK_SECONDS = 15;

let chrome;
before(async () => { chrome = await browser(); });
after(() => chrome.close());

const seconds = (since) => (performance.now() - since) / 1000;
const pause = (s) => new Promise((done) => setTimeout(done, Math.max(0, s) * 1000));
const figure = (value) => ({ indicator: "coverage-5g", area: "82", period: "2026-10", value });
const value = (page, indicator = "coverage-5g") => page.locator(`[data-page]:not([hidden]) [data-indicator="${indicator}"] [data-role=value]`).first().textContent();

/** A live wall with a figure on it, behind a line that can be cut. */
const wall = async (work) => {
  const ioc = await Ioc.start();
  const line = await Line.to(ioc.port);
  let page;
  try {
    const key = await ioc.key("recovery");
    await ioc.post(key, figure(41.5));
    page = await open(chrome, `${line.url}/wall/main?page=1`);
    await until("the first figure", async () => await value(page) === "41,5");
    await ioc.post(key, figure(42.5));
    await until("the wall to be live", async () => await value(page) === "42,5" && await live(page, ioc));
    await work({ ioc, line, page, key });
    assert.deepEqual(page.faults, []);
  } finally {
    await page?.context().close();
    line.close();
    await ioc.stop();
  }
};

/** The veil comes in time and names the time of the figures. */
const noticed = async (page, since) => {
  const text = await until("the veil", () => veil(page), NOTICE_SECONDS + 2);
  const took = seconds(since);
  assert.match(text, /^mất kết nối, số liệu lúc \d\d:\d\d:\d\d \d\d\/\d\d$/);
  assert.ok(took <= NOTICE_SECONDS, `the veil took ${took.toFixed(1)} s`);
  return took;
};

const back = async (page, ioc, since, what) => {
  await until(what, () => live(page, ioc), BACK_SECONDS + 5);
  const took = seconds(since);
  assert.ok(took <= BACK_SECONDS, `${what} took ${took.toFixed(1)} s`);
  return took;
};

const killed = (away) => async (t) => wall(async ({ ioc, page, key }) => {
  const before = await html(page);
  const gone = performance.now();
  await ioc.kill();
  const notice = await noticed(page, gone);
  await pause(away - seconds(gone));
  assert.notEqual(await veil(page), "", "the veil stays as long as the server is away");
  await ioc.up();
  const ready = performance.now();
  await ioc.post(key, figure(43.5), { indicator: "dti-score", area: "82", period: "2025", value: 0.71 });
  const returned = await back(page, ioc, ready, "the wall to be back");
  assert.notEqual((await html(page)).epoch, before.epoch);
  assert.equal(await value(page), "43,5");
  await equalsFreshLoad(page, chrome);
  await ioc.post(key, figure(44.5));
  await until("a change after the outage", async () => await value(page) === "44,5", 5);
  t.diagnostic(`outage ${away} s: veil after ${notice.toFixed(1)} s, back ${returned.toFixed(1)} s after the server was ready`);
});

describe("a wall without a hand", { concurrency: true }, () => {
  test("kill -9 and 20 s without a server: veiled in 10 s, back in 15 s, equal to a fresh load", killed(20));

  test("the server stands still with its connections open (kill -STOP): noticed, and equal after -CONT", () => wall(async ({ ioc, page, key }) => {
    const still = performance.now();
    ioc.signal("SIGSTOP");
    await noticed(page, still);
    ioc.signal("SIGCONT");
    const ready = performance.now();
    await ioc.post(key, figure(43.5));
    await back(page, ioc, ready, "the wall to be back");
    assert.equal(await value(page), "43,5");
    await equalsFreshLoad(page, chrome);
  }));

  test("the network forgets every connection for 25 s, without a goodbye: noticed, back, equal", () => wall(async ({ ioc, line, page, key }) => {
    const dark = performance.now();
    line.darken();
    await noticed(page, dark);
    await ioc.post(key, figure(43.5));
    await pause(25 - seconds(dark));
    const light = performance.now();
    line.lighten();
    await back(page, ioc, light, "the wall to be back");
    assert.equal(await value(page), "43,5");
    await equalsFreshLoad(page, chrome);
  }));

  test("an outage of minutes", { skip: LONG ? false : "OUTAGE_SECONDS is not set (soak.sh outage)" }, killed(LONG));
});

test("a lost message: the wall asks for a snapshot and is equal again", () => wall(async ({ ioc, page, key }) => {
  // One of two walls loses a message on its way; the other shows that the server sent it.
  const other = await open(chrome, `${ioc.url}/wall/main?page=1`);
  await page.context().close().catch(() => {});
  const session = await chrome.newContext({ viewport: { width: 1920, height: 1080 } });
  const lossy = await session.newPage();
  try {
    let lose = 0, lost = 0, asked = 0;
    await lossy.routeWebSocket(/hubs\/kpi/, (socket) => {
      const server = socket.connectToServer();
      socket.onMessage((text) => { if (String(text).includes("WatchWall")) asked++; server.send(text); });
      server.onMessage((text) => {
        if (lose > 0 && String(text).includes("\"WallChanges\"")) { lose--; lost++; return; }
        socket.send(text);
      });
    });
    await lossy.goto(`${ioc.url}/wall/main?page=1`);
    await until("both walls to be live", async () => asked === 1 && await live(lossy, ioc) && await live(other, ioc));
    await ioc.post(key, figure(50.5));
    await until("both walls to be told", async () => await value(lossy) === "50,5" && await value(other) === "50,5");
    lose = 1;
    await ioc.post(key, figure(51.5));
    await until("the other wall to show the lost change", async () => await value(other) === "51,5" && lost === 1);
    assert.equal(await value(lossy), "50,5", "the message was lost, so the figure is the old one");
    await ioc.post(key, { indicator: "dti-score", area: "82", period: "2025", value: 0.71 });
    await until("the wall to find the gap", async () => await value(lossy) === "51,5", 5);
    assert.equal(asked, 2, "one snapshot was asked for");
    await equalsFreshLoad(lossy, chrome);
    // The last message of all lost: nothing follows but the beat, which tells of it.
    lose = 1;
    await ioc.post(key, figure(52.5));
    await until("the beat to tell of the gap", async () => await value(lossy) === "52,5" && lost === 2, 5);
    await equalsFreshLoad(lossy, chrome);
  } finally {
    await session.close();
    await other.context().close();
  }
}));
