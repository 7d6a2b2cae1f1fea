import type { Session } from '../session.js';
import { part } from '../part.js';
import type { Site } from '../site.js';
import { TEXT_MAX, unread, waiting } from '../thread.js';
import type { Calendar, Words } from '../words.js';
import { Composer } from './composer.js';
import { dress, isNoted, note, QUIET } from './browser.js';
import { anchor, attribute, el, text } from './dom.js';
import type { Extras } from './extras.js';
import { icon } from './icons.js';
import type { Desk } from './handover.js';
import type { Kit } from './kit.js';
import type { Later } from './later.js';
import { Log } from './log.js';
import { drawn } from './pace.js';
import type { Reception } from './reception.js';
import { type News, quoteOf, rowsOf } from './rows.js';

/** Attempts that fail before we say that it is us, and not a moment's hiccup. */
const FAILURES_PATIENT = 3;

export interface PanelIntents {
  minimise(): void;
  desk(): Desk;
  /** A bell for the panel, drawn as on the launcher. */
  readonly bell: () => Element;
  /** Something to draw has changed. */
  changed(): void;
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
  private extras: Extras | null = null;
  private bringing: Promise<Extras | null> | null = null;
  private news: News | null = null;
  private readonly by: HTMLElement;
  private notice: string | null = null;
  private ticking: ReturnType<typeof setTimeout> | undefined;
  private greeted: { site: Site | null; sign: string | null } = { site: null, sign: null };
  private reception: Reception | null = null;
  private later: Later | null = null;
  /** The parts that were asked for since the panel was opened. */
  private readonly asked = new Set<string>();
  private readonly coming = new Set<string>();
  private readonly kit: Kit;
  /** Header, field and what was said come one after the other, each with a picture of its own, or a slow phone would draw for long. */
  left = 2;

  constructor(
    private readonly session: Session,
    readonly words: Words,
    private readonly calendar: Calendar,
    private readonly intents: PanelIntents,
    name: string,
  ) {
    this.back = iconButton(words.back, 'left', 'bhw-flip');
    this.down = iconButton(words.minimise, 'chevron');
    this.barButton = el('button', { type: 'button' }, words.tryAgain);
    // Their buttons go with the message; the focus must not fall out of the panel.
    this.log = new Log(words, {
      wantRich: () => void this.bringExtras().then((extras) => extras?.bringRich()),
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
      attach: () => void this.bringExtras().then((extras) => extras?.attach()),
      emoji: () => void this.bringExtras().then((extras) => extras?.pickEmoji()),
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
    this.kit = this.lent(name);
    if (!session.hasStarted) {
      this.bringReception();
    }
  }

  /** The visitor opens the panel: from here on new is what came before. */
  opened(): void {
    this.asked.clear();
    const { thread } = this.session;
    const count = unread(thread).length;
    this.news = count > 0 ? { after: thread.seen, count } : null;
  }

  /** Nothing is kept any more, nor what is half written. */
  cleared(): void {
    this.composer.value = '';
  }

  closed(): void {
    this.news = null;
  }

  /** Brings what is not needed at once; tried again at the next opening when it cannot be had. */
  bringRest(): void {
    this.bring('later', this.later, async () => {
      this.later = new (await import('./later.js')).Later(this.kit);
    });
    // Not in the same frame: styles that come together are worked out together.
    void drawn()
      .then(() => this.bringExtras())
      .then((extras) => extras?.bringAttaching());
  }

  private bringReception(): void {
    this.bring('reception', this.reception, async () => {
      this.reception = new (await import('./reception.js')).Reception(this.kit);
    });
  }

  private bring(name: string, there: object | null, load: () => Promise<void>): void {
    if (there === null && !this.asked.has(name) && !this.coming.has(name)) {
      this.asked.add(name);
      this.coming.add(name);
      const settled = () => {
        this.coming.delete(name);
        this.intents.changed();
      };
      load().then(settled, settled);
    }
  }

  private lent(name: string): Kit {
    const { session, words, calendar, element, log, composer, by, bar, down } = this;
    const root = () => element.getRootNode() as ShadowRoot;
    const worn = new Set<string>();
    return {
      el,
      attribute,
      icon,
      bell: this.intents.bell,
      words,
      calendar,
      session,
      dress: (css) => {
        if (!worn.has(css)) {
          worn.add(css);
          dress(root(), css, true);
        }
      },
      panel: element,
      head: down.parentElement as HTMLElement,
      last: down,
      talk: [bar, log.element, by],
      composer: composer.element,
      by,
      name,
      focus: () => this.focus(),
      quiet: () => isNoted(name + QUIET),
      hush: (quiet) => {
        note(name + QUIET, quiet);
        this.intents.changed();
      },
      desk: () => this.intents.desk(),
    };
  }

  /** Brings what a conversation may want that has more than words. */
  private bringExtras(): Promise<Extras | null> {
    this.bringing ??= import('./extras.js').then(
      ({ Extras }) => {
        const { session, words, element, log, composer } = this;
        const { locale } = this.calendar;
        this.extras = new Extras(
          { el, attribute, text, anchor, icon, locale, part, dress: this.kit.dress },
          {
            session,
            words,
            panel: element,
            log,
            composer,
            quoteOf: (seq) => quoteOf(session.thread, seq, words),
            notice: (says) => {
              this.notice = says;
              this.drawBar();
            },
          },
        );
        this.extras.draw();
        return this.extras;
      },
      () => (this.bringing = null),
    );
    return this.bringing;
  }

  shown(): void {
    this.log.toEnd();
  }

  focus(): void {
    if (this.later?.focus() !== true) {
      this.composer.focus();
    }
  }

  draw(site: Site, full: boolean): void {
    const { session, words } = this;
    attribute(this.element, 'aria-label', words.chatWith(site.name));
    attribute(this.element, 'aria-modal', full ? 'true' : null);
    this.back.hidden = !full;
    this.down.hidden = full;
    this.drawHead(site);
    this.drawBar();
    const now = Date.now();
    const asks =
      site.prechat.asks &&
      !session.hasStarted &&
      !session.identified &&
      (session.profile?.state ?? 'typed') === 'typed';
    if (asks) {
      this.bringRest();
    }
    this.log.element.hidden = this.left > 1;
    // Until the form is there, or known not to come, nothing is said past it.
    this.composer.element.hidden = this.left > 1 || (asks && this.coming.has('later'));
    if (!session.hasStarted || !(session.live.online ?? site.online)) {
      this.bringReception();
    }
    const rows = rowsOf(session.thread, {
      now,
      words,
      calendar: this.calendar,
      typing: session.live.typing,
      news: this.news,
      upload: session.live.upload,
      problem: (queued) =>
        this.extras?.problem(queued) ?? (queued.problem === 'too_long'
          ? words.tooLong(queued.text.length, TEXT_MAX)
          : queued.problem === 'blocked'
            ? words.blocked
            : words.notSent),
    });
    const sign = this.reception?.sign(site, now) ?? null;
    if (rows.length === 0 && (site !== this.greeted.site || sign !== this.greeted.sign)) {
      this.greeted = { site, sign };
      this.log.regreet();
    }
    const { left, reception } = this;
    const greeting = () => (left < 1 && reception?.greeting(site, now, (question) => this.ask(question))) || [];
    this.log.draw(left < 1 ? rows : [], greeting, session.live.link !== 'idle' && !session.live.welcome);
    this.by.hidden = rows.length > 0;
    this.composer.draw(this.placeholder(site), session.live.blocked, session.tray.length > 0);
    this.extras?.draw();
    this.composer.follow(session.draft);
    const { status, code, queue } = session.thread;
    const closed = status === 'closed' && queue.length === 0 && code !== null;
    this.later?.draw({ site, closed, asks, lost: !this.barButton.hidden, phone: full });
  }

  private drawHead(site: Site): void {
    text(this.title, site.name === '' ? this.words.chat : site.name);
    if (site.initials !== '') {
      text(this.initials, site.initials);
    } else if (this.initials.firstChild === null) {
      this.initials.append(this.intents.bell());
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
      return this.reception?.back(site, Date.now()) ?? words.away;
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
    if (!session.lasts && (live.upload !== null || (queued > 0 && !live.welcome))) {
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

  private ask(question: string): void {
    this.session.say(question);
    this.focus();
  }
}

function iconButton(label: string, name: Parameters<typeof icon>[0], look = ''): HTMLButtonElement {
  const drawing = icon(name);
  attribute(drawing, 'class', look);
  return el('button', { class: 'bhw-ib', type: 'button', 'aria-label': label }, drawing);
}
