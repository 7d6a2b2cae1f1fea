// Tells the gateway now and then that somebody works here: who touches nothing for long is taken for away.

import { post } from './page.js';

const EVERY_MILLIS = 60_000;
const BACK_MILLIS = 2000;
let toldAt = 0;

function touched() {
  const wait = document.querySelector('[data-idle]') ? BACK_MILLIS : EVERY_MILLIS;
  if (Date.now() - toldAt < wait) return;
  toldAt = Date.now();
  post('/admin/presence/touch', {}).catch(() => {}); // the next touch tells it
}

if (document.querySelector('[data-presence]')) {
  for (const name of ['keydown', 'pointerdown', 'pointermove', 'wheel']) {
    addEventListener(name, touched, { passive: true, capture: true });
  }
  touched();
}
