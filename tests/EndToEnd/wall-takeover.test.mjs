// A wall takes over a new build without a blank moment, and its watchdog loads it anew when it stands still, but never into a server that is away.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Ioc, browser, html, live, open, until, veil } from "./ioc.mjs";

let chrome;
before(async () => { chrome = await browser(); });
after(() => chrome.close());

/** Everything the page puts on the screen, until stopped. */
const record = async (page) => {
  const frames = [];
  const cdp = await page.context().newCDPSession(page);
  cdp.on("Page.screencastFrame", ({ data, sessionId }) => {
    frames.push(data);
    cdp.send("Page.screencastFrameAck", { sessionId }).catch(() => {});
  });
  await cdp.send("Page.startScreencast", { format: "png", maxWidth: 480, maxHeight: 270, everyNthFrame: 1 });
  return { frames, stop: () => cdp.send("Page.stopScreencast") };
};

/** Mean and variance of the luminance of each frame, 0 to 255; computed in a page of its own. */
const luminance = async (frames) => {
  const page = await chrome.newPage();
  try {
    return await page.evaluate(async (all) => {
      const answer = [];
      const canvas = new OffscreenCanvas(240, 135), brush = canvas.getContext("2d", { willReadFrequently: true });
      for (const data of all) {
        const picture = await createImageBitmap(new Blob([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], { type: "image/png" }));
        brush.drawImage(picture, 0, 0, 240, 135);
        const bytes = brush.getImageData(0, 0, 240, 135).data;
        let sum = 0, squares = 0;
        for (let i = 0; i < bytes.length; i += 4) {
          const l = 0.2126 * bytes[i] + 0.7152 * bytes[i + 1] + 0.0722 * bytes[i + 2];
          sum += l;
          squares += l * l;
        }
        const count = bytes.length / 4, mean = sum / count;
        answer.push({ mean, variance: squares / count - mean * mean });
      }
      return answer;
    }, frames);
  } finally {
    await page.close();
  }
};

const served = async (work) => {
  const ioc = await Ioc.start();
  try { await work(ioc, await ioc.key("takeover")); } finally { await ioc.stop(); }
};
const figure = (value) => ({ indicator: "coverage-5g", area: "82", period: "2026-10", value });

describe("a wall", { concurrency: true }, () => {
  test("takes over a new build by itself, and no frame of it is blank", () => served(async (ioc, key) => {
    await ioc.post(key, figure(41.5));
    const page = await open(chrome, `${ioc.url}/wall/main?page=1&jitter=0`, { width: 1280, height: 720 });
    await until("the wall to be live", () => live(page, ioc));
    const first = await html(page);
    const film = await record(page);
    await until("a first frame", () => film.frames.length > 0);
    const [wall] = await luminance(film.frames.slice(0, 1));
    await ioc.kill();
    await ioc.up({ Ioc__Build: "other" });
    assert.notEqual(first.build, "other");
    await until("the new build on the wall", async () => (await html(page)).build === "other", 20);
    await ioc.post(key, figure(42.5));
    await until("the new build to be live", async () => await live(page, ioc) && await page.locator("[data-indicator=coverage-5g] [data-role=value]").first().textContent() === "42,5", 15);
    const seen = film.frames.length;
    assert.ok(seen >= 3, `only ${seen} frames were recorded`);
    for (const [n, { mean, variance }] of (await luminance(film.frames)).entries())
      assert.ok(variance > wall.variance * 0.5 && Math.abs(mean - wall.mean) < 25, `frame ${n} of ${seen}: mean ${mean.toFixed(1)}, variance ${variance.toFixed(1)}; the wall has ${wall.mean.toFixed(1)} and ${wall.variance.toFixed(1)}`);
    assert.deepEqual(page.faults, []);
    // The film would have shown a blank moment: it shows this one.
    await page.evaluate(() => { document.body.style.visibility = "hidden"; });
    await until("the film to show a blank wall", async () => (await luminance(film.frames.slice(-1)))[0].variance < wall.variance * 0.5, 5);
    await film.stop();
    await page.context().close();
  }));

  test("that no longer paints is veiled and then loaded anew by its watchdog", () => served(async (ioc) => {
    const page = await open(chrome, `${ioc.url}/wall/main?page=1&jitter=0&reload=12`);
    await until("the wall to be live", () => live(page, ioc));
    await page.evaluate(() => { window.requestAnimationFrame = () => 0; window.old = true; });
    await until("the veil", () => veil(page), 12);
    assert.ok(await page.evaluate(() => window.old), "the veil comes before the page is loaded anew");
    await until("the page to be loaded anew", () => page.evaluate(() => window.old === undefined), 15);
    await until("the wall to be live", () => live(page, ioc));
    const { paintedAt } = await html(page);
    await until("it to paint", async () => (await html(page)).paintedAt !== paintedAt, 10);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  }));

  test("is not loaded anew by its watchdog while the server is away", () => served(async (ioc) => {
    const page = await open(chrome, `${ioc.url}/wall/main?page=1&jitter=0&reload=10`);
    await until("the wall to be live", () => live(page, ioc));
    let asked = 0, left = 0;
    page.on("request", (request) => {
      if (request.url().endsWith("/healthz")) asked++;
      if (request.isNavigationRequest()) left++;
    });
    await page.evaluate(() => { window.old = true; });
    await ioc.kill();
    await until("the watchdog to have asked three times", () => asked >= 3, 25);
    assert.equal(left, 0);
    assert.ok(await page.evaluate(() => window.old));
    assert.notEqual(await veil(page), "");
    assert.ok(await page.locator("[data-indicator]").count() > 8, "the last figures are still to be seen");
    await page.context().close();
  }));
});
