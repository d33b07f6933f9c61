// The interactive overview: the same tiles as the wall, live, and it survives the server without a hand.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Ioc, browser, open, until } from "./ioc.mjs";

let chrome;
before(async () => { chrome = await browser(); });
after(() => chrome.close());

const figure = (value) => ({ indicator: "coverage-5g", area: "82", period: "2026-10", value });
const tile = (page) => page.locator("[data-indicator=coverage-5g]").first();
const value = (page) => tile(page).locator("[data-role=value]").textContent();

/** What all tiles of a page say, by figure. */
const said = (page) => page.evaluate(() => Object.fromEntries([...document.querySelectorAll("[data-indicator][data-part]")].map((t) => [
  `${t.dataset.indicator} ${t.dataset.area}`,
  { value: t.querySelector("[data-role=value]").textContent, standing: t.dataset.standing, state: t.dataset.state, words: t.querySelector(".tile-gap").textContent },
])));

test("the overview follows every change as the wall does, through kill -9, and its keys survive", async () => {
  const ioc = await Ioc.start();
  try {
    const key = await ioc.key("overview");
    await ioc.post(key, figure(41.5));
    const [overview, wall] = await Promise.all([open(chrome, `${ioc.url}/`), open(chrome, `${ioc.url}/wall/main`)]);
    const both = (what, wanted, seconds) => Promise.all([[overview, "overview"], [wall, "wall"]].map(([page, name]) => until(`${what} on the ${name}`, async () => await value(page) === wanted, seconds)));
    await both("the first figure", "41,5");
    await overview.evaluate(() => { window.old = true; });
    await ioc.post(key, figure(42.5));
    await both("the change", "42,5", 5);
    assert.ok(await overview.evaluate(() => window.old), "the page was not loaded anew for a change");
    const [there, here] = [await said(wall), await said(overview)];
    // The overview shows the whole plan, the wall what fits its pages.
    assert.ok(Object.keys(there).length >= 12);
    for (const [name, words] of Object.entries(there)) assert.deepEqual(here[name], words, name);

    await ioc.kill();
    await until("the overview to say that it is cut off", () => overview.locator("#lost").isVisible(), 10);
    assert.equal(await value(overview), "42,5", "the last figures are still to be seen");
    const before = ioc.log.length;
    const keys = () => readdirSync(ioc.data, { recursive: true }).filter((name) => /key-.*\.xml$/.test(name)).sort();
    assert.ok(keys().length > 0, "the keys are in the data folder");
    const kept = keys();
    await ioc.up();
    const ready = performance.now();
    await ioc.post(key, figure(43.5));
    await both("the figure from the outage", "43,5", 20);
    assert.ok(performance.now() - ready <= 15000, `back after ${((performance.now() - ready) / 1000).toFixed(1)} s`);
    await ioc.post(key, figure(44.5));
    await both("a change after the outage", "44,5", 5);
    assert.equal(await overview.locator("#lost").isVisible(), false);
    assert.deepEqual(keys(), kept);
    assert.doesNotMatch(ioc.log.slice(Math.min(before, ioc.log.length)), /antiforgery|could not be decrypted|was not found in the key ring|DataProtection.*(warn|fail|error)/i);
    assert.deepEqual(overview.faults, []);
    assert.deepEqual(wall.faults, []);
  } finally {
    await ioc.stop();
  }
});
