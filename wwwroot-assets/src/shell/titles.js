// The head of the document belongs to the server's first drawing; inside a circuit the page says its title and language, and this carries them there.
export function follow(after) {
  const apply = () => {
    const title = document.querySelector('[data-title]')?.dataset.title;
    if (title && document.title !== title) document.title = title;
    const lang = document.querySelector('.shell')?.lang;
    if (lang && document.documentElement.lang !== lang) document.documentElement.lang = lang;
    after();
  };
  let due = false;
  new MutationObserver(() => {
    if (due) return;
    due = true;
    queueMicrotask(() => { due = false; apply(); });
  }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-title', 'data-address', 'aria-busy', 'lang'] });
  apply();
}
