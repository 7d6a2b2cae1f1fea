// What happens between the website and the phones, one line each.
import { icon, make, seconds } from './dom.js';

const LINES_MAX = 200;
const list = document.querySelector('#wire ol');
const first = (name) => name.split(' ')[0];

export function line(kind, symbol, text, detail) {
  const log = document.getElementById('wire');
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 90;
  list.append(make('li', { class: kind }, make('i', {}, icon(symbol)), make('div', {}, make('p', {}, text), make('small', {}, detail))));
  while (list.children.length > LINES_MAX) list.firstElementChild.remove();
  if (atEnd) log.scrollTop = log.scrollHeight;
}

export function clear() {
  list.replaceChildren();
}

const HOW = { template: 'as a template', interactive: 'with choices', text: 'as free text' };

// Each takes the event and a way to find a phone's name.
const SAY = {
  message({ message, at }, name) {
    if (message.direction === 'in') {
      line('to', 'hook', `Relayed to ${first(name)}’s phone`, `${seconds(at)}, ${HOW[message.type] ?? message.type}`);
    } else if (message.payload.list_reply || message.payload.button_reply) {
      line('from', 'aleft', `${first(name)} picked “${message.text}”`, seconds(at));
    } else {
      line('from', 'aleft', message.quote ? `${first(name)} replied with a quote` : `${first(name)} wrote`, seconds(at));
    }
  },
  status({ status, direction, code, at }, name) {
    if (status === 'failed') line('no', 'x', 'Could not be sent', `code ${code}, told by notification`);
    else if (direction === 'in' && status === 'delivered') line('', 'check', `Delivered to ${first(name)}’s phone`, seconds(at));
    else if (direction === 'in' && status === 'read') line('', 'check', `Read by ${first(name)}`, seconds(at));
    else if (direction === 'out' && status === 'delivered') line('', 'check', 'Bellhop has it', seconds(at));
  },
  call({ path, status, code, at }) {
    if (status === 200) return;
    const what = path.endsWith('/messages') ? 'Send' : 'Call';
    line('no', 'x', status ? `${what} refused` : `${what} left without an answer`, status ? `HTTP ${status}, code ${code}` : seconds(at));
  },
  webhook({ what, status, attempt, at }) {
    if (what === 'posted' && status === 200) {
      if (attempt > 1) line('', 'check', 'Notification taken at last', `attempt ${attempt}`);
    } else if (what === 'posted') line('no', 'x', 'Notification not taken', status ? `HTTP ${status}, comes again` : 'no answer, comes again');
    else line('no', 'x', { dropped: 'Notification lost', cut_off: 'Notification cut off', given_up: 'Notification given up' }[what], seconds(at));
  },
  phone({ on, at }, name) {
    line(on ? '' : 'no', on ? 'check' : 'x', on ? `${first(name)}’s phone is on` : `${first(name)}’s phone is off`, seconds(at));
  },
  clock({ at }) {
    line('', 'clock', '24 hours passed', `${seconds(at)}, free text is refused now`);
  },
  typing({ at }) {
    line('', 'info', 'The business is typing', seconds(at));
  },
};

export function say(type, event, name) {
  SAY[type]?.(event, name);
}
