// Every page of both provinces at every size: nothing overflows, overlaps, is clipped or too small to read, and axe finds nothing; with figures and without.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Ioc, browser, demonstrate, open } from "./ioc.mjs";
import { SIZES, look } from "./look.mjs";

let chrome;
before(async () => { chrome = await browser(); });
after(() => chrome.close());

const clean = async (address, size, options) => {
  const { faults } = await look(chrome, address, size, options);
  assert.deepEqual(faults, [], `${address} at ${size}`);
};

for (const province of ["dong-thap", "dong-nai"]) {
  describe(province, { concurrency: 2 }, () => {
    let ioc, pages;
    before(async () => {
      ioc = await Ioc.start({ Ioc__Province: province });
      const page = await open(chrome, `${ioc.url}/wall/main`);
      pages = await page.locator("section[data-page]").count();
      await page.context().close();
      assert.ok(pages >= 4);
    });
    after(() => ioc.stop());

    // Without figures; texts that say so are other texts.
    test("without figures, each size once", async () => {
      for (const [i, size] of SIZES.entries()) await clean(`${ioc.url}/wall/main?page=1&theme=${i % 2 ? "light" : "dark"}&lang=${i % 2 ? "en" : "vi"}`, size);
    });

    describe("with the demonstration's figures", { concurrency: 2 }, () => {
      before(async () => {
        await demonstrate(ioc);
        const { tiles } = await ioc.get("/api/v1/board?dashboard=main");
        assert.ok(tiles.filter((t) => t.value !== null).length > tiles.length / 2, "most tiles have a figure");
      });

      test("every page, dark, Vietnamese, 1920x1080", async () => {
        for (let page = 1; page <= pages; page++) await clean(`${ioc.url}/wall/main?page=${page}`, "1920x1080");
      });

      test("every page, light, English, upright", async () => {
        for (let page = 1; page <= pages; page++) await clean(`${ioc.url}/wall/main?page=${page}&theme=light&lang=en`, "1080x1920");
      });

      for (const size of SIZES.slice(1)) {
        test(`the first page, ${size}`, () => clean(`${ioc.url}/wall/main?page=1&theme=${province === "dong-thap" ? "dark" : "light"}&lang=${province === "dong-thap" ? "vi" : "en"}`, size));
      }

      for (const theme of ["dark", "light"]) {
        test(`axe finds nothing on the wall, ${theme}`, async () => {
          for (const page of [1, 2]) await clean(`${ioc.url}/wall/main?page=${page}&theme=${theme}`, "1920x1080", { axe: true });
        });
      }

      test("axe finds nothing on the pages of the shell, in the past and where there is nothing", async () => {
        const past = new Date().toISOString().slice(0, 10);
        for (const path of [`/?asof=${past}`, "/no/such/page", "/?standing=watch&lang=en"]) for (const size of ["820x1180", "390x844"]) await clean(ioc.url + path, size, { axe: true, allowScroll: true, legible: false });
      });
    });
  });
}
