// Keeps a server-rendered wall alive: patches the slots of its parts from the hub, keeps the clock, and finds back by itself after any outage.
// Runs for months: nothing here grows with messages. No listener, timer or array is added per message.
import { HttpTransportType, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';

const root = document.documentElement;
const data = root.dataset;
const query = new URLSearchParams(location.search);
const pinned = Number.parseInt(query.get('page') ?? '', 10);
const tilesPerPage = Number.parseInt(query.get('tiles') ?? data.tilesPerPage, 10) || 12;
const jitterMs = Number.parseInt(query.get('jitter') ?? '10000', 10);

const SILENCE_MS = 6000;
const CONNECT_MS = 4000;
// A connect that hangs, the longest delay, a quarter more by chance, and a connect that succeeds fit into the 15 s in which a wall has to be back.
const DELAYS_MS = [500, 1000, 2000, 4000, 5000];

let epoch = '';
let sequence = -1;
let connection = null;
let heardAt = performance.now();
let asking = false;
let reloading = false;

// ---- time: the server's, carried on by the monotonic clock -------------------------------------------------------
let clockOffset = Number(data.now) - performance.now();
const serverNow = () => performance.now() + clockOffset;
const clock = document.querySelector('[data-role="clock"]');
const two = n => String(n).padStart(2, '0');

function tick() {
  const local = new Date(serverNow() + 7 * 3600e3); // Asia/Ho_Chi_Minh, UTC+7 all year
  const text = `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}:${two(local.getUTCSeconds())}`;
  if (clock && clock.textContent !== text) clock.textContent = text;
  setTimeout(tick, 1000 - (serverNow() % 1000) + 5);
}

function setNow(now) {
  if (Number.isFinite(now)) clockOffset = now - performance.now();
}

// ---- painting ----------------------------------------------------------------------------------------------------
// Parts are looked up once: the document never gains or loses one.
const parts = new Map();
for (const element of document.querySelectorAll('[data-part]')) {
  const slots = new Map();
  for (const inner of element.querySelectorAll('[data-slot]')) slots.set(inner.dataset.slot, inner);
  parts.set(element.dataset.part, { element, slots, changedAt: 0 });
}

function setAttribute(element, name, text) {
  if (text === '') element.removeAttribute(name);
  else if (element.getAttribute(name) !== text) element.setAttribute(name, text);
}

function patch(update, tint) {
  const part = parts.get(update.id);
  if (!part) return;
  for (const name in update.slots) {
    const text = update.slots[name];
    if (name[0] === '@') {
      setAttribute(part.element, name.slice(1), text);
      continue;
    }
    const dot = name.indexOf('.');
    const target = part.slots.get(dot < 0 ? name : name.slice(0, dot));
    if (!target) continue;
    if (dot >= 0) setAttribute(target, name.slice(dot + 1), text);
    else if (target.textContent !== text) target.textContent = text;
  }
  if (tint) {
    part.changedAt = performance.now();
    setAttribute(part.element, 'data-changed', 'true');
  }
}

// One timer for all tiles takes the tint away again.
setInterval(() => {
  const before = performance.now() - 2000;
  for (const part of parts.values()) {
    if (part.changedAt === 0 || part.changedAt > before) continue;
    part.changedAt = 0;
    part.element.removeAttribute('data-changed');
  }
}, 250);

function apply(message, tint) {
  setNow(message.now);
  for (const update of message.parts) patch(update, tint && update.id[0] === 't');
  epoch = message.epoch;
  sequence = message.sequence;
  data.epoch = epoch;
  data.sequence = String(sequence);
  data.commit = String(message.commit);
  painted();
}

const markPainted = () => {
  frameAsked = false;
  data.paintedAt = String(Math.round(serverNow()));
};
let frameAsked = false;
function painted() {
  if (frameAsked) return;
  frameAsked = true;
  requestAnimationFrame(markPainted);
}

function show(page) {
  const pages = document.querySelectorAll('[data-page]:not(html)');
  if (pages.length === 0) return;
  const wanted = Number.isFinite(pinned) ? Math.min(Math.max(pinned - 1, 0), pages.length - 1) : page;
  if (!(wanted >= 0 && wanted < pages.length)) return;
  for (const section of pages) section.hidden = Number(section.dataset.page) !== wanted;
  for (const title of document.querySelectorAll('[data-title]')) title.hidden = Number(title.dataset.title) !== wanted;
  for (const dot of document.querySelectorAll('[data-dot]')) setAttribute(dot, 'data-current', Number(dot.dataset.dot) === wanted ? 'true' : '');
  data.page = String(wanted);
}

// ---- a new build of the server: load the page anew, but never into a failure ----------------------------------------
async function reloadWhenReady() {
  if (reloading) return;
  reloading = true;
  await new Promise(done => setTimeout(done, Math.random() * jitterMs));
  try {
    const answer = await fetch(location.href, { cache: 'reload', signal: AbortSignal.timeout(CONNECT_MS) });
    if (answer.ok) {
      location.reload();
      return;
    }
  } catch { /* not back yet: the next beat asks again */ }
  reloading = false;
}

function checkBuild(build) {
  if (build && build !== data.build) reloadWhenReady();
}

// ---- messages ------------------------------------------------------------------------------------------------------
function watch() {
  if (asking || !connection) return;
  asking = true;
  const asked = connection;
  asked.invoke('WatchWall', data.dashboard, data.culture, tilesPerPage).then(
    () => { if (asked === connection) asking = false; },
    () => { if (asked === connection) { asking = false; asked.stop(); } });
}

function onSnapshot(message) {
  heardAt = performance.now();
  checkBuild(message.build);
  apply(message, false);
  show(message.page);
}

function onChanges(message) {
  heardAt = performance.now();
  checkBuild(message.build);
  if (message.epoch !== epoch || message.sequence > sequence + 1) {
    watch();
    return;
  }
  if (message.sequence <= sequence) return; // the snapshot already held it
  apply(message, true);
}

function onBeat(message) {
  heardAt = performance.now();
  setNow(message.now);
  checkBuild(message.build);
  if (message.epoch !== epoch || message.sequence > sequence) {
    watch();
    return;
  }
  data.commit = String(message.commit);
  show(message.page);
  painted();
}

function onPage(message) {
  heardAt = performance.now();
  setNow(message.now);
  show(message.page);
}

// ---- connection: a fresh one each time, without end -------------------------------------------------------------------
/** A network that swallows packets never says no, and browsers let a socket that still hopes hold up all later ones to the same place. */
class ImpatientSocket extends WebSocket {
  constructor(...address) {
    super(...address);
    const late = setTimeout(() => this.close(), CONNECT_MS);
    this.addEventListener('open', () => clearTimeout(late));
    this.addEventListener('close', () => clearTimeout(late));
  }
}

async function connectOnce() {
  // Straight to the WebSocket, which is always a new connection: a request to negotiate could wait on a kept one that the network has long forgotten.
  const straight = { transport: HttpTransportType.WebSockets, skipNegotiation: true, WebSocket: ImpatientSocket };
  const fresh = new HubConnectionBuilder().withUrl('/hubs/kpi', straight).configureLogging(LogLevel.None).build();
  fresh.serverTimeoutInMilliseconds = 15000;
  fresh.keepAliveIntervalInMilliseconds = 5000;
  fresh.on('WallSnapshot', onSnapshot);
  fresh.on('WallChanges', onChanges);
  fresh.on('WallPage', onPage);
  fresh.on('Beat', onBeat);
  const closed = new Promise(done => fresh.onclose(done));
  let silent;
  try {
    heardAt = performance.now();
    silent = setInterval(() => { if (performance.now() - heardAt > SILENCE_MS) fresh.stop(); }, 1000);
    await fresh.start();
    connection = fresh;
    asking = false;
    watch();
    await closed;
    return true;
  } catch {
    return false;
  } finally {
    clearInterval(silent);
    connection = null;
    asking = false;
    fresh.stop().catch(() => {});
  }
}

async function run() {
  let failures = 0;
  for (;;) {
    failures = await connectOnce() ? 0 : failures + 1;
    const delay = DELAYS_MS[Math.min(failures, DELAYS_MS.length - 1)];
    await new Promise(done => setTimeout(done, delay * (0.75 + Math.random() * 0.5)));
  }
}

show(Number(data.page));
tick();
run();
