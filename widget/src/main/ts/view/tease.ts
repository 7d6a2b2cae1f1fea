import type { Clock } from '../clock.js';
import type { Message } from '../frames.js';
import type { Words } from '../words.js';
import { firstTime } from './browser.js';
import { el } from './dom.js';
import { icon } from './icons.js';
import { textOf } from './rows.js';

const SHOWN_MILLIS = 8_000;

/** A reply beside the shut launcher: once each, for a moment. */
export class Tease {
  readonly element = el('div', { class: 'bhw-teases', role: 'status' });

  private cancel: () => void = () => {};

  constructor(
    private readonly words: Words,
    private readonly clock: Clock,
    private readonly open: () => void,
  ) {}

  /** Shows it unless it was shown before, in whatever tab. */
  show(message: Message, conversation: string): void {
    if (!firstTime(conversation, message.seq)) {
      return;
    }
    const shut = el('button', { class: 'bhw-ib', type: 'button' }, icon('x'));
    shut.setAttribute('aria-label', this.words.dismiss);
    const tease = el(
      'div',
      { class: 'bhw-tease', dir: 'auto' },
      message.name === null ? null : el('b', {}, message.name),
      textOf(message, this.words),
      shut,
    );
    tease.addEventListener('click', ({ target }) =>
      shut.contains(target as Node) ? this.hide() : this.open(),
    );
    this.element.replaceChildren(tease);
    this.cancel();
    this.hideSoon();
  }

  /** Whoever points at it, or has the focus in it, is about to read or press it. */
  private hideSoon(): void {
    this.cancel = this.clock.after(SHOWN_MILLIS, () =>
      this.element.matches(':hover, :focus-within') ? this.hideSoon() : this.hide(),
    );
  }

  hide(): void {
    this.cancel();
    this.element.replaceChildren();
  }
}
