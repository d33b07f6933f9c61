// A first visit with a cold cache over a slow line: bytes transferred and first paints, as a tablet in the field has them. The line is played by the browser.
import { browser, options, report, round } from './lib/common.mjs';

const o = options({ url: 'http://127.0.0.1:8080', path: '/', width: 820, height: 1180, 'mbit': 4, 'latency-ms': 60, runs: 3, 'settle-ms': 3000, 'max-kib': null, 'max-fcp-ms': null },
  'first-visit.mjs --url URL [--path /] [--mbit 4] [--latency-ms 60] [--runs 3] [--max-kib 500] [--max-fcp-ms 1500]');
const chrome = await browser();
const runs = [];
for (let run = 0; run < o.runs; run++) {
  const context = await chrome.newContext({ viewport: { width: o.width, height: o.height }, hasTouch: true });
  const page = await context.newPage();
  const line = await context.newCDPSession(page);
  await line.send('Network.enable');
  await line.send('Network.setCacheDisabled', { cacheDisabled: false });
  await line.send('Network.emulateNetworkConditions', { offline: false, latency: o['latency-ms'], downloadThroughput: o.mbit * 1e6 / 8, uploadThroughput: o.mbit * 1e6 / 8 });
  const files = new Map();
  let socket = 0;
  line.on('Network.responseReceived', e => files.set(e.requestId, { url: e.response.url, bytes: 0 }));
  line.on('Network.loadingFinished', e => { const file = files.get(e.requestId); if (file) file.bytes = e.encodedDataLength; });
  line.on('Network.webSocketFrameReceived', e => { socket += e.response.opcode === 2 ? e.response.payloadData.length * 0.75 : e.response.payloadData.length; });
  await page.addInitScript(() => { new PerformanceObserver(list => { globalThis.lcp = list.getEntries().at(-1).startTime; }).observe({ type: 'largest-contentful-paint', buffered: true }); });
  await page.goto(o.url + o.path, { waitUntil: 'load' });
  await page.waitForTimeout(o['settle-ms']);
  const paints = await page.evaluate(() => ({ fcp: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null, lcp: globalThis.lcp ?? null }));
  const largest = [...files.values()].sort((a, b) => b.bytes - a.bytes).map(f => `${new URL(f.url).pathname} ${round(f.bytes / 1024)}`);
  const kib = ([...files.values()].reduce((sum, f) => sum + f.bytes, 0) + socket) / 1024;
  runs.push({ fcpMs: round(paints.fcp), lcpMs: round(paints.lcp), kib: round(kib), socketKib: round(socket / 1024), largest: largest.slice(0, 12) });
  await context.close();
}
await chrome.close();
const worst = key => Math.max(...runs.map(r => r[key]));
report('first-visit', { runs }, `${o.path}: first paint ${worst('fcpMs')} ms, largest ${worst('lcpMs')} ms, ${worst('kib')} KiB (slowest of ${runs.length}; ${o.mbit} Mbit/s, ${o['latency-ms']} ms)`,
  { kib: [worst('kib'), o['max-kib']], fcpMs: [worst('fcpMs'), o['max-fcp-ms']] });
