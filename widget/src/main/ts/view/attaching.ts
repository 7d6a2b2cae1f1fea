/**
 * Choosing files: by the button, by pasting, by dropping them on the panel, by a phone's camera; and the
 * tray above the composer where they wait for the words. Comes after the panel.
 */
import css from '@css/attaching.css';
import type { Chosen } from '../change.js';
import type { Composer } from './composer.js';
import type { FileLoan } from './loan.js';
import { FILE_BYTES_MAX, prepared } from './prepared.js';

export interface AttachingStage {
  readonly panel: HTMLElement;
  readonly composer: Composer;
  notice(says: string | null): void;
  tray(): readonly Chosen[];
  choose(tray: readonly Chosen[]): void;
  /** Whether nothing can be sent at all. */
  shut(): boolean;
}

const english = {
  camera: 'Take a photo',
  photos: 'Photos and videos',
  document: 'File',
  attachments: 'Attachments',
  removeFile: (name: string) => `Remove ${name}`,
  drop: 'Drop files here',
  emptyFile: (name: string) => `${name} is empty.`,
  fileTooLarge: (name: string, size: string, most: string) =>
    `${name} has ${size}; files up to ${most} can be sent. Send a smaller one or a link.`,
  tooManyFiles: (most: number) => `Up to ${most} files go at once. Send these first.`,
};

export type AttachingWords = typeof english;

const FILES_MAX = 10;
const FILMS_AND_PICTURES = 'image/*,video/*';
const THUMB_PIXELS = 88;

interface Way {
  readonly label: string;
  readonly path: string;
  readonly accept: string;
  readonly capture?: string;
}

export class Attaching {
  private readonly list: HTMLElement;
  private readonly menu: HTMLElement;
  private readonly curtain: HTMLElement;
  private readonly chips = new Map<Chosen, HTMLElement>();
  /** Files are taken in one after the other, so that they stay in order. */
  private taking: Promise<unknown> = Promise.resolve();
  /** How often files are being taken in. */
  private awaited = 0;
  /** Whether the visitor has sent what waits for them. */
  private sent = false;

  constructor(
    private readonly loan: FileLoan,
    private readonly words: AttachingWords = english,
    private readonly stage: AttachingStage,
  ) {
    const { el, dress } = loan;
    dress(css);
    this.list = el('div', { class: 'bhw-tray', role: 'list', 'aria-label': words.attachments, hidden: true });
    this.menu = this.drawMenu();
    this.curtain = el('div', { class: 'bhw-drop', hidden: true }, el('span', {}, words.drop));
    const { panel, composer } = stage;
    composer.element.before(this.list);
    panel.append(this.menu, this.curtain);
    panel.addEventListener('paste', (event) => this.paste(event));
    this.catchDrops(panel);
    this.catchSending(panel);
  }

  /** A phone asks first: its camera, its pictures, or its files. */
  open(): void {
    if (this.stage.shut()) {
      return;
    }
    if (matchMedia('(pointer: coarse)').matches) {
      const shows = this.menu.hidden;
      this.showMenu(shows);
      if (shows) {
        this.menu.querySelector('button')?.focus();
      }
    } else {
      this.ask('', undefined);
    }
  }

  draw(tray: readonly Chosen[]): void {
    for (const [chosen, chip] of this.chips) {
      if (!tray.includes(chosen)) {
        this.chips.delete(chosen);
        chip.remove();
      }
    }
    for (const chosen of tray) {
      if (!this.chips.has(chosen)) {
        const chip = this.chip(chosen);
        this.chips.set(chosen, chip);
        this.list.append(chip);
      }
    }
    this.list.hidden = tray.length === 0;
  }

  private ask(accept: string, capture: string | undefined): void {
    const input = this.loan.el('input', { type: 'file', multiple: capture === undefined, hidden: true });
    input.accept = accept;
    this.loan.attribute(input, 'capture', capture ?? null);
    input.addEventListener('change', () => {
      this.take([...(input.files ?? [])]);
      input.remove();
      this.stage.composer.focus();
    });
    input.addEventListener('cancel', () => input.remove());
    // Safari asks only for one that is in the page.
    this.stage.panel.append(input);
    input.click();
  }

  /** A large photo takes a moment: words that are sent meanwhile wait for it. */
  private take(files: readonly File[]): void {
    this.stage.notice(null);
    const taking = this.taking.then(async () => {
      let all = true;
      for (const file of files) {
        all = (await this.takeOne(file)) && all;
      }
      return all;
    });
    this.taking = taking.catch(() => false);
    void this.hold(taking);
  }

  /** What is sent from now on waits until the files are there; it stays where it is if one cannot go. */
  private async hold(taking: Promise<boolean>): Promise<void> {
    this.awaited++;
    const all = await taking.catch(() => false);
    this.awaited--;
    this.sent &&= all;
    if (this.sent && this.awaited === 0) {
      this.sent = false;
      this.stage.composer.element.dispatchEvent(new Event('submit', { cancelable: true }));
    }
  }

  /** Keeps back what the visitor sends meanwhile, before the composer hears of it. */
  private catchSending(panel: HTMLElement): void {
    const { field, element } = this.stage.composer;
    const keep = (event: Event) => {
      if (this.awaited > 0) {
        event.preventDefault();
        event.stopPropagation();
        this.sent = true;
      }
    };
    panel.addEventListener('submit', (event) => event.target === element && keep(event), true);
    panel.addEventListener(
      'keydown',
      (event) => {
        if (event.target === field && event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
          keep(event);
        }
      },
      true,
    );
  }

  /** Puts a file into the tray, or says why not. */
  private async takeOne(file: File): Promise<boolean> {
    const { stage, words } = this;
    if (stage.tray().length >= FILES_MAX) {
      stage.notice(words.tooManyFiles(FILES_MAX));
      return false;
    }
    const chosen = await prepared(file);
    if (chosen.size === 0) {
      stage.notice(words.emptyFile(chosen.name));
    } else if (chosen.size > FILE_BYTES_MAX) {
      const { name, size } = chosen;
      stage.notice(words.fileTooLarge(name, this.sizeIn(size), this.sizeIn(FILE_BYTES_MAX)));
    } else {
      stage.choose([...stage.tray(), chosen]);
      return true;
    }
    return false;
  }

  private chip(chosen: Chosen): HTMLElement {
    const { el, icon } = this.loan;
    const remove = el(
      'button',
      { type: 'button', class: 'bhw-ib', 'aria-label': this.words.removeFile(chosen.name) },
      icon('x'),
    );
    remove.addEventListener('click', () => {
      this.stage.choose(this.stage.tray().filter((other) => other !== chosen));
      this.stage.composer.focus();
    });
    return el(
      'div',
      { role: 'listitem' },
      this.thumb(chosen),
      el('span', {}, el('bdi', {}, chosen.name), el('small', {}, this.sizeIn(chosen.size))),
      remove,
    );
  }

  /** Drawn, and not by an address of the bytes, which a page's policy might forbid. */
  private thumb({ kind, bytes, width, height }: Chosen): Element {
    if (kind !== 'image' || !width || !height) {
      return this.loan.fileIcon();
    }
    const canvas = this.loan.el('canvas', { width: THUMB_PIXELS, height: THUMB_PIXELS, 'aria-hidden': true });
    const draw = async () => {
      const bitmap = await createImageBitmap(bytes, { imageOrientation: 'from-image' });
      const side = Math.min(bitmap.width, bitmap.height);
      const [x, y] = [(bitmap.width - side) / 2, (bitmap.height - side) / 2];
      canvas.getContext('2d')?.drawImage(bitmap, x, y, side, side, 0, 0, THUMB_PIXELS, THUMB_PIXELS);
      bitmap.close();
    };
    // What cannot be drawn is still there by its name.
    draw().catch(() => canvas.replaceWith(this.loan.fileIcon()));
    return canvas;
  }

  private sizeIn(bytes: number): string {
    const large = bytes >= 1_000_000;
    const format = new Intl.NumberFormat(this.loan.locale, {
      style: 'unit',
      unit: large ? 'megabyte' : 'kilobyte',
      maximumFractionDigits: large ? 1 : 0,
    });
    return format.format(large ? bytes / 1_048_576 : Math.max(1, bytes / 1_024));
  }

  /** Where words come with a picture, as from a text program, the words are meant. */
  private paste(event: ClipboardEvent): void {
    const files = [...(event.clipboardData?.files ?? [])];
    const hasWords = event.clipboardData?.types.includes('text/plain');
    if (files.length > 0 && !hasWords && !this.stage.shut()) {
      event.preventDefault();
      this.take(files);
    }
  }

  private catchDrops(panel: HTMLElement): void {
    const brings = (event: DragEvent) =>
      event.dataTransfer?.types.includes('Files') === true && !this.stage.shut();
    panel.addEventListener('dragover', (event) => {
      if (brings(event)) {
        event.preventDefault();
        this.curtain.hidden = false;
      }
    });
    panel.addEventListener('dragleave', ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && panel.contains(relatedTarget))) {
        this.curtain.hidden = true;
      }
    });
    panel.addEventListener('drop', (event) => {
      this.curtain.hidden = true;
      if (brings(event)) {
        event.preventDefault();
        this.take([...(event.dataTransfer?.files ?? [])]);
        this.stage.composer.focus();
      }
    });
  }

  private drawMenu(): HTMLElement {
    const { el, icon, attribute } = this.loan;
    const { words } = this;
    const ways: readonly Way[] = [
      { label: words.camera, path: CAMERA, accept: 'image/*', capture: 'environment' },
      { label: words.photos, path: PICTURE, accept: FILMS_AND_PICTURES },
      { label: words.document, path: SHEET, accept: '' },
    ];
    const { attach } = this.stage.composer;
    const menu = el('div', { class: 'bhw-ways', role: 'menu', hidden: true });
    attribute(menu, 'aria-label', attach.getAttribute('aria-label'));
    attribute(attach, 'aria-haspopup', matchMedia('(pointer: coarse)').matches ? 'menu' : null);
    for (const { label, path, accept, capture } of ways) {
      const item = el('button', { type: 'button', role: 'menuitem' }, icon({ path }), label);
      item.addEventListener('click', () => {
        this.showMenu(false);
        this.ask(accept, capture);
      });
      menu.append(item);
    }
    menu.addEventListener('keydown', (event) => {
      const items = [...menu.querySelectorAll('button')];
      const at = items.findIndex((item) => item.matches(':focus'));
      const to = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length }[event.key];
      if (to !== undefined) {
        event.preventDefault();
        items[to % items.length]?.focus();
      } else if (event.key === 'Escape') {
        event.stopPropagation();
        this.showMenu(false);
        attach.focus();
      }
    });
    menu.addEventListener('focusout', ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && (menu.contains(relatedTarget) || relatedTarget === attach))) {
        this.showMenu(false);
      }
    });
    return menu;
  }

  private showMenu(shows: boolean): void {
    this.menu.hidden = !shows;
    this.loan.attribute(this.stage.composer.attach, 'aria-expanded', String(shows));
  }
}

const CAMERA = 'M3 6.5h3l1.2-2h5.6l1.2 2h3v9.5H3zM10 8.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6z';
const PICTURE = 'M3 4.5h14v11H3zM3.5 14l4-4 3 3 2-2 4 3.8M13.3 7.6v.02';
const SHEET = 'M5 3h6.5L15 6.5V17H5zM11.3 3v3.7H15M7.5 10.3h5M7.5 13.3h5';
