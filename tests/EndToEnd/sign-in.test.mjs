// With Ioc__Access=sign-in a browser needs its viewing key once, in the address; wall and overview then live as they do on the server's own screen.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { Ioc, browser, html, open, program, root, until, veil } from "./ioc.mjs";

test("a wall and an overview opened with a viewing key follow the server, and the key leaves the address", async () => {
  const ioc = await Ioc.start({ Ioc__Access: "sign-in" });
  const chrome = await browser();
  try {
    const send = await ioc.key("sender");
    const view = (await promisify(execFile)(program, ["view-key", "wall-5"], { cwd: root, env: ioc.env })).stdout.trim();
    assert.equal((await fetch(`${ioc.url}/wall/main`)).status, 401);
    for (const path of ["/wall/main?lang=en", "/?lang=en"]) {
      const page = await open(chrome, `${ioc.url}${path}&access_token=${view}`);
      assert.equal(page.url(), ioc.url + path);
      const value = path === "/?lang=en" ? 17.5 : 16.5;
      const answer = await ioc.post(send, { indicator: "coverage-5g", area: "82", period: "2026-06", value });
      await until("the new value on the screen", () => page.evaluate((text) => [...document.querySelectorAll("[data-indicator=coverage-5g] [data-role=value]")].some((v) => v.textContent.includes(text)), String(value)));
      if (path.startsWith("/wall")) {
        assert.equal(await veil(page), "");
        assert.ok(Number((await html(page)).commit) >= answer.commit);
      }
      assert.deepEqual(page.faults, []);
      await page.context().close();
    }
    assert.ok(!ioc.log.includes(view), "the key stands in the log");
  } finally {
    await chrome.close();
    await ioc.stop();
  }
});
