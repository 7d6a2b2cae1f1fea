/** The way to WhatsApp: a code for a phone's camera, and a link for this device. */
import css from '@css/handover.css';
import type { Kit } from './kit.js';

const english = {
  whatsapp: 'Continue on WhatsApp',
  along: 'Take this chat with you. Everything above comes along, and replies reach your phone.',
  point: 'Point your phone’s camera at the code.',
  press: 'Press send on the message that appears.',
  here: 'or on this device',
  elsewhere: 'WhatsApp on another phone?',
  open: 'Open WhatsApp',
  back: 'Back to chat',
  code: 'Code that leads to WhatsApp',
  yours: 'Your chat is',
  already: ', already in the message',
  notNow: 'WhatsApp can’t be reached from here at the moment. You can go on in this chat.',
};

export type HandoverWords = typeof english;

/** What the gateway gives to go on with on WhatsApp. */
export interface Handover {
  readonly code: string;
  readonly url: string;
  /** The picture of the address, as the gateway draws it. */
  readonly svg: string;
}

/** Where to ask for it, and in whose name. */
export interface Desk {
  readonly gateway: string;
  readonly site: string;
  readonly token: string | null;
}

const SVG = 'http://www.w3.org/2000/svg';

/** The visitor's way to WhatsApp; null when there is none now. */
async function fetchHandover({ gateway, site, token }: Desk): Promise<Handover | null> {
  try {
    const answer = await fetch(`${gateway}/widget/v1/handover?site=${encodeURIComponent(site)}`, {
      credentials: 'omit',
      headers: { Authorization: 'Bearer ' + token },
    });
    const { code, url, qr_svg } = (await answer.json()) as Record<string, unknown>;
    const whole = typeof code === 'string' && typeof url === 'string' && typeof qr_svg === 'string';
    return answer.ok && whole && url.startsWith('https:') ? { code, url, svg: qr_svg } : null;
  } catch {
    return null;
  }
}

/** Fetches the way and draws it; on a phone the link comes first. */
export async function handOver(
  kit: Kit,
  phone: boolean,
  path: string,
  back: () => void,
): Promise<readonly Node[]> {
  const handover = await fetchHandover(kit.desk());
  kit.dress(css);
  return drawHandover(kit, kit.words.later ?? english, handover, phone, path, back);
}

function drawHandover(
  kit: Kit,
  words: HandoverWords,
  handover: Handover | null,
  phone: boolean,
  path: string,
  back: () => void,
): readonly Node[] {
  const { el } = kit;
  const title = el('h3', {}, words.whatsapp);
  const away = el('button', { class: 'bhw-btn bhw-btn--2', type: 'button' }, words.back);
  away.addEventListener('click', back);
  if (handover === null) {
    return [title, el('p', { role: 'alert' }, words.notNow), away];
  }
  const link = { class: 'bhw-btn', href: handover.url, target: '_blank', rel: 'noopener' };
  const open = el('a', link, kit.icon({ path }), words.open);
  const code = [el('div', { class: 'bhw-qr' }, drawCode(handover.svg, words.code))];
  const steps = el('ol', { class: 'bhw-steps' }, el('li', {}, words.point), el('li', {}, words.press));
  const or = el('div', { class: 'bhw-or' }, phone ? words.elsewhere : words.here);
  const name = el('span', { class: 'bhw-code' }, '#' + handover.code);
  return [
    title,
    el('p', {}, words.along),
    ...(phone
      ? [open, away, or, ...code]
      : [...code, steps, or, el('div', { class: 'bhw-btns' }, open, away)]),
    el('p', { class: 'bhw-yours' }, words.yours + ' ', name, words.already),
  ];
}

/** Drawn anew from its outline: nothing that comes from elsewhere is read as markup. */
function drawCode(from: string, label: string): Element {
  const side = Number(/viewBox="0 0 (\d+) /.exec(from)?.[1] ?? 0);
  const outline = [...from.matchAll(/ d="([MhvzH\d,.\- ]+)"/g)].pop()?.[1] ?? '';
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${side} ${side}`);
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', outline);
  svg.append(path);
  return svg;
}
