// Watches the wall from outside of wall.js: veils it when nothing has been painted for 9 s, loads it anew after 60 s if the server answers.
const root = document.documentElement;
const veil = document.getElementById('veil');
const query = new URLSearchParams(location.search);
const jitterMs = Number.parseInt(query.get('jitter') ?? '10000', 10);
// A loss must be seen within 10 s of it: the check runs twice a second and the machine may be busy.
const VEIL_MS = 9000;
// `?reload=` in seconds, for tests and for whoever looks for a fault.
const RELOAD_MS = (Number.parseInt(query.get('reload') ?? '', 10) || 60) * 1000;
const ANSWER_MS = 5000;

let mark = '';
let markedAt = performance.now();
let asking = false;

function veilText() {
  const at = new Date(Number(root.dataset.paintedAt) + 7 * 3600e3).toISOString(); // Asia/Ho_Chi_Minh
  return `${veil.dataset.text} ${at.slice(11, 19)} ${at.slice(8, 10)}/${at.slice(5, 7)}`;
}

/** A network that swallows requests gives no answer at all: that is a no as well. */
const served = async address => (await fetch(address, { cache: 'reload', signal: AbortSignal.timeout(ANSWER_MS) })).ok;

async function reloadIfServed() {
  if (asking) return;
  asking = true;
  await new Promise(done => setTimeout(done, Math.random() * jitterMs));
  try {
    const stillDead = mark === root.dataset.paintedAt;
    if (stillDead && await served('/healthz') && await served(location.href)) location.reload();
  } catch { /* the server is away: keep the veil, ask again */ }
  asking = false;
}

setInterval(() => {
  const now = performance.now();
  if (mark !== root.dataset.paintedAt) {
    mark = root.dataset.paintedAt;
    markedAt = now;
    if (!veil.hidden) {
      veil.hidden = true;
      veil.textContent = '';
    }
  } else if (now - markedAt > VEIL_MS && veil.hidden) {
    veil.append(Object.assign(document.createElement('span'), { textContent: veilText() }));
    veil.hidden = false;
  } else if (now - markedAt > RELOAD_MS) {
    reloadIfServed();
  }
}, 500);
