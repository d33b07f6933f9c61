// What stands around every page: search, swipe, going back to where one was, the past, pause, and the tablet that wakes up.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Ioc, Line, browser, demonstrate, open, until } from "./ioc.mjs";

let chrome, ioc, key;
before(async () => {
  chrome = await browser();
  ioc = await Ioc.start();
  await demonstrate(ioc);
  key = await ioc.key("shell");
  await ioc.post(key, { indicator: "coverage-5g", area: "82", period: "2026-09", value: 40.5 });
});
after(async () => {
  await ioc.stop();
  await chrome.close();
});

const tablet = (path, more = {}) => open(chrome, `${ioc.url}${path}`, { width: 820, height: 1180, hasTouch: true, ...more });
const title = (page, text) => until(`the title "${text}"`, async () => (await page.title()).includes(text));
const interactive = (page) => until("the circuit", async () => {
  // Only a circuit answers the pause button.
  await page.locator("button.live").click();
  if (await page.locator("button.live").getAttribute("aria-pressed") !== "true") return false;
  await page.locator("button.live").click();
  return until("the picture to go on", async () => await page.locator("button.live").getAttribute("aria-pressed") === "false", 5);
});
const depth = (page) => page.evaluate(() => Math.round(scrollY));

test("search as one types: without diacritics, by keyboard, and as a form", async () => {
  const page = await tablet("/");
  await interactive(page);
  await page.locator("#search-q").pressSequentially("vneid tan phu", { delay: 20 });
  await until("suggestions", async () => /VNeID.*Tân Phú/.test(await page.locator("#search-list [role=option]").first().textContent()));
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.locator("#search-q").getAttribute("aria-activedescendant"), "search-0");
  await page.keyboard.press("Escape");
  assert.ok(await page.locator("#search-list").isHidden());
  await page.keyboard.press("Enter");
  await title(page, "vneid tan phu");
  assert.match(page.url(), /\/search\?q=vneid\+tan\+phu$/);
  assert.ok(await page.locator(".found-value").first().textContent());
  assert.deepEqual(page.faults, []);
  await page.context().close();

  const plain = await tablet("/", { javaScriptEnabled: false });
  await plain.locator("#search-q").fill("5g");
  await plain.locator("#search-q").press("Enter");
  await plain.waitForURL(/\/search\?q=5g/);
  assert.ok(await plain.locator(".found li").count() > 0);
  await plain.context().close();
});

test("going back comes back to where one was, with the filter and after the circuit was lost", async () => {
  const page = await tablet("/?standing=on-path");
  await interactive(page);
  await page.evaluate(() => scrollTo(0, 700));
  await until("the scroll", async () => await depth(page) === 700);
  await page.waitForTimeout(300);
  const link = page.locator(".tile-name a").nth(9);
  await link.scrollIntoViewIfNeeded();
  const at = await depth(page);
  await link.click();
  await until("another page", async () => page.url().includes("/indicators/"));
  await until("its top", async () => await depth(page) === 0);
  await page.goBack();
  await until("the place", async () => Math.abs(await depth(page) - at) <= 2, 10);
  assert.match(page.url(), /standing=on-path/);
  await page.reload();
  await until("the place after loading anew", async () => Math.abs(await depth(page) - at) <= 2, 10);
  await page.waitForTimeout(1500);
  assert.ok(Math.abs(await depth(page) - at) <= 2, "it stays when the circuit has taken over");
  assert.deepEqual(page.faults.filter((f) => f.startsWith("script")), []);
  await page.context().close();
});

test("the past: unmistakable, by slider and date, replaced in the history, and back to now in one tap", async () => {
  const page = await tablet("/");
  await interactive(page);
  await page.locator("a.tool[title]").first().click();
  await until("the banner", () => page.locator(".asof").isVisible());
  assert.match(page.url(), /asof=\d{4}-\d\d-\d\d/);
  assert.equal(await page.locator("button.live").count(), 0, "nothing is live in the past");
  await page.locator(".asof-period").selectOption({ index: 2 });
  await until("the period", async () => /period=/.test(page.url()));
  await until("the page of the period", async () => (await page.locator(".page").getAttribute("data-asof")) === "true");
  assert.ok(await page.locator(".tile").count() > 30);
  await until("links that stay in the past", async () => /asof=.*period=|period=.*asof=/.test(await page.locator(".tile-name a").first().getAttribute("href")));
  await page.goBack();
  await until("the present in one step", async () => !/asof|period/.test(page.url()));
  await until("the banner to go", () => page.locator(".asof").isHidden());
  await page.goForward();
  await page.locator(".asof-now").click();
  await until("now", async () => !/asof|period/.test(page.url()) && (await page.locator("button.live").count()) === 1);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a pause holds the picture and says how old it is; going on shows what was missed", async () => {
  const page = await tablet("/");
  await interactive(page);
  const value = () => page.locator("[data-indicator=coverage-5g] [data-role=value]").first().textContent();
  await until("the figure", async () => (await value()).trim() === "40,5");
  await page.locator("button.live").click();
  await until("the pause", async () => /Đã tạm dừng/.test(await page.locator("button.live").textContent()));
  await ioc.post(key, { indicator: "coverage-5g", area: "82", period: "2026-10", value: 41.5 });
  await page.waitForTimeout(2500);
  assert.equal((await value()).trim(), "40,5");
  await page.locator("button.live").click();
  await until("what was missed", async () => (await value()).trim() === "41,5", 5);
  await page.context().close();
});

test("what changed since the last look, before and after", async () => {
  const page = await tablet("/");
  assert.match(await page.locator(".since").textContent(), /Lần xem đầu tiên/);
  // The last look ended an hour ago, before any figure came.
  await page.context().addCookies([{ name: "look", value: `%7C${Math.floor(Date.now() / 1000) - 3600}`, url: ioc.url }]);
  await page.reload();
  await until("the comparison", async () => Number(await page.locator(".since").getAttribute("data-changes")) > 0, 20);
  await page.locator(".since summary").click();
  assert.ok(await page.locator(".since li").count() > 0);
  await page.context().close();
});

test("a line that goes dark is noticed, and the page comes back by itself where it was", async () => {
  const line = await Line.to(ioc.port);
  const page = await open(chrome, `${line.url}/`, { width: 820, height: 1180, hasTouch: true });
  try {
    await interactive(page);
    await page.evaluate(() => scrollTo(0, 600));
    await page.waitForTimeout(400);
    line.darken();
    await until("the page to say so", () => page.locator("#lost").isVisible(), 40);
    line.lighten();
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    // The browser still holds dead connections of the dark time and tries them first; a tablet that changes its network drops them at once.
    await until("the page to be back", async () => !(await page.locator("#lost").isVisible()), 60);
    // Before any click: the browser driver scrolls by itself to what it clicks.
    await until("the place", async () => Math.abs(await depth(page) - 600) <= 2, 20);
    await interactive(page);
  } finally {
    line.close();
    await page.context().close();
  }
});

test("a swipe leads to the neighbour, from a table or a field it does not", async () => {
  const page = await tablet("/");
  await interactive(page);
  const swipe = (selector, from, to) => page.evaluate(([s, a, b]) => {
    const target = document.querySelector(s);
    const send = (type, x) => {
      const touch = new Touch({ identifier: 1, target, clientX: x, clientY: 500 });
      target.dispatchEvent(new TouchEvent(type, { bubbles: true, cancelable: true, touches: type === "touchend" ? [] : [touch], changedTouches: [touch] }));
    };
    send("touchstart", a); send("touchmove", (a + b) / 2); send("touchend", b);
  }, [selector, from, to]);
  // Any page with neighbours will do; here two links stand in for them.
  await page.evaluate(() => {
    for (const [rel, href] of [["prev", "/milestones"], ["next", "/search"]]) {
      const a = document.createElement("a");
      Object.assign(a, { rel, href, textContent: rel });
      document.querySelector("main").append(a);
    }
  });
  await swipe("#search-q", 600, 200);
  await page.waitForTimeout(300);
  assert.equal(new URL(page.url()).pathname, "/");
  await swipe("main h1", 600, 200);
  await until("the next page", async () => new URL(page.url()).pathname === "/search");
  await page.context().close();
});

test("language, theme and titles follow inside a circuit; an unknown address offers a search", async () => {
  const page = await tablet("/milestones");
  await interactive(page);
  await page.locator(".menu summary").click();
  await page.locator(".menu-list a[hreflang=en]").click();
  await until("English", async () => (await page.evaluate(() => document.documentElement.lang)) === "en");
  await title(page, "Milestones");
  await page.locator(".menu summary").click();
  await page.locator("[data-theme-switch]").click();
  await page.reload();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "light");
  const lost = await page.goto(`${ioc.url}/no/such/page`);
  assert.equal(lost.status(), 404);
  assert.ok(await page.locator(".page-trouble form[role=search]").isVisible());
  await page.context().close();
});

test("touch targets of the shell and the overview are large enough", async () => {
  for (const [width, height] of [[820, 1180], [390, 844]]) {
    const page = await open(chrome, `${ioc.url}/`, { width, height, hasTouch: true });
    const small = await page.evaluate(() => [...document.querySelectorAll(".bar a, .bar button, .bar summary, .tabs a, .page-do > *, .sum a, .since summary, .feeds summary")]
      .filter((e) => e.checkVisibility()).map((e) => ({ e: e.outerHTML.slice(0, 60), ...e.getBoundingClientRect().toJSON() })).filter((r) => r.height < 43.5 || r.width < 43.5).map((r) => `${r.e} ${r.width}x${r.height}`));
    assert.deepEqual(small, [], `${width}`);
    await page.context().close();
  }
});
