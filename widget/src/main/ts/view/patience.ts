/** Said to somebody who waits for an answer in opening hours, after some minutes: that it takes longer, and the way out. */
import css from '@css/patience.css';
import type { Kit } from './kit.js';

const english = {
  busy: 'Everyone is with someone',
  longer: 'This takes longer than usual. Your message is kept, and the answer comes here.',
  whatsapp: 'Continue on WhatsApp',
};

export type PatienceWords = typeof english;

const PATIENCE_MILLIS = 4 * 60_000;

/** Counts by this page's own clock: a visitor's may be years off. */
export class Patience {
  /** The message that is not answered yet. */
  private waits: number | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private card: HTMLElement | null = null;

  constructor(
    private readonly kit: Kit,
    /** Null where the chat cannot go on there. */
    private readonly handOver: () => (() => void) | null,
  ) {
    kit.dress(css);
  }

  draw(): void {
    const { live, thread } = this.kit.session;
    let waits: number | null = null;
    for (const { from, seq } of thread.messages) {
      waits = from === 'agent' ? null : from === 'visitor' ? waits ?? seq : waits;
    }
    waits = thread.status === 'open' && live.online === true ? waits : null;
    if (waits !== this.waits) {
      this.waits = waits;
      clearTimeout(this.timer);
      this.card?.remove();
      this.card = null;
      if (waits !== null) {
        this.timer = setTimeout(() => this.show(), PATIENCE_MILLIS);
      }
    }
  }

  /** How long it will take and how many come first the gateway does not know, so nothing is promised. */
  private show(): void {
    const { el, session, talk, words } = this.kit;
    const list = talk[1]?.querySelector('.bhw-log');
    if (!list || session.live.typing !== null) {
      return;
    }
    const { busy, longer, whatsapp } = words.later ?? english;
    this.card = el('div', { class: 'bhw-wait' }, el('h3', {}, busy), el('p', {}, longer));
    const handOver = this.handOver();
    if (handOver !== null) {
      const button = el('button', { class: 'bhw-btn bhw-btn--2', type: 'button' }, whatsapp);
      button.addEventListener('click', handOver);
      this.card.append(button);
    }
    list.append(this.card);
    list.scrollTop = list.scrollHeight;
  }
}
