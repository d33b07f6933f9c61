// N wall displays on the KPI hub while a poster changes tiles each second: time from before the POST to the receipt by the last wall.
// The walls live in worker threads; sender and receivers use the machine's one clock (performance.timeOrigin + now). A wall counts as served
// when a WallChanges with commit >= the answer's commit has reached it; the workers report per commit when their own last wall had it.
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { catalogue, cores, fail, loadIndicators, now, observations, options, ownUse, post, processUse, report, round, sleep, summary } from './lib/common.mjs';

if (isMainThread) await main();
else await worker();

async function main() {
  const o = options({ url: 'http://127.0.0.1:8080', key: '', 'key-file': '', pid: 0, dashboard: 'load-24', culture: 'vi-VN', 'tiles-per-page': 24, area: '82', walls: 1000, workers: 2, tiles: 24, seconds: 60, 'interval-ms': 1000, raw: false,
    floor: false, 'floor-url': '', 'floor-pid': 0, 'max-p95': null, 'max-cores': null, 'max-kib': null, 'max-floor-ratio': null },
  `walls.mjs --url URL --key-file FILE [--pid SERVER] [--walls 1000] [--tiles 24|1] [--seconds 60] [--raw] [--workers 2] [--dashboard load-24] [--culture vi-VN] [--tiles-per-page 24]
  [--floor --floor-url URL --floor-pid PID] [--max-p95 MS] [--max-cores N] [--max-kib KIB_PER_WALL] [--max-floor-ratio R]
  --raw: walls speak the SignalR JSON protocol over plain WebSockets (less client CPU). --floor: then the same measurement of tests/load/HubFloor with messages of the same size.`);
  if (!o.key) fail('No key: --key-file FILE, --key KEY or IOC_LOAD_KEY.');
  if (o.walls < 1 || o.walls > 5000 || o.seconds > 3600) fail('At most 5000 walls and 3600 seconds.');
  if (o.floor && !o['floor-url']) fail('--floor needs --floor-url.');
  const known = await catalogue(o.url);
  const result = await measure(o, known);
  // The floor sends as many bytes as the product did a moment ago, on the same machine under the same load.
  const bytesPerTile = Math.max(1, Math.round((result.messageBytes || 9600) / o.tiles) - 40);
  const floor = o.floor ? await measure({ ...o, url: o['floor-url'], pid: o['floor-pid'], query: `?bytesPerTile=${bytesPerTile}` }, known) : null;
  const ratio = floor ? round(result.lastWallMs.p95 / floor.lastWallMs.p95, 2) : null;
  const line = `${o.walls} walls, ${o.tiles} tiles: last wall p50 ${result.lastWallMs.p50} p95 ${result.lastWallMs.p95} ms, server ${result.serverCores ?? '?'} core, ${result.kibPerWall ?? '?'} KiB a wall, client ${result.clientCores} core, missed ${result.missed}`
    + (floor ? `; floor p50 ${floor.lastWallMs.p50} p95 ${floor.lastWallMs.p95} ms, ${floor.serverCores ?? '?'} core, ratio ${ratio}` : '');
  report('walls', { url: o.url, walls: o.walls, tiles: o.tiles, seconds: o.seconds, client: o.raw ? 'raw' : 'signalr', ...result, floor, floorRatio: ratio }, line,
    { p95: [result.lastWallMs.p95, o['max-p95']], cores: [result.serverCores, o['max-cores']], kib: [result.kibPerWall, o['max-kib']], floorRatio: [ratio, o['max-floor-ratio']], missed: [result.missed, 0] });
}

async function measure(o, known) {
  const rssBefore = processUse(o.pid);
  const share = Math.ceil(o.walls / o.workers);
  const workers = [];
  for (let left = o.walls; left > 0; left -= share) workers.push(new Worker(new URL(import.meta.url), { workerData: { ...o, count: Math.min(share, left) } }));
  const arrivals = new Map();
  const ready = workers.map(w => new Promise((resolve, reject) => {
    w.on('error', reject);
    w.on('message', m => {
      if (m.ready) resolve(m);
      else if (m.served) {
        const seen = arrivals.get(m.served) ?? { workers: 0, last: 0, first: Infinity, bytes: 0 };
        seen.workers++; seen.last = Math.max(seen.last, m.at); seen.first = Math.min(seen.first, m.first); seen.bytes = m.bytes;
        arrivals.set(m.served, seen);
      }
    });
  }));
  await Promise.all(ready);
  await sleep(2000);
  const codes = loadIndicators().slice(0, o.tiles);
  // Two unmeasured ticks: compiled code and warm pools on both sides.
  for (let i = 0; i < 2; i++) { await post(o.url, o.key, observations(codes, known, o.area, 100000 + i, 'wall'), o.query); await sleep(o['interval-ms']); }
  const before = processUse(o.pid);
  const client = ownUse();
  const ticks = [];
  const started = performance.now();
  const count = Math.floor(o.seconds * 1000 / o['interval-ms']);
  for (let tick = 0; tick < count; tick++) {
    const rows = observations(codes, known, o.area, tick, 'wall');
    const at = now();
    const answer = await post(o.url, o.key, rows, o.query);
    if (answer.rejected?.length) fail(`rejected: ${JSON.stringify(answer.rejected[0])}`);
    ticks.push({ at, answered: now() - at, commit: answer.commit });
    await sleep(Math.max(0, started + (tick + 1) * o['interval-ms'] - performance.now()));
  }
  await sleep(2000);
  const after = processUse(o.pid);
  const clientAfter = ownUse();
  const last = [];
  const firstWall = [];
  let missed = 0;
  let bytes = 0;
  const commits = [...arrivals.keys()].sort((a, b) => a - b);
  for (const tick of ticks) {
    // Changes of two commits may travel as one message: the first complete message at or after the answer's commit counts.
    const served = commits.find(c => c >= tick.commit && arrivals.get(c).workers === workers.length);
    if (served === undefined) { missed++; continue; }
    const seen = arrivals.get(served);
    last.push(seen.last - tick.at); firstWall.push(seen.first - tick.at); bytes = seen.bytes;
  }
  await Promise.all(workers.map(w => w.terminate()));
  return {
    lastWallMs: summary(last), firstWallMs: summary(firstWall), answeredMs: summary(ticks.map(t => t.answered)), missed, messageBytes: bytes,
    serverCores: cores(before, after), clientCores: cores(client, clientAfter),
    kibPerWall: rssBefore && after ? round((after.rssKiB - rssBefore.rssKiB) / o.walls) : null, kibPerWallAtStart: rssBefore && before ? round((before.rssKiB - rssBefore.rssKiB) / o.walls) : null,
  };
}

async function worker() {
  const o = workerData;
  const served = new Map();
  const onChanges = (commit, bytes) => {
    const at = now();
    const seen = served.get(commit) ?? { count: 0, first: at };
    if (++seen.count === o.count) { parentPort.postMessage({ served: commit, at, first: seen.first, bytes }); served.delete(commit); }
    else served.set(commit, seen);
    if (served.size > 300) served.delete(served.keys().next().value);
  };
  const open = o.raw ? openRaw : openSignalR;
  // Twenty at a time: the server's accept queue is not what is measured.
  for (let i = 0; i < o.count; i += 20) await Promise.all(Array.from({ length: Math.min(20, o.count - i) }, () => open(o, onChanges)));
  parentPort.postMessage({ ready: true });
}

async function openSignalR(o, onChanges) {
  const { HubConnectionBuilder, HttpTransportType, LogLevel } = await import('@microsoft/signalr');
  const hub = new HubConnectionBuilder().withUrl(`${o.url}/hubs/kpi`, { skipNegotiation: true, transport: HttpTransportType.WebSockets }).configureLogging(LogLevel.Error).build();
  const snapshot = new Promise(resolve => hub.on('WallSnapshot', resolve));
  hub.on('WallChanges', m => onChanges(m.commit, JSON.stringify(m.parts ?? []).length));
  for (const other of ['WallPage', 'Beat']) hub.on(other, () => {});
  hub.onclose(error => { throw new Error(`A wall lost its connection: ${error}`); });
  await hub.start();
  await hub.invoke('WatchWall', o.dashboard, o.culture, o['tiles-per-page']);
  await within(snapshot, 'WallSnapshot');
}

async function openRaw(o, onChanges) {
  const { default: WebSocket } = await import('ws');
  const socket = new WebSocket(`${o.url.replace(/^http/, 'ws')}/hubs/kpi`, { perMessageDeflate: false });
  let gotSnapshot;
  const snapshot = new Promise(resolve => { gotSnapshot = resolve; });
  socket.on('message', data => {
    // One socket message may hold several records.
    for (const record of data.toString('utf8').split('\u001e')) {
      if (record.length < 3) continue;
      // Only the head is parsed: a thousand walls parsing the same 10 KB would measure this client.
      if (record.startsWith('{"type":1')) {
        const target = /"target":"(\w+)"/.exec(record)?.[1];
        if (target === 'WallChanges') onChanges(Number(/"commit":(\d+)/.exec(record)?.[1]), record.length);
        else if (target === 'WallSnapshot') gotSnapshot();
      } else if (record.startsWith('{"type":7')) throw new Error(`The hub closed a wall: ${record.slice(0, 200)}`);
      else if (record.startsWith('{"type":3') && record.includes('"error"')) throw new Error(`WatchWall: ${record.slice(0, 300)}`);
    }
  });
  socket.on('error', error => { throw error; });
  await new Promise(resolve => socket.once('open', resolve));
  socket.send('{"protocol":"json","version":1}\u001e');
  socket.send(`${JSON.stringify({ type: 1, invocationId: '1', target: 'WatchWall', arguments: [o.dashboard, o.culture, o['tiles-per-page']] })}\u001e`);
  setInterval(() => socket.readyState === WebSocket.OPEN && socket.send('{"type":6}\u001e'), 15000);
  await within(snapshot, 'WallSnapshot');
}

function within(promise, what) {
  return Promise.race([promise, new Promise((_, reject) => setTimeout(() => reject(new Error(`No ${what} within 20 s`)), 20000).unref())]);
}
