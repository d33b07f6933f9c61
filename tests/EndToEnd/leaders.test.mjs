// The way down: from a tile to the document in at most three taps; a past that was recorded; and what is taken along compared with the page, cell by cell.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Ioc, browser, demonstrate, open, until } from "./ioc.mjs";

const source = (place) => ({ title: `Báo cáo phủ sóng 5G của ${place}`, publisher: place, document: `45/BC-${place.slice(0, 3)}`, published: "2026-11-05", page: "3", quote: "Tỷ lệ dân số được phủ sóng 5G", url: "https://dongthap.gov.vn/bc45" });
const TABLET = { width: 820, height: 1180, hasTouch: true };

let chrome;
before(async () => { chrome = await browser(); });
after(() => chrome.close());

/** Waits until a page of leaders shows the address (or one that begins with it) and is not busy. */
const arrived = (page, path) => until(`the page ${path}`, async () => {
  const here = await page.locator(".page[data-address]").first().getAttribute("data-address", { timeout: 500 });
  return here?.startsWith(path) && await page.locator(".page[aria-busy=false]").count() === 1 ? here : null;
}, 15);

/** Taps what a finger would tap, and counts. */
const tapper = (page) => {
  const tap = async (target) => { await target.scrollIntoViewIfNeeded(); await target.tap(); tap.count++; };
  tap.count = 0;
  return tap;
};

/** A circuit answers: a link is then a step inside it, not a new document. */
const alive = (page) => page.locator(".page[data-circuit=on]").waitFor();

describe("from a tile to the document", () => {
  let ioc, communes;
  before(async () => {
    ioc = await Ioc.start();
    const key = await ioc.key("so-khcn");
    communes = (await ioc.get("/api/v1/areas")).areas.filter((a) => a.level === "commune");
    // Every commune reports its own coverage on a document of its own; the province is rolled up from them and is far behind its path.
    await ioc.post(key, ...communes.map((c, i) => ({ id: `5g-${c.code}`, indicator: "coverage-5g", area: c.code, period: "2026-10", value: 20 + (i % 40), unit: "percent", source: source(c.name) })));
    // The province itself reports another figure on one document.
    await ioc.post(key, { id: "dvc", indicator: "dossiers-online", area: "82", period: "2026-10", value: 71.8, unit: "percent", source: source("UBND tỉnh Đồng Tháp") });
  });
  after(() => ioc.stop());

  const documentOf = async (page) => {
    const link = page.locator("main a[href*='/documents/']").first();
    await link.waitFor();
    return link;
  };

  test("overview: red tile, commune, document, three taps", async () => {
    const page = await open(chrome, `${ioc.url}/`, TABLET);
    await alive(page);
    const tap = tapper(page);
    const tile = page.locator("article[data-indicator=coverage-5g]").first();
    assert.equal(await tile.getAttribute("data-standing"), "behind");
    await tap(tile.locator(".tile-name a"));
    await arrived(page, "/indicators/coverage-5g");
    // The worst commune, as the table ranks them.
    const worst = page.locator("table[data-table=communes] tbody tr a[href*='/figures/coverage-5g/']").last();
    await tap(worst);
    await arrived(page, "/figures/coverage-5g/");
    assert.match(await page.locator("main").innerText(), /Tỷ lệ dân số được phủ sóng 5G/, "the quote of the document is on the way");
    await tap(await documentOf(page));
    await arrived(page, "/documents/");
    assert.match(await page.locator("main").innerText(), /45\/BC-/);
    assert.ok(tap.count <= 3, `${tap.count} taps`);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  for (const [name, indicator, taps] of [["a reported figure", "dossiers-online", 2], ["a figure rolled up from communes", "coverage-5g", 3]]) {
    test(`wall: ${name}, ${taps} taps`, async () => {
      const page = await open(chrome, `${ioc.url}/wall/main`, { width: 1920, height: 1080, hasTouch: true });
      const tap = tapper(page);
      const value = page.locator(`article[data-indicator=${indicator}] [data-role=value]`).first();
      // The wall turns its pages and may not show this one now; where the tap leads is the same.
      const href = await value.getAttribute("href");
      await page.goto(ioc.url + href);
      tap.count++;
      await arrived(page, `/figures/${indicator}/82`);
      await alive(page);
      if (taps === 3) {
        await tap(page.locator("table[data-table=parts] tbody a[href*='/figures/coverage-5g/']").first());
        await until("the commune's figure", async () => /\/figures\/coverage-5g\/\d{5}/.test(page.url()));
        await arrived(page, "/figures/coverage-5g/");
      }
      await tap(await documentOf(page));
      await arrived(page, "/documents/");
      assert.ok(tap.count <= taps, `${tap.count} taps`);
      assert.deepEqual(page.faults, []);
      await page.context().close();
    });
  }

  test("every number of a rolled-up figure's page leads on, and the formula gives the number shown", async () => {
    const page = await open(chrome, `${ioc.url}/figures/coverage-5g/82`, TABLET);
    const shown = await page.locator("[data-role=value]").first().innerText();
    const people = new Map(communes.map((c) => [c.code, c.population]));
    const expected = communes.reduce((sum, c, i) => sum + (20 + (i % 40)) * people.get(c.code), 0) / communes.reduce((sum, c) => sum + c.population, 0);
    assert.equal(shown.trim(), expected.toLocaleString("vi-VN", { minimumFractionDigits: 1, maximumFractionDigits: 1 }));
    assert.equal(await page.locator("table[data-table=parts] tbody tr").count(), communes.length);
    const dead = await page.evaluate(() => [...document.querySelectorAll("table[data-table=parts] tbody tr")].filter((row) => !row.querySelector("a[href*='/figures/']")).length);
    assert.equal(dead, 0, "each part leads to its own page");
    await page.context().close();
  });

  test("back returns to the same place with the order of the table kept", async () => {
    const page = await open(chrome, `${ioc.url}/indicators/coverage-5g`, TABLET);
    await alive(page);
    await page.locator("table[data-table=communes] thead a").nth(1).click();
    await until("the order in the address", async () => page.url().includes("sort-communes="));
    const address = page.url();
    const row = page.locator("table[data-table=communes] tbody tr a[href*='/figures/']").nth(60);
    // A finger that scrolls; without one the page holds its place for a moment after a new order.
    await page.mouse.move(400, 600);
    await page.mouse.wheel(0, 400);
    await row.scrollIntoViewIfNeeded();
    const before = await page.evaluate(() => Math.round(scrollY));
    assert.ok(before > 300, `scrolled to ${before}`);
    await row.tap();
    await arrived(page, "/figures/coverage-5g/");
    await page.goBack();
    await arrived(page, "/indicators/coverage-5g");
    assert.equal(page.url(), address);
    await until("the place on the page", async () => Math.abs(await page.evaluate(() => scrollY) - before) < 60, 5);
    await page.context().close();
  });
});

describe("as of", () => {
  let ioc, key;
  before(async () => { ioc = await Ioc.start(); key = await ioc.key("so-khcn"); });
  after(() => ioc.stop());

  const said = (page) => page.evaluate(() => document.querySelector("main").innerText.replace(/\s+/g, " "));

  test("a page as of an instant shows what that page showed then", async () => {
    const post = (id, value) => ioc.post(key, { id, indicator: "coverage-5g", area: "82", period: "2026-10", value, unit: "percent", source: source("UBND tỉnh Đồng Tháp") });
    await post("first", 51.3);
    const paths = ["/figures/coverage-5g/82", "/indicators/coverage-5g", "/"];
    const recorded = {};
    for (const path of paths) {
      const page = await open(chrome, ioc.url + path, TABLET);
      recorded[path] = await page.evaluate(() => [...document.querySelectorAll("main [data-role=value]")].map((v) => v.textContent.trim()).filter((v) => /\d/.test(v)).sort());
      assert.ok(recorded[path].includes("51,3"), `${path}: ${recorded[path]}`);
      await page.context().close();
    }
    // Server and test share the machine's clock.
    const instant = new Date().toISOString();
    await until("the clock to move on", async () => Date.now() > Date.parse(instant) + 50);
    await post("second", 63.4);
    for (const path of paths) {
      const now = await open(chrome, ioc.url + path, TABLET);
      assert.match(await said(now), /63,4/, `${path} shows the correction`);
      assert.equal(await now.locator(".asof").count(), 0);
      await now.context().close();
      const past = await open(chrome, `${ioc.url}${path}?asof=${encodeURIComponent(instant)}`, TABLET);
      assert.ok(await past.locator(".asof").isVisible(), `${path} says that it shows the past`);
      const values = await past.evaluate(() => [...document.querySelectorAll("main [data-role=value]")].map((v) => v.textContent.trim()).filter((v) => /\d/.test(v)).sort());
      assert.deepEqual(values, recorded[path], path);
      assert.doesNotMatch(await said(past), /63,4/, `${path} does not know the correction yet`);
      // Whoever goes on in the past stays there.
      const strays = await past.evaluate(() => [...document.querySelectorAll("main a[href^='/indicators'], main a[href^='/figures'], main a[href^='/areas']")].filter((a) => !a.getAttribute("href").includes("asof=")).length);
      assert.equal(strays, 0, `${path} leads out of the past`);
      await past.context().close();
    }
  });

  test("an observation that came later is not known then", async () => {
    const { items: observations } = await ioc.get("/api/v1/observations?indicator=coverage-5g&area=82");
    const newest = observations.at(-1);
    const before = new Date(Date.parse(newest.receivedAt) - 1000).toISOString();
    assert.equal((await fetch(`${ioc.url}/observations/${newest.id}`)).status, 200);
    assert.equal((await fetch(`${ioc.url}/observations/${newest.id}?asof=${encodeURIComponent(before)}`)).status, 404);
  });

  test("a moment that cannot be read is said to be so", async () => {
    for (const [query, status] of [["asof=gestern", 400], ["period=2026-13", 400], ["asof=2026-11-31", 400]]) {
      const answer = await fetch(`${ioc.url}/indicators/coverage-5g?${query}`);
      assert.equal(answer.status, status, query);
      assert.ok((await answer.text()).includes("&#x110;&#x1ECB;a ch&#x1EC9; kh&#xF4;ng &#x111;&#x1ECD;c &#x111;&#x1B0;&#x1EE3;c"), "says so in words");
    }
  });
});

/** RFC 4180. */
const records = (text) => {
  const rows = [[]];
  let cell = "", quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) { if (c !== '"') cell += c; else if (text[i + 1] === '"') { cell += c; i++; } else quoted = false; }
    else if (c === '"') quoted = true;
    else if (c === ",") { rows.at(-1).push(cell); cell = ""; }
    else if (c === "\n") { rows.at(-1).push(cell.replace(/\r$/, "")); cell = ""; rows.push([]); }
    else cell += c;
  }
  rows.at(-1).push(cell);
  return rows;
};

for (const [province, code, commune, other] of [["dong-thap", "82", "28249", "28306"], ["dong-nai", "75", "26368", "26248"]]) {
  describe(`taken along, ${province}`, () => {
    let ioc;
    before(async () => { ioc = await Ioc.start({ Ioc__Province: province }); await demonstrate(ioc); });
    after(() => ioc.stop());

    for (const lang of ["vi", "en"]) {
      for (const path of ["/indicators/coverage-5g", `/areas/${commune}`, `/figures/coverage-5g/${code}`, `/compare?areas=${commune},${other}&indicators=coverage-5g`]) {
        test(`${path}, ${lang}: each cell of each table is in the CSV with the number that is shown`, async () => {
          const address = path + (path.includes("?") ? "&" : "?") + `lang=${lang}`;
          const page = await open(chrome, ioc.url + address, { width: 1280, height: 900 });
          const tables = await page.evaluate(() => [...document.querySelectorAll(".compare table")].map((table) => ({
            id: "compare",
            rows: [...table.querySelectorAll("tbody tr")].map((row) => [
              { text: row.querySelector("th a").textContent.replace(/\s+/g, " ").trim(), number: false },
              ...[...row.querySelectorAll(".compare-value a")].map((a) => ({ text: a.textContent.replace(/\s+/g, " ").trim(), number: true })),
            ]),
          })).concat([...document.querySelectorAll("main table[data-table]")].map((table) => ({
            id: table.dataset.table,
            rows: [...table.querySelectorAll("tbody tr")].map((row) => [...row.cells].map((cell) => {
              const copy = cell.cloneNode(true);
              copy.querySelectorAll("small, svg").forEach((e) => e.remove());
              return { text: copy.textContent.replace(/\s+/g, " ").trim(), number: cell.classList.contains("number") };
            })),
          }))));
          await page.context().close();
          assert.ok(tables.length > 0 && tables.some((t) => t.rows.length > 0));
          // As bytes: reading as text would take the mark away.
          const csv = Buffer.from(await (await fetch(`${ioc.url}/export/csv${address}`)).arrayBuffer()).toString("utf8");
          assert.ok(csv.startsWith("\ufeff"), "spreadsheets need the mark to read Vietnamese");
          assert.match(csv, lang === "vi" ? /MÔ PHỎNG/ : /SIMULATED/i);
          const rows = records(csv.slice(1)).map((r) => r.map((c) => c.replace(/\s+/g, " ").trim()));
          const shownNumber = (text) => {
            const digits = /[-−]?\d[\d.,]*/.exec(text)?.[0];
            if (!digits) return null;
            return Number((lang === "vi" ? digits.replace(/\./g, "").replace(",", ".") : digits.replace(/,/g, "")).replace("−", "-"));
          };
          let compared = 0;
          for (const table of tables) {
            for (const row of table.rows) {
              // The row of the file that has every text cell of the row on the page.
              const texts = row.filter((c) => !c.number && c.text).map((c) => c.text);
              const numbers = row.filter((c) => c.number && shownNumber(c.text) !== null).map((c) => shownNumber(c.text));
              const found = rows.find((r) => texts.every((t) => r.some((c) => c === t || c === `'${t}`)) && numbers.every((n) => r.some((c) => c !== "" && (Number(c) === n || shownNumber(c) === n))));
              assert.ok(found, `${table.id}: no row of the file has ${JSON.stringify(row.map((c) => c.text))}`);
              compared += numbers.length;
            }
          }
          assert.ok(compared > 0, "numbers were compared");
        });
      }
    }

    test("files are what they say, and name the moment", async () => {
      for (const [format, type, head] of [["xlsx", /spreadsheetml/, "PK"], ["pdf", /application\/pdf/, "%PDF"], ["svg", /image\/svg/, "<svg"], ["csv", /text\/csv/, "\ufeff"]]) {
        const answer = await fetch(`${ioc.url}/export/${format}/indicators/coverage-5g?asof=${new Date(Date.now() + 7 * 3600e3).toISOString().slice(0, 10)}`);
        assert.equal(answer.status, 200, format);
        assert.match(answer.headers.get("content-type"), type);
        assert.match(answer.headers.get("content-disposition") ?? "", /filename/);
        const body = Buffer.from(await answer.arrayBuffer());
        assert.ok(body.subarray(0, 400).toString("utf8").includes(head), `${format}: ${body.subarray(0, 60)}`);
      }
      assert.equal((await fetch(`${ioc.url}/export/csv/indicators/no-such`)).status, 404);
      assert.equal((await fetch(`${ioc.url}/export/exe/indicators/coverage-5g`)).status, 404);
    });
  });
}
