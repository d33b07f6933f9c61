// A stand-in that keeps the contracts the tools rely on and nothing more: for self-test.mjs. It proves the tools, not the product.
// With --file the observations are kept in it (appended and synced before the answer); --lose skips the sync and the write now and then: a tool must notice.
import { appendFileSync, closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { loadIndicators } from './common.mjs';

const arg = name => { const i = process.argv.indexOf(`--${name}`); return i < 0 ? null : process.argv[i + 1] ?? ''; };
const port = Number(arg('port') ?? 0);
const file = arg('file');
const lose = process.argv.includes('--lose');
const stored = [];
const bySender = new Map();
const values = new Map();
let commit = 0;
const keep = item => { stored.push(item); bySender.set(item.senderId, item); values.set(item.indicator, item.value); commit = Math.max(commit, item.commit); };
if (file && existsSync(file)) for (const line of readFileSync(file, 'utf8').split('\n')) { try { if (line) keep(JSON.parse(line)); } catch { appendFileSync(file, '\n'); } }
const out = file ? openSync(file, 'a') : null;
const codes = loadIndicators();
const sockets = new Set();
const record = o => `${JSON.stringify(o)}\u001e`;
const parts = list => list.map(c => ({ id: `t${codes.indexOf(c)}`, slots: { value: String(values.get(c) ?? '–') } }));

const page = () => `<!doctype html><html lang="vi" data-commit="${commit}" data-sequence="0" data-painted-at=""><body>
${codes.map((c, i) => `<div data-part="t${i}" data-indicator="${c}" data-area="82"><b data-role="value">${values.get(c) ?? '–'}</b></div>`).join('\n')}
<script>
const s = new WebSocket('ws://' + location.host + '/hubs/kpi');
s.onopen = () => { s.send('{"protocol":"json","version":1}\\u001e'); s.send('{"type":1,"invocationId":"1","target":"WatchWall","arguments":["load-24","vi-VN",24]}\\u001e'); };
s.onmessage = e => { for (const r of e.data.split('\\u001e')) { if (!r) continue; const m = JSON.parse(r); if (m.target !== 'WallChanges') continue; const a = m.arguments[0];
  for (const p of a.parts) document.querySelector('[data-part=' + p.id + '] [data-role=value]').textContent = p.slots.value;
  document.documentElement.dataset.commit = a.commit; document.documentElement.dataset.sequence = a.sequence; document.documentElement.dataset.paintedAt = a.now; } };
</script></body></html>`;

const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://x');
  const json = (value, status = 200) => { response.writeHead(status, { 'content-type': 'application/json' }); response.end(JSON.stringify(value)); };
  if (url.pathname === '/healthz' || url.pathname === '/readyz') return json({});
  if (url.pathname === '/api/v1/indicators') return json({ indicators: codes.map(code => ({ code, unit: 'percent', kind: 'stock', cadence: 'monthly', breakdown: 'none', aggregation: 'province-only', weight: '', min: 0, max: 100, decimals: 1, targets: [{ year: 2030, value: 80 }], leadAgency: '' })) });
  if (url.pathname === '/api/v1/areas') return json([{ code: '82', level: 'province', population: 4370000 }]);
  if (url.pathname.startsWith('/wall/')) { response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }); return response.end(page()); }
  if (url.pathname !== '/api/v1/observations') return json({}, 404);
  if (request.method === 'GET') {
    const from = Number(url.searchParams.get('after') ?? 0);
    const all = stored.filter(s => s.indicator === url.searchParams.get('indicator'));
    return json({ items: all.slice(from, from + 100), next: from + 100 < all.length ? String(from + 100) : null });
  }
  if (request.headers.authorization !== 'Bearer test') return json({}, 401);
  let body = '';
  for await (const chunk of request) body += chunk;
  const fresh = [];
  let duplicates = 0;
  for (const row of JSON.parse(body).observations) {
    if (bySender.has(row.id)) { duplicates++; continue; }
    fresh.push({ id: stored.length + fresh.length + 1, senderId: row.id, indicator: row.indicator, area: row.area, period: row.period, value: row.value, revision: 1, commit: commit + 1 });
  }
  if (fresh.length) {
    const before = commit;
    for (const item of fresh) keep(item);
    if (out !== null && !(lose && before % 50 === 7)) { writeSync(out, fresh.map(f => `${JSON.stringify(f)}\n`).join('')); fsyncSync(out); }
    const message = record({ type: 1, target: 'WallChanges', arguments: [{ epoch: 'fake', sequence: commit, commit, now: new Date().toISOString(), parts: parts(fresh.map(f => f.indicator)) }] });
    for (const socket of sockets) socket.send(message);
  }
  json({ accepted: fresh.length, duplicates, rejected: [], commit });
});
const hub = new WebSocketServer({ server, path: '/hubs/kpi' });
hub.on('connection', socket => {
  socket.on('close', () => sockets.delete(socket));
  socket.on('message', data => {
    for (const text of data.toString().split('\u001e')) {
      if (!text) continue;
      const m = JSON.parse(text);
      if (m.protocol) socket.send('{}\u001e');
      else if (m.type === 1) {
        sockets.add(socket);
        socket.send(record({ type: 1, target: 'WallSnapshot', arguments: [{ epoch: 'fake', sequence: commit, commit, parts: parts(codes) }] }) + record({ type: 3, invocationId: m.invocationId, result: null }));
      }
    }
  });
});
server.listen(port, '127.0.0.1', () => { console.log(`http://127.0.0.1:${server.address().port}`); });
process.on('exit', () => { if (out !== null) closeSync(out); });
