import { Ioc, browser, open, until } from "./ioc.mjs";
const chrome = await browser();
const page = await open(chrome, process.argv[2] + "/indicators/coverage-5g?sort-communes=-value", { width: 820, height: 1180, hasTouch: true });
await page.locator(".page[data-circuit=on]").waitFor();
const row = page.locator("table[data-table=communes] tbody tr a[href*='/figures/']").nth(60);
await row.scrollIntoViewIfNeeded();
const d = () => page.evaluate(() => [scrollY, document.documentElement.scrollHeight, location.pathname]);
console.log("before", await d());
await row.tap();
await page.waitForURL(/figures/);
await page.waitForTimeout(1500);
console.log("there", await d());
await page.goBack();
for (let i = 0; i < 12; i++) { await page.waitForTimeout(300); console.log(await d()); }
await chrome.close();
