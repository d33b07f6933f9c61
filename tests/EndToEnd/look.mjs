// Looks at pages as a wall would show them: screenshots at each size, and a list of everything that overflows, is clipped, overlaps or is too small to read.
//   node look.mjs URL [--out DIR] [--sizes 1920x1080,1080x1920] [--distance 6] [--height 1.37] [--portrait-height 2.43] [--axe] [--root .wall] [--allow-scroll]
// Exits with 1 and the list when anything is wrong. Other scripts can import `look`.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

export const SIZES = ['1920x1080', '3840x2160', '7680x4320', '5120x1440', '1080x1920'];
/** Cap height of Be Vietnam Pro over its font size (OS/2 table). */
export const CAP_HEIGHT = 0.74;
export const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });

/** Runs in the page. Everything it reports is a fault, except texts that end in an ellipsis by design (text-overflow). */
function inspect({ floorCap, valueCap, allowScroll, capHeight }) {
  const faults = [];
  const root = document.documentElement;
  if (!allowScroll && (root.scrollWidth > innerWidth || root.scrollHeight > innerHeight)) faults.push(`page scrolls: ${root.scrollWidth}x${root.scrollHeight} in ${innerWidth}x${innerHeight}`);

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const boxes = [];
  const name = e => `${e.closest('[data-part]')?.dataset.part ?? ''} ${e.className || e.dataset.slot || e.tagName} "${e.textContent.trim().slice(0, 50)}"`;
  const range = document.createRange();
  // Bars that stay while the page scrolls lie above its content by design.
  const layerOf = e => {
    for (let up = e; up && up !== document.body; up = up.parentElement) if (['fixed', 'sticky'].includes(getComputedStyle(up).position)) return up;
    return null;
  };
  const forReaders = e => { // clipped away, for screen readers only
    for (let up = e; up; up = up.parentElement) {
      const s = getComputedStyle(up);
      if (s.clipPath !== 'none' && s.position === 'absolute') return true;
    }
    return false;
  };
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.nodeValue.trim();
    const element = node.parentElement;
    if (!text || !element.checkVisibility({ visibilityProperty: true })) continue;
    const style = getComputedStyle(element);
    if (forReaders(element)) continue;
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()].filter(r => r.width > 0.5 && r.height > 0.5);
    if (rects.length === 0) { faults.push(`not drawn: ${name(element)}`); continue; }

    const cap = Number.parseFloat(style.fontSize) * capHeight;
    const floor = element.dataset.role === 'value' && element.closest('[data-figure="own"]') ? valueCap : floorCap;
    if (floor && cap < floor * 0.985) faults.push(`too small: capitals ${cap.toFixed(1)} px, need ${floor.toFixed(1)}: ${name(element)}`);

    const size = Number.parseFloat(style.fontSize);
    for (const r of rects) {
      const box = { left: r.left, right: r.right, top: (r.top + r.bottom) / 2 - size * 0.48, bottom: (r.top + r.bottom) / 2 + size * 0.42, element, layer: allowScroll ? layerOf(element) : null };
      for (let up = element; up && up !== document.body.parentElement; up = up.parentElement) {
        const s = getComputedStyle(up);
        if (s.overflowX === 'visible' && s.overflowY === 'visible') continue;
        const u = up.getBoundingClientRect();
        const ellipsis = s.textOverflow === 'ellipsis';
        // Whole words left out (a second line out of sight) and clamped lines are by design, but worth knowing.
        if (s.flexWrap === 'wrap' && box.top > u.bottom - 1) { (inspect.cut ??= []).push(`left out ${name(element)}`); box.hidden = true; break; }
        if (s.webkitLineClamp !== 'none' && box.top > u.bottom - 1) { (inspect.cut ??= []).push(`clamped ${name(element)}`); box.hidden = true; break; }
        // What lies beyond the edge of something that scrolls is reached by scrolling.
        const out = (overflow, from, to, low, high) => ['auto', 'scroll'].includes(overflow) && (from < low - 1 || to > high + 1);
        if (out(s.overflowX, box.left, box.right, u.left, u.right) || out(s.overflowY, box.top, box.bottom, u.top, u.bottom)) { box.hidden = true; break; }
        if (!ellipsis && (box.left < u.left - 1 || box.right > u.right + 1)) { faults.push(`cut sideways by ${up.className || up.tagName}: ${name(element)}`); break; }
        if (box.top < u.top - 1 || box.bottom > u.bottom + 1) { faults.push(`cut in height by ${up.className || up.tagName}: ${name(element)}`); break; }
        if (ellipsis) box.right = Math.min(box.right, u.right), box.cut = r.right > u.right + 1;
      }
      if (box.hidden) continue;
      if (!allowScroll && (box.left < -1 || box.right > innerWidth + 1 || box.top < -1 || box.bottom > innerHeight + 1)) faults.push(`outside of the picture: ${name(element)}`);
      if (box.cut) (inspect.cut ??= []).push(name(element));
      boxes.push(box);
    }
  }

  const overlap = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  const shapes = [...document.querySelectorAll('.tile-bar, .tile-gap > .mark, .banner')].filter(e => e.checkVisibility()).map(e => ({ ...e.getBoundingClientRect().toJSON(), element: e }));
  for (let i = 0; i < boxes.length; i++) {
    for (let j = i + 1; j < boxes.length; j++) {
      if (boxes[i].element !== boxes[j].element && boxes[i].layer === boxes[j].layer && overlap(boxes[i], boxes[j])) faults.push(`overlap: ${name(boxes[i].element)} / ${name(boxes[j].element)}`);
    }
    for (const shape of shapes) {
      if (boxes[i].layer === null && !shape.element.contains(boxes[i].element) && overlap(boxes[i], shape)) faults.push(`overlap: ${name(boxes[i].element)} / ${shape.element.getAttribute('class')}`);
    }
  }
  for (const tile of document.querySelectorAll('.tile')) {
    if (tile.checkVisibility() && tile.scrollHeight > tile.clientHeight + 1) faults.push(`tile too full by ${tile.scrollHeight - tile.clientHeight} px: ${tile.dataset.part} ${tile.dataset.indicator}`);
  }
  const cut = [...new Set(inspect.cut ?? [])];
  return { faults: [...new Set(faults)], cut };
}

/** Looks at one page at one size; `also` may look at the same page and gives faults of its own. `cut` lists texts shortened by an ellipsis: allowed, but worth knowing. */
export async function look(browser, url, size, { out, distance = 6, height = 1.37, portraitHeight = 2.43, axe = false, allowScroll = false, legible = true, theme, also } = {}) {
  const [width, tall] = size.split('x').map(Number);
  const page = await browser.newPage({ bypassCSP: true, viewport: { width, height: tall } });
  try {
    if (theme) await page.context().addCookies([{ name: 'theme', value: theme, url }]);
    await page.goto(url, { waitUntil: 'load' });
    // A page that becomes interactive is without its title for a moment.
    await page.waitForFunction(() => document.title, null, { timeout: 5000 }).catch(() => {});
    await page.evaluate(() => document.fonts.ready);
    const metres = tall > width ? portraitHeight : height;
    const caps = legible ? { floorCap: distance / 215 / metres * tall, valueCap: distance / 75 / metres * tall } : {};
    const { faults, cut } = await page.evaluate(inspect, { ...caps, allowScroll, capHeight: CAP_HEIGHT });
    if (also) faults.push(...await also(page));
    if (out) {
      mkdirSync(out, { recursive: true });
      await page.screenshot({ path: `${out}/${new URL(url).pathname.split('/').pop().replace(/\W+/g, '-') || 'index'}-${size}.png` });
    }
    if (axe) {
      await page.addScriptTag({ content: readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8') });
      const result = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
      for (const v of result.violations) faults.push(`axe ${v.id} (${v.impact}): ${v.help}: ${v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(' | ')}`);
    }
    return { faults, cut };
  } finally {
    await page.close();
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const args = process.argv.slice(2);
  const option = (name, fallback) => args.includes(`--${name}`) ? args[args.indexOf(`--${name}`) + 1] : fallback;
  const url = args.find(a => /^\w+:\/\//.test(a));
  if (!url) { console.error('usage: node look.mjs URL [--out DIR] [--sizes WxH,…] [--axe]'); process.exit(2); }
  const browser = await launch();
  let bad = 0;
  try {
    for (const size of option('sizes', SIZES.join(',')).split(',')) {
      const { faults, cut } = await look(browser, url, size, {
        out: option('out'), distance: Number(option('distance', 6)), height: Number(option('height', 1.37)), portraitHeight: Number(option('portrait-height', 2.43)),
        axe: args.includes('--axe'), allowScroll: args.includes('--allow-scroll'), legible: !args.includes('--no-legibility'),
      });
      bad += faults.length;
      console.log(`${size}: ${faults.length === 0 ? 'clean' : `${faults.length} faults`}${cut.length ? `; shortened: ${cut.join('; ')}` : ''}`);
      for (const fault of faults) console.log(`  ${fault}`);
    }
  } finally {
    await browser.close();
  }
  process.exitCode = bad > 0 ? 1 : 0;
}
