import type { Session } from '../session.js';
import type { Site } from '../site.js';
import { unread, waiting } from '../thread.js';
import { TEXT_MAX } from '../frames.js';
import type { Calendar, Words } from '../words.js';
import { Composer } from './composer.js';
import { dress } from './browser.js';
import { attribute, el, text } from './dom.js';
import { bell, icon } from './icons.js';
import type { Desk } from './handover.js';
import type { Later } from './later.js';
import { Log } from './log.js';
import { type News, rowsOf } from './rows.js';

/** Attempts that fail before we say that it is us, and not a moment's hiccup. */
const FAILURES_PATIENT = 3;

export interface PanelIntents {
  minimise(): void;
  desk(): Desk;
}

/** The open chat: header, banner, conversation, composer. */
export class Panel {
  readonly element = el('section', { class: 'bhw-panel', role: 'dialog' });

  private readonly initials = el('span');
  private readonly dot = el('i', { class: 'bhw-dot' });
  private readonly title = el('bdi');
  private readonly status = el('p');
  private readonly back: HTMLButtonElement;
  private readonly down: HTMLButtonElement;
  private readonly bar = el('div', { class: 'bhw-bar', role: 'status', hidden: true });
  private readonly barIcon = icon('nowifi');
  private readonly barText = el('span');
  private readonly barButton: HTMLButtonElement;
  private readonly log: Log;
  private readonly composer: Composer;
  private news: News | null = null;
  private readonly by: HTMLElement;
  private notice: string | null = null;
  private ticking: ReturnType<typeof setTimeout> | undefined;
  private greeted: Site | null = null;
  private later: Promise<Later | null> | null = null;
  private rest: Later | null = null;

  constructor(
    private readonly session: Session,
    private readonly words: Words,
    private readonly calendar: Calendar,
    private readonly intents: PanelIntents,
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
    this.by = el('div', { class: 'bhw-by' }, words.by);
    this.bar.append(this.barIcon, this.barText, this.barButton);
    this.element.append(
      // Not a header element: beside the page's own it would be a second banner.
      el(
        'div',
        { class: 'bhw-head' },
        this.back,
        el('span', { class: 'bhw-face', 'aria-hidden': 'true' }, this.initials, this.dot),
        el('div', { class: 'bhw-who' }, el('h2', {}, this.title), this.status),
        this.down,
      ),
      this.bar,
      this.log.element,
      this.composer.element,
      this.by,
    );
  }

  /** The visitor opens the panel: from here on new is what came before. */
  opened(): void {
    const { thread } = this.session;
    const count = unread(thread).length;
    this.news = count > 0 ? { after: thread.seen, count } : null;
  }

  closed(): void {
    this.news = null;
  }

  /** Brings what is not needed at once; tried again at the next opening when it cannot be had. */
  bringRest(changed: () => void): void {
    this.later ??= import('./later.js').then(
      ({ Later }) => {
        const { session, element, log, composer, by, bar } = this;
        this.rest = new Later({
          el,
          icon,
          bell,
          dress: (css) => dress(element.getRootNode() as ShadowRoot, css, true),
          panel: element,
          head: this.down.parentElement ?? element,
          last: this.down,
          talk: [bar, log.element, by],
          composer: composer.element,
          focus: () => this.focus(),
          desk: () => this.intents.desk(),
          rate: (score, comment) => session.rate(score, comment),
        }, this.words.later);
        changed();
        return this.rest;
      },
      () => (this.later = null),
    );
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
      typing: session.live.typing,
      news: this.news,
      problem: (queued) =>
        queued.problem === 'too_long'
          ? words.tooLong(queued.text.length, TEXT_MAX)
          : queued.problem === 'blocked'
            ? words.blocked
            : words.notSent,
    });
    this.log.draw(rows, () => this.greeting(site), session.live.link !== 'idle' && !session.live.welcome);
    this.by.hidden = rows.length > 0;
    this.composer.draw(this.placeholder(site), session.live.blocked);
    this.composer.follow(session.draft);
    const { code, status, queue } = session.thread;
    this.rest?.draw({
      closed: status === 'closed' && queue.length === 0,
      rated: session.rated,
      connected: session.live.welcome,
      whatsapp: site.whatsapp && code !== null,
      phone: full,
    });
  }

  private drawHead(site: Site): void {
    text(this.title, site.name === '' ? this.words.chat : site.name);
    if (site.initials !== '') {
      text(this.initials, site.initials);
    } else if (this.initials.firstChild === null) {
      this.initials.append(bell());
    }
    const { live, thread } = this.session;
    const here = live.welcome && live.online === true && thread.status !== 'closed';
    const idle = live.link === 'idle' && !live.blocked && site.online;
    attribute(this.dot, 'class', here || idle ? 'bhw-dot' : 'bhw-dot bhw-dot--away');
    text(this.status, this.statusWords(site));
  }

  private statusWords(site: Site): string {
    const { words } = this;
    const { live, thread } = this.session;
    if (live.blocked) {
      return words.blocked;
    }
    if (live.link !== 'idle' && !live.welcome) {
      if (live.failures >= FAILURES_PATIENT) {
        return words.cannotConnect;
      }
      return live.failures > 0 || live.online !== null ? words.reconnecting : words.connecting;
    }
    if (live.typing !== null) {
      const { name } = live.typing;
      return name === null ? words.typing : words.agentTyping(name);
    }
    if (thread.status === 'closed') {
      return words.ended;
    }
    if (!(live.online ?? site.online)) {
      return words.away;
    }
    const { messages } = thread;
    const agent = messages.filter(({ from, name }) => from === 'agent' && name !== null).pop();
    return agent?.name ? words.agentOnline(agent.name) : words.online(site.replyTime);
  }

  /** One line under the header when something keeps the visitor's words from going out. */
  private drawBar(): void {
    const { words } = this;
    const { session } = this;
    const { live, thread } = session;
    const seconds = Math.ceil((live.slowUntil - Date.now()) / 1_000);
    const queued = waiting(thread);
    let says: string | null = this.notice;
    let button = false;
    if (live.blocked) {
      says = words.blocked;
    } else if (live.link !== 'idle' && !live.welcome && !navigator.onLine) {
      says = words.offline(queued);
    } else if (live.link !== 'idle' && !live.welcome && live.failures > 0) {
      const given = live.failures >= FAILURES_PATIENT;
      says = given ? words.unreachable + ' ' : words.lost(queued);
      says += given && session.lasts ? words.kept : '';
      button = given;
    } else if (seconds > 0 && queued > 0) {
      says = words.slow(seconds);
      clearTimeout(this.ticking);
      this.ticking = setTimeout(() => this.drawBar(), 1_000);
    }
    if (queued > 0 && !session.lasts && !live.welcome) {
      says = `${says ?? ''} ${words.unkept}`;
    }
    this.bar.hidden = says === null;
    // Not each reason is the network's.
    attribute(this.barIcon, 'hidden', live.welcome || live.blocked || live.link === 'idle');
    this.barButton.hidden = !button;
    text(this.barText, says ?? '');
  }

  private placeholder(site: Site): string {
    const { words } = this;
    const { live } = this.session;
    if (live.link === 'waiting') {
      return words.afterwards;
    }
    return (live.online ?? site.online) ? words.write : words.leave;
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
