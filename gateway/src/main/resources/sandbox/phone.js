// The phone's page: one phone on the screen, the wire beside it.
import * as control from './control.js';
import { bubble, tick, title, words } from './bubbles.js';
import { make, time } from './dom.js';
import * as whatIf from './what-if.js';
import * as wire from './wire.js';

const KEPT = 300;
const READ_AFTER = 700;
const TYPING_FOR = 25_000;
const element = (id) => document.getElementById(id);
const log = element('log');
const messages = new Map();
let phones = [];
let phone;
let quote = null;
let typing;

const tell = (text) => {
  element('said').textContent = text;
  wire.line('no', 'x', text, '');
};

function presence() {
  const text = phone.on ? `${phone.name} · online` : 'Phone is off';
  element('presence').textContent = text;
  element('presence').classList.remove('is-typing');
  element('phone').classList.toggle('is-off', !phone.on);
  element('reply').disabled = !phone.on;
}

function showTyping() {
  element('presence').textContent = 'typing…';
  element('presence').classList.add('is-typing');
  clearTimeout(typing);
  typing = setTimeout(presence, TYPING_FOR);
}

function setQuote(message) {
  quote = message;
  element('quote').hidden = !message;
  if (message) {
    element('quote').querySelector('b').textContent = title(message);
    element('quote').querySelector('span').textContent = words(message).slice(0, 120);
    element('reply').focus();
  }
}

function draw(message) {
  if (messages.has(message.wamid)) return;
  messages.set(message.wamid, message);
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  log.querySelector('.ev.is-empty')?.remove();
  log.append(...bubble(message, messages.get(message.quote), { reply: setQuote, choose: write }));
  while (log.children.length > KEPT) log.firstElementChild.remove();
  if (atEnd || message.direction === 'out') log.scrollTop = log.scrollHeight;
}

// A phone that shows a message has read it.
function read(wamid) {
  setTimeout(() => {
    if (phone.on && document.visibilityState === 'visible' && messages.has(wamid)) {
      control.post(`phones/${phone.wa_id}/read`, { wamid }).catch(() => {});
    }
  }, READ_AFTER);
}

function progress({ wamid, status }) {
  const message = messages.get(wamid);
  if (!message) return;
  message.status = status;
  if (message.direction === 'in' && status === 'delivered') read(wamid);
  document.getElementById(wamid)?.querySelector('.tkw')?.replaceWith(tick(status));
}

async function write(draft) {
  try {
    await control.post(`phones/${phone.wa_id}/messages`, draft);
  } catch (failure) {
    tell(failure.message);
  }
}

async function after(n) {
  const all = [];
  for (;;) {
    const { items } = await control.get(`phones/${phone.wa_id}/messages?after=${all.at(-1)?.n ?? n}`);
    if (!items.length) return all;
    all.push(...items);
  }
}

async function load() {
  ({ items: phones } = await control.get('phones'));
  const wanted = new URLSearchParams(location.search).get('phone');
  phone = phones.find((p) => p.wa_id === (phone?.wa_id ?? wanted)) ?? phones[0];
  element('which').replaceChildren(
    ...phones.map((p) => make('option', { value: p.wa_id, selected: p === phone }, p.name)),
  );
  presence();
  await whatIf.refresh(phone);
  // Everything is fetched before anything is drawn anew; what arrives meanwhile is fetched after it.
  const fetched = await after(0);
  messages.clear();
  log.replaceChildren(make('div', { class: 'ev is-empty' }, 'Messages from your website arrive here.'));
  fetched.forEach(draw);
  (await after(fetched.at(-1)?.n ?? 0)).forEach(draw);
  for (const message of messages.values()) {
    if (message.direction === 'in' && message.status === 'delivered') read(message.wamid);
  }
  log.scrollTop = log.scrollHeight;
}

function step(done) {
  document.querySelectorAll('.coach li').forEach((li, i) => {
    li.classList.toggle('is-done', i < done);
    li.classList.toggle('is-next', i === done);
    li.firstElementChild.textContent = i < done ? '✓' : String(i + 1);
  });
}

const done = { visitor: false, owner: false, broken: false };
function coach() {
  step(!done.visitor ? 0 : !done.owner ? 1 : !done.broken ? 2 : 3);
}

const HEAR = {
  message({ wa_id, message }) {
    if (message.direction === 'in') done.visitor = true;
    else done.owner = true;
    if (wa_id === phone.wa_id) {
      clearTimeout(typing);
      presence();
      draw(message);
    }
  },
  status(event) {
    if (event.status === 'failed') {
      done.broken = true;
      whatIf.refresh(phone);
    }
    progress(event);
  },
  phone(event) {
    if (!event.on) done.broken = true;
    const known = phones.find((p) => p.wa_id === event.wa_id);
    if (!known) return load();
    known.on = event.on;
    if (known === phone) {
      presence();
      whatIf.refresh(phone);
    }
  },
  typing({ wa_id }) {
    if (wa_id === phone.wa_id) showTyping();
  },
  faults: () => whatIf.refresh(phone),
  reset() {
    wire.clear();
    Object.assign(done, { visitor: false, owner: false, broken: false });
    return load();
  },
  call() {},
  webhook() {},
  clock() {},
};

function listen() {
  const stream = control.events();
  const live = element('live');
  stream.onopen = () => {
    live.textContent = 'Live';
    live.classList.remove('is-off');
    load().catch((failure) => tell(failure.message));
  };
  stream.onerror = () => {
    live.textContent = 'Connecting';
    live.classList.add('is-off');
  };
  for (const [type, hear] of Object.entries(HEAR)) {
    stream.addEventListener(type, ({ data }) => {
      const event = JSON.parse(data);
      const name = phones.find((p) => p.wa_id === event.wa_id)?.name ?? event.wa_id ?? '';
      wire.say(type, event, name);
      hear(event);
      coach();
    });
  }
}

function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.split(',')[1] ?? '');
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

element('composer').addEventListener('submit', (event) => {
  event.preventDefault();
  const text = element('reply').value.trim();
  if (!text || !phone.on) return;
  write({ type: 'text', text, quote: quote?.wamid });
  element('reply').value = '';
  setQuote(null);
});
element('file').addEventListener('change', async ({ target }) => {
  const [file] = target.files;
  if (!file) return;
  const kind = { image: 'image', audio: 'audio' }[file.type.split('/')[0]] ?? 'document';
  const data = await base64(file);
  await write({ type: kind, data, mime_type: file.type || 'application/octet-stream', filename: file.name, quote: quote?.wamid });
  target.value = '';
  setQuote(null);
});
element('unquote').addEventListener('click', () => { setQuote(null); element('reply').focus(); });
element('clear').addEventListener('click', () => control.post('reset').catch((failure) => tell(failure.message)));
element('which').addEventListener('change', ({ target }) => {
  phone = phones.find((p) => p.wa_id === target.value);
  history.replaceState(null, '', `?phone=${phone.wa_id}`);
  setQuote(null);
  load().catch((failure) => tell(failure.message));
});
document.addEventListener('visibilitychange', () => {
  for (const m of messages.values()) if (m.direction === 'in' && m.status === 'delivered') read(m.wamid);
});

const tickClock = () => { element('clock').textContent = time(new Date()); };
tickClock();
setInterval(tickClock, 10_000);
whatIf.listen(() => phone, tell);
await load();
listen();
