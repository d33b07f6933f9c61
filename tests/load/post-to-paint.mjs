// Time from just before a POST to the frame that shows its values, on a 4K wall page.
// The page itself sends the POST (same origin), so that one clock, the page's performance.now(), measures both ends. The price: the request
// shares the page's process with the painting; that can only make the number worse, never better.
// "Painted" = the animation frame after the change: the first requestAnimationFrame callback after the DOM holds the values. "Produced" = a message posted
// from that callback, which runs once the frame was handed over. Chromium without a GPU rasterizes on the CPU; the display's own delay is in neither.
import { browser, catalogue, fail, loadIndicators, observations, options, report, sleep, summary } from './lib/common.mjs';

const o = options({ url: 'http://127.0.0.1:8080', key: '', 'key-file': '', dashboard: 'load-24', area: '82', samples: 100, tiles: 0, width: 3840, height: 2160, 'gap-ms': 250, 'max-p50': null, 'max-p95': null },
  `post-to-paint.mjs --url URL --key-file FILE [--dashboard load-24] [--area 82] [--samples 100] [--tiles 1|24] [--gap-ms 250] [--max-p50 MS] [--max-p95 MS]
  --tiles 1 changes one tile, 24 all of them; without it both are measured (the bounds then hold for the one-tile mode only).`);
if (!o.key) fail('No key: --key-file FILE, --key KEY or IOC_LOAD_KEY.');
const known = await catalogue(o.url);
const codes = loadIndicators();
const chrome = await browser();
try {
  const page = await chrome.newPage({ viewport: { width: o.width, height: o.height } });
  await page.goto(`${o.url}/wall/${o.dashboard}?page=1`, { waitUntil: 'load' });
  await page.waitForFunction(() => document.documentElement.dataset.sequence !== undefined && document.querySelectorAll('[data-indicator] [data-role=value]').length > 0, null, { timeout: 20000 });
  const shown = await page.$$eval('[data-indicator]', tiles => tiles.filter(t => t.checkVisibility()).map(t => t.dataset.indicator));
  const use = codes.filter(c => shown.includes(c)); // of the page in sight: a change elsewhere paints nothing
  if (use.length === 0) fail('The wall shows none of the indicators of load-24.json.');

  const modes = o.tiles === 0 ? [1, use.length] : [Math.min(o.tiles, use.length)];
  const results = {};
  let tick = 1;
  for (const mode of modes) {
    const times = [];
    const acks = [];
    const produced = [];
    let lost = 0;
    for (let i = -5; i < o.samples; i++, tick++) {
      const chosen = mode === 1 ? [use[((i % use.length) + use.length) % use.length]] : use.slice(0, mode);
      const sample = await page.evaluate(measure, { rows: observations(chosen, known, o.area, tick, 'paint'), key: o.key, area: o.area });
      if (sample.error) fail(sample.error);
      if (i >= 0) {
        if (sample.painted === null) lost++;
        else { times.push(sample.painted); acks.push(sample.answered); produced.push(sample.produced); }
      }
      // Past the server's coalescing window: this measures one change on a quiet wall. --gap-ms 0 measures the crowded one.
      if (o['gap-ms']) await sleep(o['gap-ms'] + (i % 7) * 3);
    }
    results[mode === 1 ? 'oneTile' : 'allTiles'] = { tiles: mode, lost, paintedMs: summary(times), producedMs: summary(produced), answeredMs: summary(acks) };
  }
  const first = Object.values(results)[0];
  const line = Object.entries(results).map(([n, r]) => `${n} (${r.tiles}) painted p50 ${r.paintedMs.p50} p95 ${r.paintedMs.p95} max ${r.paintedMs.max} ms, frame produced p50 ${r.producedMs.p50} p95 ${r.producedMs.p95} ms, answer p50 ${r.answeredMs.p50} ms, lost ${r.lost}`).join('; ');
  report('post-to-paint', { url: o.url, viewport: `${o.width}x${o.height}`, clock: "the page's performance.now() for both ends", ...results }, line,
    { p50: [first.paintedMs.p50, o['max-p50']], p95: [first.paintedMs.p95, o['max-p95']], lost: [Object.values(results).reduce((a, r) => a + r.lost, 0), 0] });
} finally {
  await chrome.close();
}

// Runs in the page.
async function measure({ rows, key, area }) {
  const html = document.documentElement;
  const tiles = rows.map(r => {
    const of = [...document.querySelectorAll(`[data-indicator="${r.indicator}"]`)];
    return (of.find(t => t.dataset.area === area) ?? of[0]).querySelector('[data-role=value]');
  });
  const before = tiles.map(t => t.textContent);
  const changed = new Array(tiles.length).fill(false);
  let commit = null;
  let settle;
  const done = new Promise(resolve => { settle = resolve; });
  const frames = [];
  // A frame is kept with the commit that the page shows in it; the answer, which names the commit, may come later than the frame.
  const look = () => {
    tiles.forEach((t, i) => { if (t.textContent !== before[i]) changed[i] = true; });
    if (!changed.every(Boolean)) return;
    const shownCommit = Number(html.dataset.commit ?? -1);
    requestAnimationFrame(() => {
      const at = performance.now();
      const channel = new MessageChannel();
      channel.port1.onmessage = () => { frames.push({ at, produced: performance.now(), commit: shownCommit }); check(); };
      channel.port2.postMessage(0);
    });
  };
  const check = () => {
    if (commit === null) return;
    const frame = frames.find(f => f.commit >= commit);
    if (frame) settle(frame);
  };
  const observer = new MutationObserver(look);
  observer.observe(html, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['data-commit', 'data-sequence', 'data-painted-at'] });
  const body = JSON.stringify({ observations: rows });
  const start = performance.now();
  const answer = await fetch('/api/v1/observations', { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` }, body });
  const json = answer.ok ? await answer.json() : null;
  const answered = performance.now() - start;
  if (!json) { observer.disconnect(); return { error: `POST answered ${answer.status}` }; }
  if (json.rejected?.length) { observer.disconnect(); return { error: `rejected: ${JSON.stringify(json.rejected[0])}` }; }
  commit = json.commit;
  check();
  const frame = await Promise.race([done, new Promise(r => setTimeout(() => r(null), 3000))]);
  observer.disconnect();
  return { painted: frame === null ? null : frame.at - start, produced: frame === null ? null : frame.produced - start, answered };
}
