// What all tools share: arguments, the loopback rule, percentiles, /proc, posting, the result line.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]', '::1']);

/** `--name value` and `--flag`; unknown names end the program, so that a typing error never measures something else. */
export function options(defaults, help) {
  const result = { ...defaults };
  const args = process.argv.slice(2);
  for (let i = 0; i < args.length; i++) {
    const name = args[i].replace(/^--/, '');
    if (name === 'help' || name === 'h') { console.log(help); process.exit(0); }
    if (!args[i].startsWith('--') || !(name in defaults)) fail(`Unknown option ${args[i]}\n${help}`);
    const standard = defaults[name];
    if (standard === false || standard === true) { result[name] = true; continue; }
    const value = args[++i];
    if (value === undefined) fail(`--${name} needs a value`);
    result[name] = typeof standard === 'number' || standard === null ? Number(value) : value;
    if ((typeof standard === 'number' || standard === null) && !Number.isFinite(result[name])) fail(`--${name} needs a number`);
  }
  for (const key of ['url', 'floor-url']) if (result[key]) result[key] = ownMachine(result[key]);
  if ('key' in result && !result.key) result.key = (process.env.IOC_LOAD_KEY ?? '').trim();
  if ('key-file' in result && result['key-file']) result.key = readFileSync(result['key-file'], 'utf8').trim();
  return result;
}

/** A load tool aimed at another machine is an attack: only loopback is allowed. */
export function ownMachine(url) {
  let parsed;
  try { parsed = new URL(url); } catch { fail(`Not an address: ${url}`); }
  if (!loopback.has(parsed.hostname)) fail(`Refused: ${parsed.hostname} is not loopback.`);
  return parsed.origin;
}

export function fail(message) { console.error(message); process.exit(1); }

export const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));
export const now = () => performance.timeOrigin + performance.now();

/** Nearest rank. */
export function percentile(values, part) {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(part * sorted.length) - 1))];
}
export const round = (value, digits = 1) => value === null || value === undefined ? null : Number(value.toFixed(digits));
export const summary = values => ({
  samples: values.length, p50: round(percentile(values, 0.5)), p95: round(percentile(values, 0.95)), p99: round(percentile(values, 0.99)),
  max: values.length ? round(values.reduce((a, b) => Math.max(a, b))) : null,
});

/** CPU seconds (user + system) and resident KiB of a process; null when it is gone or no id was given. */
export function processUse(pid) {
  if (!pid) return null;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return { cpu: (Number(fields[11]) + Number(fields[12])) / 100, rssKiB: rss ? Number(rss[1]) : 0, at: performance.now() };
  } catch { return null; }
}
/** The same for this program with all its threads. */
export const ownUse = () => { const u = process.cpuUsage(); return { cpu: (u.user + u.system) / 1e6, at: performance.now() }; };
export const cores = (a, b) => a && b ? round((b.cpu - a.cpu) / ((b.at - a.at) / 1000), 3) : null;

export const loadDashboard = () => JSON.parse(readFileSync(new URL('../dashboards/load-24.json', import.meta.url), 'utf8'));
export const loadIndicators = () => loadDashboard().pages[0].tiles.map(t => t.indicator);

/** Bounds and decimals of the indicators, from the server's own catalogue. */
export async function catalogue(url) {
  const answer = await fetch(`${url}/api/v1/indicators`);
  if (!answer.ok) fail(`GET /api/v1/indicators answered ${answer.status}`);
  const json = await answer.json();
  return new Map((Array.isArray(json) ? json : json.indicators ?? json.items).map(i => [i.code, i]));
}

/** Values that differ at the shown decimals from one tick to the next and stay inside the bounds. */
export function valueAt(indicator, tick) {
  const decimals = Math.min(4, Math.max(0, indicator?.decimals ?? 0));
  const min = Number(indicator?.min ?? 0);
  const max = Number(indicator?.max ?? min + 1000);
  const notch = 10 ** -decimals;
  const steps = Math.max(2, Math.min(400, Math.floor((max - min) / notch) - 1));
  return Number((min + notch * (1 + ((tick * 7) % steps))).toFixed(decimals));
}

/** Each instant is later than the one before, so that every post is the newest figure. */
let lastInstant = 0;
export function instant() {
  lastInstant = Math.max(lastInstant + 1, Date.now());
  return new Date(lastInstant).toISOString();
}

/** Observations of the given indicators for the province as a whole. */
export function observations(codes, known, area, tick, prefix = 'load') {
  const period = instant();
  return codes.map(code => ({ id: `${prefix}-${process.pid}-${lastInstant}-${tick}-${code}`, indicator: code, area, period, value: valueAt(known.get(code), tick) }));
}

export async function post(url, key, rows, query = '') {
  const answer = await fetch(`${url}/api/v1/observations${query}`, {
    method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` }, body: JSON.stringify({ observations: rows }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`POST answered ${answer.status}: ${text.slice(0, 300)}`);
  return JSON.parse(text);
}

/** Prints JSON, one line for a person, and ends with 1 if a bound is broken. `bounds`: name → [value, limit or null]. */
export function report(name, result, line, bounds = {}) {
  const broken = Object.entries(bounds).filter(([, [value, limit]]) => limit !== null && limit !== undefined && !(value !== null && value <= limit))
    .map(([bound, [value, limit]]) => `${bound}: ${value} > ${limit}`);
  console.log(JSON.stringify({ tool: name, ...result, broken }, null, 2));
  console.log(`${name}: ${line}${broken.length ? ` — BROKEN ${broken.join(', ')}` : ''}`);
  process.exit(broken.length ? 1 : 0);
}

export async function browser(extra = []) {
  const { chromium } = createRequire(import.meta.url)('playwright-core');
  return chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', ...extra],
  });
}
