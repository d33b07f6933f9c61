// Time of each kind of leaders' page at the server: whole documents over loopback, one after the other, of many indicators, communes and observations,
// now and as of days of the past. Nothing is asked for twice before everything has been asked for once, so caches of single pages do not help.
import { fail, options, percentile, report, round, summary } from './lib/common.mjs';

const o = options({ url: 'http://127.0.0.1:8080', each: 100, seed: 1, 'past-days': 200, 'max-p95': null },
  'pages.mjs --url URL [--each 100] [--seed 1] [--past-days 200] [--max-p95 150]');
if (o.each > 2000) fail('At most 2000 of each kind.');

let state = o.seed >>> 0;
/** A small seeded generator, so that two runs ask for the same pages. */
const random = () => { state = (state + 0x6d2b79f5) >>> 0; let t = state; t = Math.imul(t ^ (t >>> 15), t | 1); t ^= t + Math.imul(t ^ (t >>> 7), t | 61); return ((t ^ (t >>> 14)) >>> 0) / 4294967296; };
const pick = (list) => list[Math.floor(random() * list.length)];
const get = async (path) => { const answer = await fetch(o.url + path); if (!answer.ok) fail(`GET ${path} answered ${answer.status}`); return answer.json(); };

const { indicators, province } = await get('/api/v1/indicators');
const { areas } = await get('/api/v1/areas');
const codes = indicators.filter((i) => i.targets.length > 0).map((i) => i.code);
const split = indicators.filter((i) => i.breakdown.includes('commune') || i.breakdown === 'both').map((i) => i.code);
const communes = areas.filter((a) => a.level === 'commune').map((a) => a.code);
const agencies = [...new Set(indicators.map((i) => i.leadAgency))];
const ids = [];
for (let i = 0; i < 40; i++) for (const found of (await get(`/api/v1/observations?indicator=${pick(codes)}&after=${Math.floor(random() * 5e6)}`)).items) ids.push(found.id);
const day = () => new Date(Date.now() - Math.floor(1 + random() * o['past-days']) * 864e5).toISOString().slice(0, 10);
const several = (list, n) => [...new Set(Array.from({ length: n }, () => pick(list)))].join(',');

const kinds = {
  overview: () => `/?n=${Math.floor(random() * 1e9)}`,
  indicator: () => `/indicators/${pick(codes)}?n=${Math.floor(random() * 1e9)}`,
  commune: () => `/areas/${pick(communes)}?n=${Math.floor(random() * 1e9)}`,
  agency: () => `/agencies/${pick(agencies)}?n=${Math.floor(random() * 1e9)}`,
  compare: () => `/compare?areas=${several(communes, 4)}&indicators=${several(split, 8)}`,
  map: () => `/map?indicator=${pick(split)}&n=${Math.floor(random() * 1e9)}`,
  'figure of a commune': () => `/figures/${pick(split)}/${pick(communes)}?n=${Math.floor(random() * 1e9)}`,
  'figure of the province': () => `/figures/${pick(codes)}/${province}?n=${Math.floor(random() * 1e9)}`,
  observation: () => `/observations/${pick(ids)}?n=${Math.floor(random() * 1e9)}`,
  document: () => `/documents/${1 + Math.floor(random() * 1000)}?n=${Math.floor(random() * 1e9)}`,
  search: () => `/search?q=${encodeURIComponent(pick(indicators).shortVi.split(' ')[0] + ' ' + pick(areas).shortName)}`,
  'indicator as of a day': () => `/indicators/${pick(codes)}?asof=${day()}`,
  'overview as of a day': () => `/?asof=${day()}&n=${Math.floor(random() * 1e9)}`,
  'commune as of a day': () => `/areas/${pick(communes)}?asof=${day()}`,
};

const result = {};
const all = [];
let missing = 0;
for (const [kind, make] of Object.entries(kinds)) {
  // One unmeasured: compiled code.
  for (let i = 0; i < 3; i++) await (await fetch(o.url + make())).arrayBuffer();
  const times = [], firstBytes = [], sizes = [];
  for (let i = 0; i < o.each; i++) {
    const path = make();
    const at = performance.now();
    const answer = await fetch(o.url + path, { headers: { 'accept-encoding': 'br' } });
    firstBytes.push(performance.now() - at);
    const body = await answer.arrayBuffer();
    times.push(performance.now() - at);
    sizes.push(body.byteLength / 1024);
    if (answer.status === 404) missing++;
    else if (!answer.ok) fail(`GET ${path} answered ${answer.status}`);
  }
  all.push(...times);
  result[kind] = { ms: summary(times), documentKiB: round(percentile(sizes, 0.5)) };
  console.error(`${kind.padEnd(26)} p50 ${String(round(percentile(times, 0.5))).padStart(7)}  p95 ${String(round(percentile(times, 0.95))).padStart(7)}  max ${String(round(Math.max(...times))).padStart(7)} ms  ${round(percentile(sizes, 0.5))} KiB`);
}
const worst = Math.max(...Object.values(result).map((r) => r.ms.p95));
report('pages', { url: o.url, each: o.each, missing, kinds: result, all: summary(all) }, `${Object.keys(kinds).length} kinds of pages: worst p95 ${worst} ms, all p50 ${round(percentile(all, 0.5))} p95 ${round(percentile(all, 0.95))} ms, ${missing} not found`, { p95: [worst, o['max-p95']] });
