import type { Attachment } from '../frames.js';
import type { Words } from '../words.js';
import { anchor, attribute, el, linked, text } from './dom.js';
import { icon, tickIcon } from './icons.js';
import type { Bubble, Row } from './rows.js';

export interface LogIntents {
  retry(id: string | number): void;
  putAway(id: string | number): void;
}

interface Drawn {
  element: HTMLElement;
  row: Row;
}

/** Nearer to the end than this, the reader wants to stay there. */
const STICK_PIXELS = 80;

/**
 * Draws the thread's rows, each once: a row that stays keeps its element, so that nothing jumps and a
 * screen reader hears what is new only.
 */
export class Log {
  readonly element = el('div', { class: 'bhw-body' });

  private readonly list = el('div', { class: 'bhw-log', role: 'log', tabindex: 0 });
  private readonly jump = el('button', { class: 'bhw-jump', type: 'button', hidden: true });
  private readonly jumpText = document.createTextNode('');
  private readonly greeting: HTMLElement[] = [];
  private drawn = new Map<string, Drawn>();
  private missed = 0;

  constructor(
    private readonly words: Words,
    private readonly intents: LogIntents,
  ) {
    this.list.setAttribute('aria-label', words.log);
    this.jump.append(icon('down'), this.jumpText);
    this.jump.addEventListener('click', () => {
      this.toEnd();
      this.list.focus();
    });
    this.list.addEventListener('scroll', () => this.nearEnd() && this.missNone(), { passive: true });
    this.element.append(this.list, this.jump);
  }

  /** Shows rows, or the greeting as long as there are none. */
  draw(rows: readonly Row[], greeting: () => readonly HTMLElement[], busy: boolean): void {
    const stick = this.nearEnd();
    const first = this.drawn.size === 0;
    attribute(this.list, 'aria-busy', busy || null);
    if (rows.length > 0) {
      this.greeting.splice(0).forEach((part) => part.remove());
    } else if (this.greeting.length === 0) {
      this.greeting.push(...greeting());
      this.list.append(...this.greeting);
    }
    const added = this.reconcile(rows);
    const own = added.some((row) => row.kind === 'bubble' && row.own);
    if (stick || own || first) {
      this.toEnd();
    } else {
      this.missed += added.filter((row) => row.kind === 'bubble').length;
      this.showJump();
    }
  }

  /** The greeting's texts have changed. */
  regreet(): void {
    this.greeting.splice(0).forEach((part) => part.remove());
  }

  toEnd(): void {
    this.list.scrollTop = this.list.scrollHeight;
    this.missNone();
  }

  private reconcile(rows: readonly Row[]): readonly Row[] {
    const added: Row[] = [];
    const next = new Map<string, Drawn>();
    for (const row of rows) {
      const before = this.drawn.get(row.key);
      if (before === undefined) {
        next.set(row.key, { element: this.build(row), row });
        added.push(row);
      } else {
        this.refresh(before, row);
        next.set(row.key, before);
      }
    }
    for (const [key, { element }] of this.drawn) {
      if (!next.has(key)) {
        element.remove();
      }
    }
    let place: ChildNode | null = this.list.firstChild;
    for (const { element } of next.values()) {
      if (element === place) {
        place = place.nextSibling;
      } else {
        this.list.insertBefore(element, place);
      }
    }
    this.drawn = next;
    return added;
  }

  private build(row: Row): HTMLElement {
    switch (row.kind) {
      case 'bubble':
        return bubble(row, this.words);
      case 'line':
        return el(
          'div',
          { class: 'bhw-' + row.look, role: row.look === 'new' ? 'separator' : null },
          row.text,
        );
      case 'fix':
        return this.fix(row.id, row.text);
      case 'typing':
        return el(
          'div',
          { class: 'bhw-m bhw-m--in is-first bhw-typing' },
          el('i'),
          el('i'),
          el('i'),
          el('span', { class: 'bhw-sr' }, this.words.isTyping(row.name)),
        );
    }
  }

  private fix(id: string | number, problem: string): HTMLElement {
    const again = el('button', { type: 'button' }, this.words.tryAgain);
    const remove = el('button', { type: 'button' }, this.words.remove);
    again.addEventListener('click', () => this.intents.retry(id));
    remove.addEventListener('click', () => this.intents.putAway(id));
    return el('div', { class: 'bhw-fix', role: 'alert' }, el('span', {}, problem), again, remove);
  }

  private refresh(drawn: Drawn, row: Row): void {
    const before = drawn.row;
    drawn.row = row;
    if (row.kind === 'bubble' && before.kind === 'bubble') {
      if (row.attachment?.url !== before.attachment?.url || row.attachment?.state !== before.attachment?.state) {
        const element = bubble(row, this.words);
        drawn.element.replaceWith(element);
        drawn.element = element;
        return;
      }
      mark(drawn.element, row);
      if (row.tick !== before.tick || row.time !== before.time) {
        drawn.element.querySelector('.bhw-meta')?.replaceWith(meta(row, this.words));
      }
    } else if (row.kind === 'line') {
      text(drawn.element, row.text);
    }
  }

  private nearEnd(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.list;
    return scrollHeight - scrollTop - clientHeight < STICK_PIXELS;
  }

  private missNone(): void {
    this.missed = 0;
    this.showJump();
  }

  private showJump(): void {
    this.jump.hidden = this.missed === 0;
    text(this.jumpText, this.words.newMessages(this.missed));
  }
}

function bubble(row: Bubble, words: Words): HTMLElement {
  const element = el('div', {
    // Nobody needs to hear what he has just written himself.
    'aria-live': row.own ? 'off' : null,
  });
  mark(element, row);
  if (row.first && row.name !== null) {
    element.append(el('b', { class: 'bhw-name' }, el('bdi', {}, row.name)));
  }
  const drawn = row.attachment && file(row.attachment, row.text, words);
  if (drawn !== null) {
    element.append(drawn);
  }
  const words_ = drawn !== null && row.wordless ? [] : linked(row.text);
  element.append(el('p', { dir: 'auto' }, ...words_, meta(row, words)));
  return element;
}

/** A picture is shown, everything else is offered; what is not here says so. */
function file(attachment: Attachment, label: string, words: Words): HTMLElement {
  const { kind, url, thumb, name, width, height } = attachment;
  const called = name ?? words.kinds[kind] ?? words.file;
  const picture = thumb ?? (kind === 'image' || kind === 'sticker' ? url : null);
  const link =
    url &&
    (picture !== null
      ? anchor(url, el('img', { src: picture, alt: label, width, height, loading: 'lazy' }))
      : anchor(url, icon('file'), el('span', {}, el('strong', {}, called))));
  if (link) {
    link.className = picture !== null ? 'bhw-pic' : 'bhw-file';
    return link;
  }
  const note = attachment.state === 'waiting' ? words.coming : words.missing;
  return el(
    'div',
    { class: 'bhw-file' },
    icon('file'),
    el('span', {}, el('strong', {}, called), el('small', {}, note)),
  );
}

function mark(element: HTMLElement, row: Bubble): void {
  const look = ['bhw-m', row.own ? 'bhw-m--out' : 'bhw-m--in'];
  if (row.first) {
    look.push('is-first');
  }
  if (row.tick === 'failed') {
    look.push('is-failed');
  }
  attribute(element, 'class', look.join(' '));
  attribute(element, 'data-seq', row.seq);
  attribute(element, 'data-cid', row.cid);
  attribute(element, 'data-status', row.tick === 'clock' ? 'sending' : row.tick);
}

function meta(row: Bubble, words: Words): HTMLElement {
  return el(
    'span',
    { class: 'bhw-meta' },
    el('time', { datetime: row.at }, row.time),
    ...(row.tick === null
      ? []
      : [tickIcon(row.tick), el('span', { class: 'bhw-sr' }, words.ticks[row.tick])]),
  );
}
