import { launch } from "./look.mjs";
const [base, out, size, ...paths] = process.argv.slice(2);
const [width, height] = size.split("x").map(Number);
const b = await launch();
const c = await b.newContext({ viewport: { width, height }, hasTouch: width < 1300 });
for (const p of paths) {
  const page = await c.newPage();
  page.on("pageerror", (e) => console.log("ERR", p, e.message));
  page.on("console", (m) => { if (m.type() === "error") console.log("CON", p, m.text()); });
  await page.goto(base + p, { waitUntil: "load" });
  await page.waitForTimeout(1800);
  const full = process.env.FULL === "1";
  await page.screenshot({ path: `${out}/${p.replace(/\W+/g, "_")}-${size}.png`, fullPage: full });
  await page.close();
}
await b.close();
