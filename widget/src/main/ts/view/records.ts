/** What visitors may ask of what is kept of them: to have it, and to have it gone. */
import css from '@css/records.css';
import type { Desk } from './handover.js';
import type { Kit } from './kit.js';

const english = {
  yours: 'Privacy and my data',
  kept: 'This chat is kept here and by the business you write to, so that you can come back to it on any page.',
  policy: 'Privacy policy',
  save: 'Save this chat',
  erase: 'Delete my data',
  sure: 'Delete everything?',
  what: [
    'This chat goes for good, with all messages, files and ratings, and with it your name, phone and email: here, in your other tabs, and at the business.',
    'What was already passed on by WhatsApp stays on the phones it reached.',
    'It cannot be brought back. Save the chat first if you want to keep it.',
  ],
  yes: 'Delete for good',
  no: 'Keep it',
  gone: 'Everything is deleted',
  anew: 'If you write again, a new chat begins, and nobody knows of the old one.',
  notNow: 'That did not work just now. Nothing was changed; try again in a minute.',
  back: 'Back to chat',
};

export type RecordsWords = typeof english;

async function post(path: string, { gateway, token }: Desk): Promise<Response | null> {
  try {
    const answer = await fetch(`${gateway}/widget/v1/${path}`, {
      method: 'POST',
      credentials: 'omit',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    return answer.ok ? answer : null;
  } catch {
    return null;
  }
}

/** Gives the visitor the chat as a file; false when it cannot be had now. */
export async function saveChat({ session, el, desk }: Kit): Promise<boolean> {
  const answer = await post('transcript', desk());
  const text = await answer?.blob().catch(() => null);
  if (!text) {
    return false;
  }
  const address = URL.createObjectURL(text);
  el('a', { href: address, download: `chat-${session.thread.code}.txt` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return true;
}

/** The gateway has nothing of the visitor any more; false when it could not be reached. */
async function erase({ session, desk }: Kit): Promise<boolean> {
  // Who was never met has nothing there.
  const gone = session.token === null || (await post('erase', desk())) !== null;
  if (gone) {
    session.forget();
  }
  return gone;
}

/** The sheet that says what is kept and what can be done about it. */
export function drawRecords(kit: Kit, privacyUrl: string | null, back: () => void): HTMLElement {
  const { el, session } = kit;
  kit.dress(css);
  const words = kit.words.records ?? english;
  const sheet = el('div');
  const button = (label: string, look: string, press: () => unknown) => {
    const made = el('button', { class: 'bhw-btn ' + look, type: 'button' }, label);
    made.addEventListener('click', () => void press());
    return made;
  };
  const trouble = el('p', { class: 'bhw-trouble', role: 'alert' });
  const show = (title: string, ...parts: readonly HTMLElement[]) => {
    trouble.textContent = '';
    const heading = el('h3', { tabindex: -1 }, title);
    sheet.replaceChildren(heading, ...parts);
    heading.focus();
  };
  const away = () => button(words.back, 'bhw-btn--2', back);
  const first = () => {
    const link = { href: privacyUrl ?? '', target: '_blank', rel: 'noopener noreferrer' };
    const save = async () => {
      trouble.textContent = (await saveChat(kit)) ? '' : words.notNow;
    };
    show(
      words.yours,
      el('p', {}, words.kept),
      ...(privacyUrl === null ? [] : [el('p', { class: 'bhw-how' }, el('a', link, words.policy))]),
      ...(session.thread.code === null ? [] : [button(words.save, 'bhw-btn--2', save)]),
      ...(session.hasStarted || session.token !== null || session.profile !== null
        ? [button(words.erase, 'bhw-btn--d', second)]
        : []),
      away(),
      trouble,
    );
  };
  const second = () => {
    const sure = async () => {
      yes.setAttribute('aria-disabled', 'true');
      if (await erase(kit)) {
        show(words.gone, el('p', {}, words.anew), away());
      } else {
        yes.removeAttribute('aria-disabled');
        trouble.textContent = words.notNow;
      }
    };
    const yes = button(words.yes, 'bhw-btn--d', () => !yes.hasAttribute('aria-disabled') && sure());
    const what = el('ul', { class: 'bhw-what' }, ...words.what.map((line) => el('li', {}, line)));
    show(words.sure, what, yes, button(words.no, 'bhw-btn--2', first), trouble);
  };
  first();
  return sheet;
}
