import { TEXT_MAX } from '../frames.js';
import type { Words } from '../words.js';
import { attribute, el } from './dom.js';
import { sendIcon } from './icons.js';

export interface ComposerIntents {
  say(text: string): void;
  drafted(text: string): void;
  tooLong(length: number): void;
}

/** Where the visitor writes. Enter sends, Shift and Enter breaks the line; what is typed is kept. */
export class Composer {
  readonly element = el('form', { class: 'bhw-compose' });

  private readonly field: HTMLTextAreaElement;
  private readonly send: HTMLButtonElement;

  constructor(
    words: Words,
    private readonly intents: ComposerIntents,
  ) {
    this.field = el('textarea', { rows: 1, 'aria-label': words.message, dir: 'auto' });
    this.send = el('button', { class: 'bhw-ib bhw-send', 'aria-label': words.send }, sendIcon());
    this.element.append(this.field, this.send);
    this.field.addEventListener('input', () => {
      this.fit();
      this.intents.drafted(this.field.value);
    });
    this.field.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.submit();
      }
    });
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      this.submit();
      this.focus();
    });
    // The button never takes the focus by touch: the keyboard of a phone stays where it is.
    this.send.addEventListener('pointerdown', (event) => event.preventDefault());
  }

  get value(): string {
    return this.field.value;
  }

  set value(text: string) {
    this.field.value = text;
    this.fit();
  }

  focus(): void {
    this.field.focus({ preventScroll: true });
  }

  draw(placeholder: string, closed: boolean): void {
    attribute(this.field, 'placeholder', placeholder);
    this.field.disabled = closed;
    this.fit();
  }

  /** Takes over what was written in another tab, unless the visitor writes here. */
  follow(draft: string): void {
    if (this.value !== draft && !this.field.matches(':focus')) {
      this.value = draft;
    }
  }

  private submit(): void {
    const text = this.field.value.trim();
    if (text === '') {
      return;
    }
    if (text.length > TEXT_MAX) {
      this.intents.tooLong(text.length);
      return;
    }
    this.value = '';
    this.intents.drafted('');
    this.intents.say(text);
  }

  private fit(): void {
    const empty = this.field.value.trim() === '' || this.field.disabled;
    attribute(this.send, 'aria-disabled', empty ? 'true' : null);
    if (!CSS.supports('field-sizing', 'content')) {
      this.field.style.height = 'auto';
      this.field.style.height = this.field.scrollHeight + 2 + 'px';
    }
  }
}
