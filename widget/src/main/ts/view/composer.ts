import { TEXT_MAX } from '../thread.js';
import type { Words } from '../words.js';
import { attribute, el } from './dom.js';
import { icon, sendIcon } from './icons.js';

export interface ComposerIntents {
  say(text: string): void;
  drafted(text: string): void;
  tooLong(length: number): void;
  attach(): void;
  emoji(): void;
}

/** Where the visitor writes. Enter sends, Shift and Enter breaks the line; what is typed is kept. */
export class Composer {
  readonly element = el('form', { class: 'bhw-compose' });

  readonly field: HTMLTextAreaElement;
  readonly attach: HTMLButtonElement;
  readonly emoji: HTMLButtonElement;
  private readonly send: HTMLButtonElement;
  /** Whether something goes with the words, which may then be none. */
  private laden = false;

  constructor(
    words: Words,
    private readonly intents: ComposerIntents,
  ) {
    this.field = el('textarea', { rows: 1, 'aria-label': words.message, dir: 'auto' });
    this.send = el('button', { class: 'bhw-ib bhw-send', 'aria-label': words.send }, sendIcon());
    const button = (label: string, name: 'clip' | 'smile', pressed: () => void) => {
      const made = el('button', { class: 'bhw-ib', type: 'button', 'aria-label': label }, icon(name));
      made.addEventListener('click', pressed);
      return made;
    };
    this.attach = button(words.attach, 'clip', () => intents.attach());
    this.emoji = button(words.emoji, 'smile', () => intents.emoji());
    this.element.append(this.attach, this.field, this.emoji, this.send);
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

  /** Writes something where the visitor is in the text. */
  insert(text: string): void {
    const { field } = this;
    field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
    this.fit();
    this.intents.drafted(field.value);
  }

  draw(placeholder: string, closed: boolean, laden: boolean): void {
    this.laden = laden;
    this.attach.disabled = this.emoji.disabled = closed;
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
    if (text === '' && !this.laden) {
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
    const empty = (this.field.value.trim() === '' && !this.laden) || this.field.disabled;
    attribute(this.send, 'aria-disabled', empty ? 'true' : null);
    if (!CSS.supports('field-sizing', 'content')) {
      this.field.style.height = 'auto';
      this.field.style.height = this.field.scrollHeight + 2 + 'px';
    }
  }
}
