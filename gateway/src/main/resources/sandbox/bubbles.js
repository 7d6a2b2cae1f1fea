// Draws messages the way WhatsApp does on a phone.
import { media } from './control.js';
import { hidden, icon, make, time } from './dom.js';

const TICKS = {
  sent: ['t-sent', 'Sent'],
  delivered: ['t-two', 'Delivered'],
  read: ['t-two', 'Read'],
};
const MARKS = [
  [/```([^`]+)```/, 'code'],
  [/\*(?=\S)([^*\n]*[^*\s])\*/, 'b'],
  [/(?<![\w])_(?=\S)([^_\n]*[^_\s])_(?![\w])/, 'i'],
  [/~(?=\S)([^~\n]*[^~\s])~/, 's'],
];

// *bold*, _italic_, ~struck~ and ```code```, as WhatsApp shows them.
function formatted(text) {
  for (const [pattern, element] of MARKS) {
    const found = pattern.exec(text);
    if (!found) continue;
    const inside = element === 'code' ? [found[1]] : formatted(found[1]);
    return [
      ...formatted(text.slice(0, found.index)),
      make(element, {}, ...inside),
      ...formatted(text.slice(found.index + found[0].length)),
    ];
  }
  return text ? [text] : [];
}

// A relayed message begins with who wrote, from where: drawn as a heading, not as words.
export function opened(message) {
  const [first, ...rest] = message.text.split('\n');
  const who = message.direction === 'in' && /^\*([^*]+)\*[\s·,]*(#[A-Z0-9]{4,})?(.*)$/.exec(first);
  if (!who) return { who: '', code: '', context: '', words: message.text };
  const context = [who[3].replace(/^[\s·,]+/, '')];
  while (rest.length && /^_.*_$/.test(rest[0])) context.push(rest.shift().slice(1, -1));
  return {
    who: who[1].replace(/#\w+$/, '').trim(),
    code: who[2] ?? /#\w+$/.exec(who[1])?.[0] ?? '',
    context: context.filter(Boolean).join(' · '),
    words: rest.join('\n').replace(/^\n+/, ''),
  };
}

export function title(message) {
  const { who, code } = opened(message);
  if (message.direction === 'out') return 'You';
  return [who, code].filter(Boolean).join(' ') || 'Business';
}

export const words = (message) => opened(message).words || `(${message.type})`;

export function tick(status) {
  const [name, label] = TICKS[status] ?? TICKS.sent;
  return make(
    'span',
    { class: 'tkw' },
    icon(name, status === 'read' ? 'tk tk--read' : 'tk', '0 0 16 12'),
    hidden(label),
  );
}

function attachment({ type, payload }) {
  const source = payload.id ? media(payload.id) : null;
  if (type === 'image' && source) return make('img', { src: source, alt: payload.caption ?? 'Photo' });
  if (['image', 'document', 'audio', 'video', 'sticker'].includes(type)) {
    const label = payload.filename ?? `${type[0].toUpperCase()}${type.slice(1)}`;
    return make('a', { href: source ?? payload.link, target: '_blank', rel: 'noopener' }, label);
  }
  if (type === 'location') return make('span', {}, `${payload.latitude}, ${payload.longitude}`);
  return null;
}

function choices(message, choose) {
  const action = message.type === 'interactive' ? message.payload.action : null;
  if (!action || message.direction === 'out') return null;
  const rows = action.buttons
    ? action.buttons.map(({ reply }) => ({ kind: 'button_reply', ...reply }))
    : (action.sections ?? []).flatMap((s) => s.rows.map((row) => ({ kind: 'list_reply', ...row })));
  if (!rows.length) return null;
  const group = make('div', {
    class: action.buttons ? 'qb' : 'qb is-list',
    role: 'group',
    'aria-label': message.text,
  });
  for (const { kind, id, title: label, description } of rows) {
    const pick = () => {
      group.querySelectorAll('button').forEach((button) => { button.disabled = true; });
      choose({ type: kind, id, title: label, description, quote: message.wamid });
    };
    const button = make('button', { type: 'button', click: pick }, label);
    if (description) button.append(make('small', {}, description));
    group.append(button);
  }
  return group;
}

// One message, and under it what can be picked.
export function bubble(message, quoted, { reply, choose }) {
  if (message.type === 'reaction') {
    return [make('div', { class: 'ev' }, message.text ? `Reacted ${message.text}` : 'Took a reaction back')];
  }
  const { who, code, context, words: text } = opened(message);
  const file = attachment(message);
  const box = make('div', { class: `m m--${message.direction} first`, id: message.wamid });
  if (quoted) box.append(make('span', { class: 'qt' }, make('b', {}, title(quoted)), words(quoted).slice(0, 140)));
  if (who) box.append(make('div', { class: 'who' }, who, code ? make('span', {}, code) : null));
  if (context) box.append(make('span', { class: 'ctx' }, context));
  if (message.type === 'template') box.append(make('span', { class: 'ctx' }, 'Template message'));
  if (file) box.append(file);
  const meta = make('span', { class: 'mt' }, make('time', { datetime: message.at }, time(message.at)));
  if (message.direction === 'out') meta.append(tick(message.status));
  box.append(make('p', {}, ...formatted(text), meta));
  if (message.direction === 'in') {
    const answer = () => reply(message);
    box.append(make('button', { class: 're', type: 'button', click: answer, 'aria-label': `Reply to ${title(message)}: ${text.slice(0, 60)}` }, 'Reply'));
    box.addEventListener('click', (event) => {
      if (!event.target.closest('a, button') && getSelection().isCollapsed) answer();
    });
  }
  return [box, choices(message, choose)].filter(Boolean);
}
