import type { Words } from '../words.js';
import { attribute, el, linked, text } from './dom.js';
import { icon, tickIcon } from './icons.js';
import type { Rich } from './rich.js';
import type { Bubble, Row } from './rows.js';

export interface LogIntents {
  /** There is something to draw that is more than words. */
  wantRich(): void;
  retry(id: string | number): void;
  putAway(id: string | number): void;
}

interface Drawn {
  element: HTMLElement;
  row: Row;
}

/** Nearer to the end than this, the reader wants to stay there. */
const STICK_PIXELS = 80;
/** Rows drawn at first, and earlier ones when the reader gets near the first: more would hold up the scrolling. */
const PAGE = 40;
const EARLIER_PIXELS = 800;
/** Until a screen reader has taken earlier rows for what they are, and not for news. */
const EARLIER_MILLIS = 250;

/**
 * Draws the thread's rows, each once: a row that stays keeps its element, so that nothing jumps and a
 * screen reader hears what is new only.
 */
export class Log {
  readonly element = el('div', { class: 'bhw-body' });

  readonly list = el('div', { class: 'bhw-log', role: 'log', tabindex: 0 });
  private readonly jump = el('button', { class: 'bhw-jump', type: 'button', hidden: true });
  private readonly jumpText = document.createTextNode('');
  private readonly greeting: HTMLElement[] = [];
  private drawn = new Map<string, Drawn>();
  private missed = 0;
  /** All of them, drawn or not. */
  rows: readonly Row[] = [];
  /** Where in the rows those begin that are drawn. */
  private from = 0;
  private rich: Rich | null = null;
  private busy = false;

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
    this.list.addEventListener('scroll', () => this.scrolled(), { passive: true });
    this.element.append(this.list, this.jump);
  }

  /** Shows rows, or the greeting as long as there are none. */
  draw(rows: readonly Row[], greeting: () => readonly HTMLElement[], busy: boolean): void {
    const first = this.drawn.size === 0;
    // Asked only where it matters: the browser has to lay everything out to answer.
    const stick = first || this.nearEnd();
    this.busy = busy;
    attribute(this.list, 'aria-busy', busy || null);
    if (rows.length > 0) {
      this.greeting.splice(0).forEach((part) => part.remove());
    } else if (this.greeting.length === 0) {
      this.greeting.push(...greeting());
      this.list.append(...this.greeting);
    }
    this.from = this.firstOf(rows, stick);
    this.rows = rows;
    const added = this.reconcile(rows.slice(this.from));
    const own = added.some((row) => row.kind === 'bubble' && row.own);
    if (stick || own) {
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
    // A greeting is read from its beginning, and nothing has to be laid out to know that.
    if (this.rows.length > 0) {
      this.list.scrollTop = this.list.scrollHeight;
    }
    this.missNone();
  }

  /** Draws what is more than words, from now on and in what is drawn. */
  enrich(rich: Rich): void {
    const stick = this.nearEnd();
    this.rich = rich;
    for (const drawn of this.drawn.values()) {
      if (drawn.row.kind === 'bubble' && isRich(drawn.row)) {
        this.replace(drawn, drawn.row);
      }
    }
    if (stick) {
      this.toEnd();
    }
  }

  /** The element of one of the rows, which is drawn by then. */
  elementAt(at: number): HTMLElement | undefined {
    if (at < this.from) {
      this.showFrom(Math.max(0, at - PAGE));
    }
    return this.drawn.get(this.rows[at]?.key ?? '')?.element;
  }

  /** What is drawn, in order. */
  get shown(): Iterable<Readonly<Drawn>> {
    return this.drawn.values();
  }

  /** Rows that are drawn stay, unless the reader is at the end and there have become too many. */
  private firstOf(rows: readonly Row[], atEnd: boolean): number {
    const key = this.rows[this.from]?.key;
    const from = this.from === 0 && this.rows.length > 0 ? 0 : rows.findIndex((row) => row.key === key);
    return from < 0 || (atEnd && rows.length - from > 2 * PAGE) ? Math.max(0, rows.length - PAGE) : from;
  }

  private scrolled(): void {
    if (this.nearEnd()) {
      this.missNone();
    }
    if (this.from > 0 && this.list.scrollTop < EARLIER_PIXELS) {
      this.showFrom(Math.max(0, this.from - PAGE));
    }
  }

  /** Draws earlier rows, too; what the reader looks at stays where it is. */
  private showFrom(from: number): void {
    const { list } = this;
    const below = list.scrollHeight - list.scrollTop;
    attribute(list, 'aria-busy', true);
    list.style.overflowAnchor = 'none';
    this.reconcile(this.rows.slice(from));
    // In a box of their own, so that whoever adds to the thread lays out a page and not all of it.
    const page = [...this.drawn.values()].slice(0, this.from - from);
    this.from = from;
    const past = el('div', { class: 'bhw-past' }, ...page.map(({ element }) => element));
    list.prepend(past);
    list.scrollTop = list.scrollHeight - below;
    // From here on only what is near the eye is worked out; now it is known how high the rest is.
    past.style.cssText = `content-visibility:auto;contain-intrinsic-height:auto ${past.offsetHeight}px`;
    setTimeout(() => {
      list.style.overflowAnchor = '';
      attribute(list, 'aria-busy', this.busy || null);
    }, EARLIER_MILLIS);
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
    const { list } = this;
    for (const [key, { element }] of this.drawn) {
      if (!next.has(key)) {
        const home = element.parentElement as HTMLElement;
        element.remove();
        if (home !== list && home.firstChild === null) {
          home.remove();
        }
      }
    }
    // Rows of earlier pages stay in their boxes; what is no row stays behind all of them.
    let place: ChildNode | null = list.firstChild;
    for (const { element } of next.values()) {
      const { parentElement: home, nextSibling } = element;
      if (home !== null && home !== list) {
        place = nextSibling ?? home.nextSibling;
      } else if (element === place) {
        place = nextSibling;
      } else {
        (place?.parentNode ?? list).insertBefore(element, place);
      }
    }
    this.drawn = next;
    return added;
  }

  private build(row: Row): HTMLElement {
    switch (row.kind) {
      case 'bubble':
        return this.bubble(row);
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

  private bubble(row: Bubble): HTMLElement {
    const element = el('div', {
      // Nobody needs to hear what he has just written himself.
      'aria-live': row.own ? 'off' : null,
    });
    mark(element, row);
    if (row.first && row.name !== null) {
      element.append(el('b', { class: 'bhw-name' }, el('bdi', {}, row.name)));
    }
    const bare = row.wordless && row.attachment !== null && this.rich !== null;
    element.append(el('p', { dir: 'auto' }, ...(bare ? [] : linked(row.text)), meta(row, this.words)));
    if (isRich(row)) {
      if (this.rich === null) {
        this.intents.wantRich();
      } else {
        this.rich.furnish(element, row);
      }
    }
    return element;
  }

  private replace(drawn: Drawn, row: Bubble): void {
    const element = this.bubble(row);
    drawn.element.replaceWith(element);
    drawn.element = element;
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
    // Most have not changed, and a long thread has thousands.
    if (Object.entries(row).every(([name, value]) => before[name as keyof Row] === value)) {
      return;
    }
    drawn.row = row;
    if (row.kind === 'bubble' && before.kind === 'bubble') {
      if (picture(row) !== picture(before)) {
        this.replace(drawn, row);
        return;
      }
      mark(drawn.element, row);
      if (row.part !== before.part) {
        this.rich?.progress(drawn.element, row);
      }
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

function isRich({ attachment, quote }: Bubble): boolean {
  return attachment !== null || quote !== null;
}

/** What of a bubble is drawn once; when it is another, the bubble is drawn anew. */
function picture({ text, attachment, quote }: Bubble): string {
  return JSON.stringify([text, quote, attachment?.url, attachment?.state]);
}

function mark(element: HTMLElement, row: Bubble): void {
  const { classList } = element;
  classList.add('bhw-m', row.own ? 'bhw-m--out' : 'bhw-m--in');
  classList.toggle('is-first', row.first);
  classList.toggle('is-failed', row.tick === 'failed');
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
