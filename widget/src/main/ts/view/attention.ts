/**
 * What tells of an answer while the visitor looks elsewhere: a preview beside the shut launcher, a bell, a
 * number in the page's title. Fetched with the first answer of that kind.
 */
import css from '@css/attention.css';
import type { Clock } from '../clock.js';
import type { Message } from '../frames.js';
import type { Means } from './kit.js';

const english = {
  dismiss: 'Dismiss preview',
};

export type AttentionWords = typeof english;

export interface Attending extends Means {
  readonly clock: Clock;
  /** What a message says in one line. */
  readonly textOf: (message: Message) => string;
  /** Under what the browser keeps what was told already. */
  readonly name: string;
  /** Whether the conversation is before the visitor's eyes. */
  readonly watched: () => boolean;
  readonly open: () => void;
  /** Whether the site wants a sound, and the visitor has not turned it off. */
  readonly sounds: () => boolean;
  /** Whether the visitor wants to be told at all. */
  readonly wanted: () => boolean;
}

const SHOWN_MILLIS = 8_000;
/** However long it was held: whoever lets go of it sees it go. */
const LEFT_MILLIS_MIN = 1_000;
const HOLDS = [
  ['pointerenter', 'pointer', true],
  ['pointerleave', 'pointer', false],
  ['focusin', 'focus', true],
  ['focusout', 'focus', false],
] as const;
/** So long a tab in which the visitor reads along has to say so. */
const RING_MILLIS = 300;

export class Attention {
  readonly element: HTMLElement;

  private readonly words: AttentionWords;
  private cancel: () => void = () => {};
  private shownUntil = 0;
  /** By what the visitor is at it: the pointer, the focus, or both. */
  private readonly held = new Set<string>();

  constructor(private readonly with_: Attending) {
    this.words = with_.words.attention ?? english;
    this.element = with_.el('div', { class: 'bhw-teases', role: 'status' });
    with_.dress(css);
    for (const [event, by, held] of HOLDS) {
      this.element.addEventListener(event, () => this.hold(by, held));
    }
  }

  /** An answer came. Each is told once, in whatever tab. */
  arrived(message: Message, conversation: string): void {
    const { clock, name, watched, sounds, wanted } = this.with_;
    const told = (what: string) => !firstTime(name + conversation + what, message.seq);
    if (watched()) {
      told(':rung');
      return;
    }
    clock.after(RING_MILLIS, () => {
      if (!told(':rung') && sounds() && wanted()) {
        ring();
      }
    });
    if (document.visibilityState === 'visible' && !told(':told')) {
      this.show(message);
    }
  }

  /** Puts the number of unread messages before the page's title, or takes it away. */
  count(unread: number): void {
    const plain = document.title.replace(/^\(\d+\+?\) /, '');
    const show = unread > 0 && !this.with_.watched() && this.with_.wanted();
    const title = show ? `(${unread > 99 ? '99+' : unread}) ${plain}` : plain;
    if (document.title !== title) {
      document.title = title;
    }
  }

  hide(): void {
    this.cancel();
    this.held.clear();
    this.element.replaceChildren();
  }

  private show(message: Message): void {
    const { el, icon, textOf, open, clock } = this.with_;
    const shut = el('button', { class: 'bhw-ib', type: 'button' }, icon('x'));
    shut.setAttribute('aria-label', this.words.dismiss);
    const tease = el(
      'div',
      { class: 'bhw-tease', dir: 'auto' },
      message.name === null ? null : el('b', {}, message.name),
      el('span', {}, textOf(message)),
      shut,
    );
    tease.addEventListener('click', ({ target }) =>
      shut.contains(target as Node) ? this.hide() : open(),
    );
    // With what is taken away its focus goes, and no event tells.
    this.held.delete('focus');
    this.element.replaceChildren(tease);
    this.shownUntil = clock.now() + SHOWN_MILLIS;
    this.time();
  }

  /** Whoever points at it, or has the focus in it, is not done with it. */
  private hold(by: string, held: boolean): void {
    if (held) {
      this.held.add(by);
    } else {
      this.held.delete(by);
    }
    this.time();
  }

  private time(): void {
    const { clock } = this.with_;
    this.cancel();
    if (this.held.size === 0) {
      this.cancel = clock.after(Math.max(LEFT_MILLIS_MIN, this.shownUntil - clock.now()), () => this.hide());
    }
  }
}

/** Whether this number is higher than any that was asked about under the name before, in any tab. */
function firstTime(name: string, number: number): boolean {
  try {
    const last = Number(localStorage.getItem(name) ?? 0);
    if (number > last) {
      localStorage.setItem(name, String(number));
    }
    return number > last;
  } catch {
    return true;
  }
}

/** A desk bell, struck once. A page that the visitor has not touched yet may make no sound. */
function ring(): void {
  const { userActivation } = navigator as Partial<Navigator>;
  if (userActivation?.hasBeenActive === false || typeof AudioContext !== 'function') {
    return;
  }
  const context = new AudioContext();
  const end = context.currentTime + 0.9;
  for (const [pitch, loudness] of [[1_568, 0.12], [3_136, 0.05], [4_710, 0.02]] as const) {
    const tone = context.createOscillator();
    const gain = context.createGain();
    tone.frequency.value = pitch;
    gain.gain.setValueAtTime(loudness, context.currentTime);
    gain.gain.exponentialRampToValueAtTime(0.0001, end);
    tone.connect(gain).connect(context.destination);
    tone.start();
    tone.stop(end);
  }
  setTimeout(() => void context.close(), 1_200);
}
