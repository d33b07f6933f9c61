// Watches the wall from outside of wall.js: veils it when nothing has been painted for 10 s, loads it anew after 60 s if the server answers.
const root = document.documentElement;
const veil = document.getElementById('veil');
const jitterMs = Number.parseInt(new URLSearchParams(location.search).get('jitter') ?? '10000', 10);
const VEIL_MS = 10000;
const RELOAD_MS = 60000;

let mark = '';
let markedAt = performance.now();
let asking = false;

function veilText() {
  const at = new Date(Number(root.dataset.paintedAt) + 7 * 3600e3).toISOString(); // Asia/Ho_Chi_Minh
  return `${veil.dataset.text} ${at.slice(11, 19)} ${at.slice(8, 10)}/${at.slice(5, 7)}`;
}

async function reloadIfServed() {
  if (asking) return;
  asking = true;
  await new Promise(done => setTimeout(done, Math.random() * jitterMs));
  try {
    const stillDead = mark === root.dataset.paintedAt;
    if (stillDead && (await fetch('/healthz', { cache: 'no-store' })).ok && (await fetch(location.href, { cache: 'reload' })).ok) location.reload();
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
