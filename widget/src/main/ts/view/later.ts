/**
 * What is not needed at once, fetched a moment after the panel was first opened: the paper on the wall, the
 * menu, and the sheets that take the place of the conversation, each of which is a part by itself.
 */
import css from '@css/later.css';
import wall from '@css/wall.css';
import type { Form } from './form.js';
import type { HandoverWords } from './handover.js';
import type { Kit, State } from './kit.js';
import { Menu } from './menu.js';
import type { Patience, PatienceWords } from './patience.js';
import type { RatingWords } from './rating.js';

const english = {
  options: 'Chat options',
  whatsapp: 'Continue on WhatsApp',
  save: 'Save this chat',
  tell: 'Alert me to replies',
  records: 'Privacy and my data',
  privacy: 'Privacy',
  finish: 'End chat',
  cannot: 'That can’t be had at the moment. Try again in a minute.',
  back: 'Back to chat',
};

/** With what the sheets say that are reached from here. */
export type LaterWords = typeof english & HandoverWords & PatienceWords & RatingWords;

/** Until the rest is drawn. */
const WALL_MILLIS = 100;

export class Later {
  private readonly words: typeof english;
  private readonly menu: Menu;
  private readonly sheet: HTMLElement;
  private readonly end: HTMLElement;
  /** The other door, when this one does not open. */
  private readonly door: HTMLAnchorElement;
  private readonly asked: HTMLElement;
  private form: Form | null = null;
  private asking = false;
  private ending = '';
  /** The visitor has said that he wants to go on. */
  private anew = false;
  private state: State | null = null;
  private patience: Patience | null = null;
  private patient = false;

  constructor(private readonly kit: Kit) {
    const { el, panel, head, last, composer } = kit;
    const words = (this.words = kit.words.later ?? english);
    kit.dress(css);
    setTimeout(() => kit.dress(wall), WALL_MILLIS);
    this.sheet = el('div', { class: 'bhw-sheet', tabindex: -1, hidden: true });
    this.asked = el('div', { class: 'bhw-sheet', hidden: true });
    this.end = el('div', { class: 'bhw-end', tabindex: -1, hidden: true });
    this.menu = new Menu(kit, words.options, [
      {
        label: words.whatsapp,
        path: WHATSAPP,
        shown: () => this.leads,
        chosen: () => void this.handOver(),
      },
      { label: words.save, path: SAVE, shown: () => this.hasCode, chosen: () => void this.save() },
      {
        label: words.tell,
        path: SOUND,
        checked: () => !kit.quiet(),
        chosen: () => kit.hush(!kit.quiet()),
      },
      { label: words.records, path: SHIELD, apart: true, chosen: () => void this.records() },
      { label: words.finish, path: STOP, grave: true, shown: () => this.canFinish, chosen: () => kit.session.finish() },
    ]);
    const elsewhere = { target: '_blank', rel: 'noopener noreferrer', hidden: true };
    this.door = el('a', elsewhere, words.whatsapp);
    kit.talk[0]?.append(this.door);
    head.insertBefore(this.menu.button, last);
    panel.append(this.menu.element);
    composer.before(this.asked, this.sheet, this.end);
    panel.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.shutOne()) {
        event.stopPropagation();
      }
    });
  }

  draw(state: State): void {
    const before = this.state;
    this.state = state;
    if (state.site !== before?.site) {
      this.link(state.site.privacyUrl);
    }
    const { whatsappUrl } = state.site;
    this.kit.attribute(this.door, 'href', whatsappUrl);
    this.door.hidden = !state.lost || whatsappUrl === null;
    this.bringPatience();
    this.ask(state);
    this.anew &&= state.closed;
    const { rated } = this.kit.session;
    const ending = !state.closed || this.anew ? '' : rated ? 'rated' : 'closed';
    if (ending !== this.ending) {
      this.ending = ending;
      void this.drawEnd(ending);
    }
    this.place();
  }

  /** Puts the focus where something is to be done; false when that is the composer. */
  focus(): boolean {
    if (!this.sheet.hidden) {
      this.sheet.focus();
      return true;
    }
    if (this.asking) {
      this.form?.focus();
    }
    return this.asking;
  }

  /** Whether the chat can go on on WhatsApp. */
  private get leads(): boolean {
    return this.hasCode && this.state?.site.whatsapp === true && !this.state.closed;
  }

  private get hasCode(): boolean {
    return this.kit.session.thread.code !== null;
  }

  /** Nobody waits before something was said. */
  private bringPatience(): void {
    if (this.hasCode && !this.patient) {
      this.patient = true;
      import('./patience.js').then(
        ({ Patience }) => {
          this.patience = new Patience(this.kit, () => (this.leads ? () => void this.handOver() : null));
          this.patience.draw();
        },
        () => (this.patient = false),
      );
    }
    this.patience?.draw();
  }

  /** Only what is open and known to be can be ended, and nothing that is said is left behind. */
  private get canFinish(): boolean {
    const { live, thread } = this.kit.session;
    return this.hasCode && live.welcome && thread.status === 'open' && thread.queue.length === 0;
  }

  private place(): void {
    const inSheet = !this.sheet.hidden;
    const asking = this.asking && !inSheet;
    for (const part of this.kit.talk) {
      part.classList.toggle('is-away', inSheet || asking);
    }
    this.asked.hidden = !asking;
    this.end.hidden = inSheet || this.ending === '';
    this.kit.composer.classList.toggle('is-away', inSheet || asking || this.ending !== '');
  }

  private link(privacyUrl: string | null): void {
    const { el, by, words } = this.kit;
    const link = { href: privacyUrl ?? '', target: '_blank', rel: 'noopener noreferrer' };
    const privacy = privacyUrl === null ? [] : [el('a', link, this.words.privacy), ' · '];
    by.replaceChildren(...privacy, words.by);
  }

  /** Whether the visitor is doing nothing else on the page, so that the focus may go where it is needed. */
  private get isIdle(): boolean {
    const { panel } = this.kit;
    const { activeElement } = document;
    const { host } = panel.getRootNode() as ShadowRoot;
    return !panel.hidden && (activeElement === document.body || activeElement === host);
  }

  /** Shows the form before the chat, or takes it away. Without its part nobody is kept from writing. */
  private ask({ asks, site }: State): void {
    if (!asks) {
      this.asking = false;
    } else if (this.form !== null && this.asking) {
      this.form.follow(this.kit.session.profile);
    } else if (!this.asking) {
      this.asking = true;
      import('./form.js').then(
        ({ Form }) => {
          const idle = this.isIdle;
          this.form = new Form(this.kit, site, () => {
            this.asking = false;
            this.place();
            this.kit.focus();
          });
          this.asked.replaceChildren(this.form.element);
          this.place();
          if (idle && this.asking) {
            this.form.focus();
          }
        },
        () => {
          this.asking = false;
          this.place();
        },
      );
    }
  }

  private async drawEnd(ending: string): Promise<void> {
    const goOn = () => {
      this.anew = true;
      if (this.state !== null) {
        this.draw(this.state);
      }
      this.kit.focus();
    };
    // What has the focus goes away. Keys that were meant for the composer must choose nothing here.
    const had = [this.end, this.kit.composer].some((part) => part.matches(':focus-within'));
    const parts = ending === '' ? null : await import('./rating.js').catch(() => null);
    if (ending === this.ending) {
      this.end.replaceChildren(
        ...(parts === null ? [] : [parts.drawEnd(this.kit, ending === 'rated', goOn)]),
      );
      // Without the part that asks, the visitor can still go on.
      this.ending = parts === null ? '' : ending;
      this.place();
      if (had && parts !== null) {
        this.end.focus();
      }
    }
  }

  private async handOver(): Promise<void> {
    const back = () => this.shutOne();
    const part = await import('./handover.js').catch(() => null);
    this.open(await part?.handOver(this.kit, this.state?.phone === true, WHATSAPP, back));
  }

  private async records(): Promise<void> {
    const part = await import('./records.js').catch(() => null);
    const url = this.state?.site.privacyUrl ?? null;
    this.open(part && [part.drawRecords(this.kit, url, () => this.shutOne())]);
  }

  private async save(): Promise<void> {
    const part = await import('./records.js').catch(() => null);
    if ((await part?.saveChat(this.kit)) !== true) {
      this.open(null);
    }
  }

  /** Lays a sheet over the conversation; without one says that it cannot be had. */
  private open(nodes: readonly Node[] | null | undefined): void {
    const { el } = this.kit;
    const back = el('button', { class: 'bhw-btn bhw-btn--2', type: 'button' }, this.words.back);
    back.addEventListener('click', () => this.shutOne());
    this.sheet.replaceChildren(...(nodes ?? [el('p', { role: 'alert' }, this.words.cannot), back]));
    this.sheet.hidden = false;
    this.place();
    this.sheet.scrollTop = 0;
    this.sheet.focus();
  }

  /** Shuts what lies on top; false when nothing does. */
  private shutOne(): boolean {
    if (this.menu.shut()) {
      return true;
    }
    const shown = !this.sheet.hidden;
    this.sheet.hidden = true;
    this.place();
    if (shown) {
      this.kit.focus();
    }
    return shown;
  }
}

const WHATSAPP =
  'M6.2 3.4h7.6a3 3 0 0 1 3 3v5.2a3 3 0 0 1-3 3H9l-3.6 2.6v-2.6a2.6 2.6 0 0 1-2.2-2.6V6.4a3 3 0 0 1 3-3zM7.7 6.5c-.2 3.2 1.8 5.2 5 5l.4-1.4-1.5-.8-.8.6c-.7-.3-1.2-.8-1.5-1.5l.6-.8-.8-1.5z';
const SAVE = 'M10 3.2v9M6.4 8.8 10 12.4l3.6-3.6M4 16.4h12';
const SOUND = 'M3.5 8v4h2.7l3.6 3V5L6.2 8zM12.6 7.6a3.4 3.4 0 0 1 0 4.8M14.8 5.4a6.5 6.5 0 0 1 0 9.2';
const STOP = 'M6 6h8v8H6z';
const SHIELD = 'm10 2.7 6 2.2v4.7c0 3.7-2.4 6.4-6 7.6-3.6-1.2-6-3.9-6-7.6V4.9zM7.2 10l2 2 3.6-4';
