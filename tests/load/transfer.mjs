// Bytes over the wire of a first visit (empty cache), fonts included, as Chromium counts them (Network.loadingFinished.encodedDataLength, headers included).
import { browser, options, report, round, sleep } from './lib/common.mjs';

const o = options({ url: 'http://127.0.0.1:8080', path: '/wall/load-24', 'settle-ms': 3000, width: 3840, height: 2160, 'max-kib': null },
  'transfer.mjs --url URL [--path /wall/load-24] [--settle-ms 3000] [--max-kib N]');
const chrome = await browser();
const context = await chrome.newContext({ viewport: { width: o.width, height: o.height } });
const page = await context.newPage();
const cdp = await context.newCDPSession(page);
await cdp.send('Network.enable');
await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
const requests = new Map();
let socketBytes = 0;
cdp.on('Network.requestWillBeSent', e => requests.set(e.requestId, { url: e.request.url, type: e.type, bytes: 0 }));
cdp.on('Network.responseReceived', e => { const r = requests.get(e.requestId); if (r) { r.status = e.response.status; r.encoding = Object.entries(e.response.headers).find(([k]) => k.toLowerCase() === 'content-encoding')?.[1]; } });
cdp.on('Network.loadingFinished', e => { const r = requests.get(e.requestId); if (r) r.bytes = e.encodedDataLength; });
cdp.on('Network.webSocketFrameReceived', e => { socketBytes += e.response.payloadData.length; });
await page.goto(`${o.url}${o.path}`, { waitUntil: 'load' });
await page.evaluate(() => document.fonts.ready.then(() => undefined));
await sleep(o['settle-ms']);
await chrome.close();
const list = [...requests.values()].filter(r => r.url.startsWith('http'));
const foreign = list.filter(r => !r.url.startsWith(o.url));
const total = list.reduce((a, r) => a + r.bytes, 0);
const byType = {};
for (const r of list) byType[r.type] = round(((byType[r.type] ?? 0) * 1024 + r.bytes) / 1024);
report('transfer', { url: o.url + o.path, requests: list.length, kib: round(total / 1024), byType, webSocketKiB: round(socketBytes / 1024), foreign: foreign.map(r => r.url), largest: list.sort((a, b) => b.bytes - a.bytes).slice(0, 10) },
  `${list.length} requests, ${round(total / 1024)} KiB (fonts ${byType.Font ?? 0} KiB), web socket ${round(socketBytes / 1024)} KiB, ${foreign.length} requests to other hosts`,
  { kib: [total / 1024, o['max-kib']], foreign: [foreign.length, 0] });
