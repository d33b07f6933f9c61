// Every page of leaders in every language and theme, on tablet, phone and desk: axe finds nothing, nothing runs out of the page or over something else, and what a finger taps is large enough.
// A page is looked at in two of the four showings in one province and in the other two in the other.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Ioc, browser, demonstrate, watch } from "./ioc.mjs";
import { look } from "./look.mjs";

const SHOWINGS = [["820x1180", "vi", "dark", true], ["390x844", "en", "light", true], ["1180x820", "en", "dark", false], ["1920x1080", "vi", "light", false]];

let chrome;
before(async () => { chrome = await browser(); });
after(() => chrome.close());

/** What can be tapped and is smaller than 44 px both ways round; links inside running text and cells of tables may be as high as their line. */
const small = (page) => page.evaluate(() => [...document.querySelectorAll("button, summary, select, input:not([type=hidden]), a.tool, a.step, nav a, .bar a, .page-siblings a")]
  .filter((e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .map((e) => ({ e, box: e.getBoundingClientRect() }))
  .filter(({ e, box }) => box.width > 1 && box.height > 1 && (box.height < 43.5 || box.width < 43.5) && !e.closest("table, p, dd, figcaption, .skip, .way, svg"))
  .map(({ e, box }) => `${e.tagName} ${e.className} "${e.textContent.trim().slice(0, 30)}" ${box.width.toFixed(0)}x${box.height.toFixed(0)}`));

for (const [province, code, commune, other] of [["dong-thap", "82", "28249", "28306"], ["dong-nai", "75", "26368", "26248"]]) {
  describe(province, { concurrency: 2 }, () => {
    let ioc, paths;
    before(async () => {
      ioc = await Ioc.start({ Ioc__Province: province });
      await demonstrate(ioc);
      const { items: observations } = await ioc.get(`/api/v1/observations?indicator=gigabit-fixed-access`);
      const { indicators } = await ioc.get("/api/v1/indicators");
      const lead = indicators.find((i) => i.code === "coverage-5g").leadAgency;
      paths = [
        "/", "/indicators/coverage-5g", "/indicators/gigabit-fixed-access", `/areas/${commune}`, `/areas/${code}`, "/areas", `/agencies/${lead}`, "/agencies", `/compare?areas=${commune},${other}&indicators=coverage-5g`,
        "/map?indicator=coverage-5g", `/figures/coverage-5g/${code}`, `/figures/coverage-5g/${commune}`, ...(observations.length > 0 ? [`/observations/${observations[0].id}`] : []),
        "/search?q=5g", "/milestones", "/operate/boundaries", "/indicators/no-such", `/indicators/coverage-5g?asof=${new Date(Date.now() + 7 * 3600e3).toISOString().slice(0, 10)}`,
      ];
    });
    after(() => ioc.stop());

    for (const [showing, [size, lang, theme, touched]] of SHOWINGS.entries()) {
      test(`${size}, ${lang}, ${theme}`, async () => {
        const wrong = [];
        const [width, height] = size.split("x").map(Number);
        // One session for all pages: what every page needs is fetched once.
        const session = await chrome.newContext({ bypassCSP: true, viewport: { width, height }, hasTouch: touched });
        const heard = [];
        const newPage = async () => watch(await session.newPage(), ioc.url, heard);
        for (const path of paths.filter((_, i) => (i + showing + (code === "75" ? 2 : 0)) % 4 === 0)) {
          const address = `${ioc.url}${path}${path.includes("?") ? "&" : "?"}lang=${lang}`;
          const { faults } = await look({ newPage }, address, size, {
            axe: true, allowScroll: true, legible: false, theme,
            also: async (page) => {
              const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
              return [...(touched ? (await small(page)).map((fault) => `too small to tap: ${fault}`) : []), ...(sideways > 1 ? [`runs ${sideways} px out of the page`] : [])];
            },
          });
          wrong.push(...[...faults, ...heard.splice(0)].map((fault) => `${path}: ${fault}`));
        }
        await session.close();
        assert.deepEqual(wrong, []);
      });
    }
  });
}
