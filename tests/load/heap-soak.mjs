// A wall left open: the page's heap after a forced collection and the server's resident memory, each minute, at one update a second.
import { browser, catalogue, fail, loadIndicators, observations, options, post, processUse, report, round, sleep } from './lib/common.mjs';

const o = options({ url: 'http://127.0.0.1:8080', key: '', 'key-file': '', pid: 0, dashboard: 'load-24', area: '82', minutes: 15, tiles: 24, 'minute-ms': 60000, 'warm-minutes': 5, width: 3840, height: 2160, 'max-heap-kib-per-minute': null, 'max-rss-kib-per-minute': null },
  'heap-soak.mjs --url URL --key-file FILE [--pid SERVER] [--minutes 15] [--tiles 24] [--warm-minutes 5] [--max-heap-kib-per-minute N] [--max-rss-kib-per-minute N]');
if (!o.key) fail('No key: --key-file FILE, --key KEY or IOC_LOAD_KEY.');
const known = await catalogue(o.url);
const codes = loadIndicators().slice(0, o.tiles);
const chrome = await browser();
const context = await chrome.newContext({ viewport: { width: o.width, height: o.height } });
const page = await context.newPage();
let errors = 0;
page.on('pageerror', () => errors++);
page.on('console', m => { if (m.type() === 'error' && !m.location().url.endsWith('/favicon.ico')) errors++; });
await page.goto(`${o.url}/wall/${o.dashboard}`, { waitUntil: 'load' });
const cdp = await context.newCDPSession(page);
await cdp.send('HeapProfiler.enable');
await cdp.send('Performance.enable');
const table = [];
let tick = 0;
const start = performance.now();
for (let minute = 0; minute <= o.minutes; minute++) {
  while (minute > 0 && performance.now() < start + minute * o['minute-ms']) {
    await post(o.url, o.key, observations(codes, known, o.area, tick++, 'soak'));
    await sleep(Math.max(0, start + tick * 1000 - performance.now()));
  }
  await cdp.send('HeapProfiler.collectGarbage');
  await cdp.send('HeapProfiler.collectGarbage');
  const { metrics } = await cdp.send('Performance.getMetrics');
  const of = name => metrics.find(m => m.name === name)?.value ?? 0;
  const row = { minute, heapKiB: round((await cdp.send('Runtime.getHeapUsage')).usedSize / 1024), nodes: of('Nodes'), listeners: of('JSEventListeners'), serverRssKiB: processUse(o.pid)?.rssKiB ?? null };
  table.push(row);
  console.log(`minute ${String(row.minute).padStart(4)}  heap ${String(row.heapKiB).padStart(9)} KiB  nodes ${String(row.nodes).padStart(6)}  listeners ${String(row.listeners).padStart(4)}  server ${row.serverRssKiB ?? '-'} KiB`);
}
await chrome.close();
const warm = table.filter(r => r.minute >= Math.min(o['warm-minutes'], o.minutes - 1));
const heapSlope = slope(warm, r => r.heapKiB);
const rssSlope = o.pid ? slope(warm, r => r.serverRssKiB) : null;
report('heap-soak', { url: o.url, minutes: o.minutes, updates: tick, pageErrors: errors, heapKiBPerMinute: heapSlope, serverRssKiBPerMinute: rssSlope, table },
  `${o.minutes} min, ${tick} updates: heap ${heapSlope} KiB/min, server ${rssSlope ?? '?'} KiB/min after minute ${o['warm-minutes']}, ${errors} page errors`,
  { heap: [heapSlope, o['max-heap-kib-per-minute']], rss: [rssSlope, o['max-rss-kib-per-minute']] });

/** Least squares over the minutes. */
function slope(rows, value) {
  const n = rows.length;
  const mx = rows.reduce((a, r) => a + r.minute, 0) / n;
  const my = rows.reduce((a, r) => a + value(r), 0) / n;
  const bottom = rows.reduce((a, r) => a + (r.minute - mx) ** 2, 0);
  return bottom === 0 ? 0 : round(rows.reduce((a, r) => a + (r.minute - mx) * (value(r) - my), 0) / bottom, 2);
}
