import type { Session } from '../session.js';
import type { Site } from '../site.js';
import { unread, waiting } from '../thread.js';
import { TEXT_MAX } from '../frames.js';
import type { Calendar, Words } from '../words.js';
import { Composer } from './composer.js';
import { attribute, el, text } from './dom.js';
import { bell, icon } from './icons.js';
import { Log } from './log.js';
import { rowsOf } from './rows.js';

/** Attempts that fail before we say that it is us, and not a moment's hiccup. */
const FAILURES_PATIENT = 3;

export interface PanelIntents {
  minimise(): void;
}

/** The open chat: header, banner, conversation, composer. */
export class Panel {
  readonly element = el('section', { class: 'bhw-panel', role: 'dialog' });

  private readonly initials = el('span');
  private readonly dot = el('i', { class: 'bhw-dot' });
  private readonly title = el('h2', { dir: 'auto' });
  private readonly status = el('p');
  private readonly back: HTMLButtonElement;
  private readonly down: HTMLButtonElement;
  private readonly bar = el('div', { class: 'bhw-bar', role: 'status', hidden: true });
  private readonly barText = el('span');
  private readonly barButton: HTMLButtonElement;
  private readonly log: Log;
  private readonly composer: Composer;
  private newAfter: number | null = null;
  private notice: string | null = null;
  private ticking: ReturnType<typeof setTimeout> | undefined;
  private greeted: Site | null = null;

  constructor(
    private readonly session: Session,
    private readonly words: Words,
    private readonly calendar: Calendar,
    intents: PanelIntents,
  ) {
    this.back = iconButton(words.back, 'left', 'bhw-flip');
    this.down = iconButton(words.minimise, 'chevron');
    this.barButton = el('button', { type: 'button' }, words.tryAgain);
    // Their buttons go with the message; the focus must not fall out of the panel.
    this.log = new Log(words, {
      retry: (id) => {
        session.retry(id);
        this.focus();
      },
      putAway: (id) => {
        session.putAway(id);
        this.focus();
      },
    });
    this.composer = new Composer(words, {
      say: (message) => session.say(message),
      drafted: (draft) => {
        this.notice = null;
        session.drafted(draft);
        this.drawBar();
      },
      tooLong: (length) => {
        this.notice = words.tooLong(length, TEXT_MAX);
        this.drawBar();
      },
    });
    this.composer.value = session.draft;
    this.back.addEventListener('click', () => intents.minimise());
    this.down.addEventListener('click', () => intents.minimise());
    this.barButton.addEventListener('click', () => session.nudge());
    this.bar.append(icon('nowifi'), this.barText, this.barButton);
    this.element.append(
      el(
        'header',
        { class: 'bhw-head' },
        this.back,
        el('span', { class: 'bhw-face', 'aria-hidden': 'true' }, this.initials, this.dot),
        el('div', { class: 'bhw-who' }, this.title, this.status),
        this.down,
      ),
      this.bar,
      this.log.element,
      this.composer.element,
      el('div', { class: 'bhw-by' }, words.by),
    );
  }

  /** The visitor opens the panel: from here on new is what came before. */
  opened(): void {
    const news = unread(this.session.thread);
    this.newAfter = news.length > 0 ? this.session.thread.seen : null;
  }

  closed(): void {
    this.newAfter = null;
  }

  shown(): void {
    this.log.toEnd();
  }

  focus(): void {
    this.composer.focus();
  }

  draw(site: Site, full: boolean): void {
    const { session, words } = this;
    attribute(this.element, 'aria-label', words.chatWith(site.name));
    attribute(this.element, 'aria-modal', full ? 'true' : null);
    this.back.hidden = !full;
    this.down.hidden = full;
    this.drawHead(site);
    this.drawBar();
    if (this.greeted !== site) {
      this.greeted = site;
      this.log.regreet();
    }
    const rows = rowsOf(session.thread, {
      now: Date.now(),
      words,
      calendar: this.calendar,
      typing: session.typing,
      newAfter: this.newAfter,
      problem: (queued) =>
        queued.problem === 'too_long'
          ? words.tooLong(queued.text.length, TEXT_MAX)
          : queued.problem === 'blocked'
            ? words.blocked
            : words.notSent,
    });
    this.log.draw(rows, () => this.greeting(site), session.link !== 'idle' && !session.welcome);
    this.composer.draw(this.placeholder(site), session.blocked);
  }

  private drawHead(site: Site): void {
    text(this.title, site.name === '' ? this.words.chat : site.name);
    if (site.initials !== '') {
      text(this.initials, site.initials);
    } else if (this.initials.firstChild === null) {
      this.initials.append(bell());
    }
    const here = this.session.welcome ? this.session.online === true : false;
    const idle = this.session.link === 'idle' && !this.session.blocked && site.online;
    attribute(this.dot, 'class', here || idle ? 'bhw-dot' : 'bhw-dot bhw-dot--away');
    text(this.status, this.statusWords(site));
  }

  private statusWords(site: Site): string {
    const { session, words } = this;
    if (session.blocked) {
      return words.blocked;
    }
    if (session.link !== 'idle' && !session.welcome) {
      if (session.failures >= FAILURES_PATIENT) {
        return words.cannotConnect;
      }
      return session.failures > 0 || session.online !== null ? words.reconnecting : words.connecting;
    }
    if (session.typing !== null) {
      const { name } = session.typing;
      return name === null ? words.typing : words.agentTyping(name);
    }
    if (session.thread.status === 'closed') {
      return words.ended;
    }
    if (!(session.online ?? site.online)) {
      return words.away;
    }
    const { messages } = session.thread;
    const agent = messages.filter(({ from, name }) => from === 'agent' && name !== null).at(-1);
    return agent?.name ? words.agentOnline(agent.name) : words.online(site.replyTime);
  }

  /** One line under the header when something keeps the visitor's words from going out. */
  private drawBar(): void {
    const { session, words } = this;
    const seconds = Math.ceil((session.slowUntil - Date.now()) / 1_000);
    const queued = waiting(session.thread);
    let says: string | null = this.notice;
    let button = false;
    if (session.blocked) {
      says = words.blocked;
    } else if (session.link !== 'idle' && !session.welcome && !navigator.onLine) {
      says = words.offline(queued);
    } else if (session.link !== 'idle' && !session.welcome && session.failures > 0) {
      const given = session.failures >= FAILURES_PATIENT;
      says = given ? words.unreachable : words.lost(queued);
      button = given;
    } else if (seconds > 0 && queued > 0) {
      says = words.slow(seconds);
      clearTimeout(this.ticking);
      this.ticking = setTimeout(() => this.drawBar(), 1_000);
    }
    this.bar.hidden = says === null;
    this.barButton.hidden = !button;
    text(this.barText, says ?? '');
  }

  private placeholder(site: Site): string {
    const { session, words } = this;
    if (session.link === 'waiting') {
      return words.later;
    }
    return (session.online ?? site.online) ? words.write : words.leave;
  }

  private greeting(site: Site): readonly HTMLElement[] {
    const parts: HTMLElement[] = [];
    if (site.greeting.title !== '' || site.greeting.text !== '') {
      parts.push(
        el(
          'div',
          { class: 'bhw-hello', dir: 'auto' },
          el('h3', {}, site.greeting.title),
          el('p', {}, site.greeting.text),
        ),
      );
    }
    if (site.questions.length > 0) {
      const chips = site.questions.map((question) => {
        const chip = el('button', { type: 'button', dir: 'auto' }, question);
        chip.addEventListener('click', () => {
          this.session.say(question);
          this.focus();
        });
        return chip;
      });
      const group = { class: 'bhw-chips', role: 'group', 'aria-label': this.words.suggested };
      parts.push(el('div', group, ...chips));
    }
    return parts;
  }
}

function iconButton(label: string, name: Parameters<typeof icon>[0], look = ''): HTMLButtonElement {
  const drawing = icon(name);
  attribute(drawing, 'class', look);
  return el('button', { class: 'bhw-ib', type: 'button', 'aria-label': label }, drawing);
}
