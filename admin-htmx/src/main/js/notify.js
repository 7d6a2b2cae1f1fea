// Calls the agent: how many wait, in the title and on the icon; a sound; the system's notifications. What they are
// called for they choose on a page; whether this browser shows notifications is this browser's to remember.

import { hear, keep, say } from './page.js';

const SHOWN = 'bellhop:notify:' + document.body.dataset.me;
const RANG = 'bellhop:rang';
const OTHERS_FIRST_MILLIS = 300;
const ONCE_MILLIS = 10_000;
const BETWEEN_SOUNDS_MILLIS = 2000;
const icon = document.querySelector('link[rel=icon]');
const quiet = icon.getAttribute('href');
let ear;

/** Whatever sets the title, the number comes first. */
function number() {
  const waiting = Number(document.querySelector('.pip')?.dataset.forMe ?? 0);
  const title = (waiting ? `(${waiting}) ` : '') + document.title.replace(/^\(\d+\) /, '');
  const href = waiting ? quiet.replace('.svg', '-waiting.svg') : quiet;
  if (document.title !== title) document.title = title;
  if (icon.getAttribute('href') !== href) icon.href = href;
}

const looksAt = (code) =>
  !document.hidden && document.hasFocus() && document.querySelector('[data-thread]')?.dataset.thread === code;

/** One of many tabs does it: the one that looks at it already, which has nothing to do, comes first. */
function once(id, act) {
  if (navigator.locks) {
    const option = { ifAvailable: true };
    navigator.locks.request('bellhop:ring:' + id, option, (free) => {
      if (!free) return undefined;
      act();
      return new Promise((end) => setTimeout(end, ONCE_MILLIS));
    });
  } else if (localStorage.getItem(RANG) !== id) {
    // Without HTTPS there are no locks.
    localStorage.setItem(RANG, id);
    act();
  }
}

/** A desk bell, struck once. A page that nobody has touched may make no sound. */
function strike() {
  if (!navigator.userActivation?.hasBeenActive) return;
  const now = Date.now();
  if (now - Number(localStorage.getItem(RANG + ':at')) < BETWEEN_SOUNDS_MILLIS) return;
  localStorage.setItem(RANG + ':at', now);
  ear ??= new AudioContext();
  for (const [hertz, loud] of [[1568, 0.16], [3951, 0.05]]) {
    const tone = new OscillatorNode(ear, { frequency: hertz });
    const fade = new GainNode(ear, { gain: loud });
    fade.gain.exponentialRampToValueAtTime(0.0001, ear.currentTime + 0.7);
    tone.connect(fade).connect(ear.destination);
    tone.start();
    tone.stop(ear.currentTime + 0.7);
  }
}

const state = () => {
  if (!('Notification' in window)) return 'none';
  if (Notification.permission === 'denied') return 'denied';
  return Notification.permission === 'granted' && localStorage.getItem(SHOWN) ? 'on' : 'off';
};

function show({ code, name, line }) {
  if (state() !== 'on') return;
  try {
    const shown = new Notification(name, { body: line, tag: code, icon: '/admin/assets/icon-192.png' });
    shown.onclick = () => {
      focus();
      shown.close();
      const row = document.getElementById('row-' + code);
      if (row) row.click();
      else location.assign('/admin/c/' + code);
    };
  } catch {
    // Chrome on phones shows none without a service worker.
  }
}

hear('ring', (ring) => {
  const seen = looksAt(ring.code);
  setTimeout(
    () =>
      once(ring.id, () => {
        if (seen) return;
        if (ring.sound) strike();
        show(ring);
      }),
    seen ? 0 : OTHERS_FIRST_MILLIS,
  );
});

const card = document.querySelector('[data-notify]');

function draw() {
  for (const part of card.querySelectorAll('[data-notify-says]')) part.hidden = part.dataset.notifySays !== state();
}

if (card) {
  card.hidden = false;
  draw();
  card.addEventListener('click', async (event) => {
    const button = event.target.closest('[data-notify-set]');
    if (!button) return;
    if (!button.dataset.notifySet) keep(SHOWN);
    else if ((await Notification.requestPermission()) === 'granted') keep(SHOWN, 'yes');
    draw();
    const now = card.querySelector('[data-notify-says]:not([hidden])');
    (now.querySelector('button') ?? now).focus();
    say(now.querySelector('p')?.textContent ?? now.textContent);
  });
}

new MutationObserver(number).observe(document.head, { subtree: true, childList: true, characterData: true });
const pip = document.getElementById('pip');
if (pip) new MutationObserver(number).observe(pip, { subtree: true, childList: true, attributes: true });
number();
