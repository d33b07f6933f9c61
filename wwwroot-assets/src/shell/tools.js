// Small tools of the bar: theme, print, share, the menu.
import { say } from './say.js';

async function share(button) {
  const data = { title: document.title, url: location.href };
  try {
    if (navigator.share && matchMedia('(pointer: coarse)').matches) { await navigator.share(data); return; }
    await navigator.clipboard.writeText(location.href);
  } catch (error) {
    if (error?.name === 'AbortError') return;
    // Without a secure line there is no clipboard for scripts but the old one.
    const text = document.createElement('textarea');
    text.value = location.href;
    document.body.append(text);
    text.select();
    document.execCommand('copy');
    text.remove();
  }
  say(button.dataset.done);
}

export function start() {
  document.addEventListener('click', (e) => {
    const at = (selector) => e.target.closest?.(selector);
    const menu = document.querySelector('.menu[open]');
    if (menu && (!menu.contains(e.target) || at('.menu-list a, .menu-list button'))) menu.open = false;
    if (at('[data-print]')) setTimeout(() => print());
    else if (at('[data-share]')) share(at('[data-share]'));
    else if (at('[data-theme-switch]')) {
      const theme = document.documentElement.dataset.theme === 'light' ? 'dark' : 'light';
      document.documentElement.dataset.theme = theme;
      document.querySelector('meta[name="color-scheme"]').content = theme;
      document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax`;
    }
  });
  document.addEventListener('keydown', (e) => {
    const menu = document.querySelector('.menu[open]');
    if (e.key === 'Escape' && menu) { menu.open = false; menu.querySelector('summary').focus(); }
  });
}
