// One line at the foot of the screen, for a moment.
let timer = 0;
export function say(text) {
  const line = document.getElementById('say');
  line.textContent = text;
  clearTimeout(timer);
  timer = setTimeout(() => { line.textContent = ''; }, 4000);
}
