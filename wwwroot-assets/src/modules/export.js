// The menu "Tải về" of a page: fetches files so that it can say when one is being made and why one could not be, makes the PNG, prints.

// What canvases of tablets can hold, with some room.
const MOST_PIXELS = 16_000_000;
const SCALE = 2;
const SAID_FOR_MS = 8000;

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/** The name in a Content-Disposition: the one with all letters before the plain one. */
export function fileName(disposition) {
  const full = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '');
  if (full) { try { return decodeURIComponent(full[1]); } catch { /* the plain one */ } }
  return /filename="?([^";]+)"?/i.exec(disposition ?? '')?.[1] ?? 'trang';
}

/** How much larger than its natural size a picture can be drawn. */
export const scaleFor = (width, height) => Math.min(SCALE, Math.sqrt(MOST_PIXELS / (width * height)));

async function load(address, signal) {
  const response = await fetch(address, { cache: 'no-store', signal });
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw Object.assign(new Error(problem.detail ?? ''), { told: problem.detail });
  }
  return { blob: await response.blob(), name: fileName(response.headers.get('content-disposition')) };
}

const asDataAddress = (blob) => new Promise((done, failed) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result);
  reader.onerror = () => failed(reader.error);
  reader.readAsDataURL(blob);
});

async function draw(svg) {
  const image = new Image();
  image.src = await asDataAddress(svg);
  await image.decode();
  // Some browsers set the letters of a picture's own font only a moment after they say it is ready.
  await wait(120);
  const scale = scaleFor(image.naturalWidth, image.naturalHeight);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(image.naturalWidth * scale);
  canvas.height = Math.round(image.naturalHeight * scale);
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  const png = await new Promise((done) => canvas.toBlob(done, 'image/png'));
  if (!png) throw new Error('The browser cannot make the picture.');
  return png;
}

function save(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Takes a menu over until it is disposed of. */
export function attach(root) {
  const menu = root.querySelector('details');
  const summary = root.querySelector('summary');
  const said = root.querySelector('.export-said');
  const ending = new AbortController();
  let busy = false;
  let silence = 0;

  const say = (text, forGood = false) => {
    clearTimeout(silence);
    said.textContent = text;
    if (text && !forGood) silence = setTimeout(() => { said.textContent = ''; }, SAID_FOR_MS);
  };
  const close = (focus) => {
    if (!menu.open) return;
    menu.open = false;
    if (focus) summary.focus();
  };

  async function make(link) {
    if (busy) return;
    busy = true;
    root.setAttribute('aria-busy', 'true');
    close(true);
    say(root.dataset.making, true);
    try {
      const { blob, name } = await load(link.href, ending.signal);
      const png = link.dataset.do === 'png';
      const file = png ? name.replace(/\.svg$/, '.png') : name;
      save(png ? await draw(blob) : blob, file);
      say(`${root.dataset.done} ${file}`);
    } catch (error) {
      if (error.name !== 'AbortError') say(error.told ?? root.dataset.failed);
    } finally {
      busy = false;
      root.removeAttribute('aria-busy');
    }
  }

  root.addEventListener('click', (event) => {
    const item = event.target.closest('[data-do]');
    if (!item) return;
    event.preventDefault();
    // The router of the page must not take the link for a page.
    event.stopPropagation();
    if (item.dataset.do === 'print') { close(true); print(); } else make(item);
  }, { signal: ending.signal });
  root.addEventListener('keydown', (event) => { if (event.key === 'Escape' && menu.open) { event.stopPropagation(); close(true); } }, { signal: ending.signal });
  document.addEventListener('pointerdown', (event) => { if (!root.contains(event.target)) close(false); }, { signal: ending.signal });
  return {
    dispose() {
      ending.abort();
      clearTimeout(silence);
    },
  };
}
