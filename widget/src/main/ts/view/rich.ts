/**
 * What bubbles have beside words: files and quotes. Fetched when the first of them is to be drawn; until
 * then their words stand alone.
 */
import css from '@css/rich.css';
import type { Attachment } from '../frames.js';
import type { Queued } from '../thread.js';
import type { Words } from '../words.js';
import type { FileLoan } from './loan.js';
import type { Bubble, Quote } from './rows.js';

export interface RichIntents {
  /** Shows the message that was quoted. */
  jump(seq: number): void;
  cancel(cid: string): void;
  /** The links to files have died. */
  renew(): void;
  bytes(cid: string): Promise<Blob | null>;
}

const english = {
  you: 'You',
  cancel: 'Cancel upload',
  uploading: (percent: number) => `Uploading, ${percent}%`,
  quoted: (name: string) => `Quoted message from ${name}`,
  tooLarge: 'Not sent: this file is too large',
  lost: 'Not sent: the file is gone. Attach it again',
  cut: 'Not sent: the upload was cut off',
};

export type RichWords = typeof english;

/** Wider than pictures are shown, for screens with many pixels. */
const PREVIEW_PIXELS = 496;
const RENEW_MILLIS_MIN = 60_000;
const RING = 2 * Math.PI * 19;

export class Rich {
  /** Pictures of ours as this page drew them: they stay when the gateway has them, and nothing flickers. */
  private readonly previews = new Map<string, HTMLCanvasElement>();
  private readonly words: RichWords;
  private renewed = 0;

  constructor(
    private readonly loan: FileLoan,
    private readonly panelWords: Words,
    private readonly intents: RichIntents,
  ) {
    this.words = panelWords.talk ?? english;
    loan.dress(css);
  }

  /** Puts what a bubble has beside its words before them. */
  furnish(bubble: HTMLElement, row: Bubble): void {
    const paragraph = bubble.querySelector('p');
    const add = (part: HTMLElement) => bubble.insertBefore(part, paragraph);
    if (row.quote !== null) {
      add(this.quote(row.quote));
    }
    if (row.attachment !== null) {
      const { part, isPicture } = this.file(row, row.attachment);
      bubble.classList.toggle('is-pic', isPicture);
      bubble.classList.toggle('is-bare', row.wordless);
      add(part);
      this.progress(bubble, row);
    }
  }

  /** Shows how far an upload is. */
  progress(bubble: HTMLElement, { part }: Bubble): void {
    const ring = bubble.querySelector<SVGElement>('.bhw-ring circle');
    const bar = bubble.querySelector('[role=progressbar]');
    const cover = bubble.querySelector<HTMLElement>('.bhw-up');
    if (ring === null || bar === null || cover === null) {
      return;
    }
    cover.hidden = part === null || part >= 1;
    ring.style.strokeDashoffset = String(RING * (1 - (part ?? 0)));
    const percent = Math.round((part ?? 0) * 100);
    this.loan.attribute(bar, 'aria-valuenow', percent);
    this.loan.attribute(bar, 'aria-valuetext', this.words.uploading(percent));
  }

  /** Why a message with a file was not sent; null when its file is not to blame. */
  problem({ file, problem, reason }: Queued): string | null {
    const { words } = this;
    if (file === null) {
      return null;
    }
    const said = { too_large: words.tooLarge, lost: words.lost, cut: words.cut }[problem ?? ''];
    return said ?? (reason ? this.panelWords.notSent + ': ' + reason : null);
  }

  private quote({ seq, own, name, text }: Quote): HTMLElement {
    const { el } = this.loan;
    const who = own ? this.words.you : (name ?? this.panelWords.somebody);
    const button = el(
      'button',
      { type: 'button', class: own ? 'bhw-quote is-own' : 'bhw-quote' },
      el('span', { class: 'bhw-sr' }, this.words.quoted(who)),
      el('b', { 'aria-hidden': 'true' }, el('bdi', {}, who)),
      el('span', { dir: 'auto' }, text),
    );
    button.addEventListener('click', () => this.intents.jump(seq));
    return button;
  }

  private file(row: Bubble, file: Attachment): { part: HTMLElement; isPicture: boolean } {
    const { el } = this.loan;
    const local = this.preview(row, file);
    const picture = file.thumb ?? (file.kind === 'image' || file.kind === 'sticker' ? file.url : null);
    if (file.kind === 'video' && file.url !== null) {
      const player = el('video', { controls: true, preload: 'metadata', playsinline: true });
      return { part: this.played(player, file), isPicture: true };
    }
    if (file.kind === 'audio' && file.url !== null) {
      const player = el('audio', { controls: true, preload: 'none' });
      return { part: this.played(player, file), isPicture: false };
    }
    if (local !== null || picture !== null) {
      const image = local ?? this.image(picture ?? '', row, file);
      const link = file.url && this.loan.anchor(file.url, image);
      const figure = el('figure', {}, link || image);
      figure.append(...this.cover(row));
      return { part: figure, isPicture: true };
    }
    return { part: this.offered(row, file), isPicture: false };
  }

  private image(src: string, row: Bubble, file: Attachment): HTMLElement {
    const { width, height } = file;
    const alt = row.wordless ? this.called(file) : row.text;
    const image = this.loan.el('img', { src, alt, width, height, loading: 'lazy', decoding: 'async' });
    image.addEventListener('error', () => this.died(file));
    return image;
  }

  private played<T extends HTMLMediaElement>(player: T, file: Attachment): HTMLElement {
    const { el, attribute } = this.loan;
    const { url, thumb, width, height } = file;
    attribute(player, 'src', url);
    attribute(player, 'aria-label', this.called(file));
    if (player instanceof HTMLVideoElement) {
      attribute(player, 'poster', thumb);
      attribute(player, 'width', width);
      attribute(player, 'height', height);
    }
    player.addEventListener('error', () => this.died(file));
    return el('figure', {}, player);
  }

  /** A link whose time is over gets a new one with its message, once a minute at most. */
  private died({ expires }: Attachment): void {
    const now = Date.now();
    if (expires !== null && Date.parse(expires) < now && now - this.renewed > RENEW_MILLIS_MIN) {
      this.renewed = now;
      this.intents.renew();
    }
  }

  /** A document, or what cannot be shown: its name, how large it is, of which type. */
  private offered(row: Bubble, file: Attachment): HTMLElement {
    const { el, icon, anchor } = this.loan;
    const { state, url } = file;
    const about =
      state === 'failed'
        ? this.panelWords.missing
        : state === 'waiting' && row.seq !== null && !row.own
          ? this.panelWords.coming
          : [this.typeOf(file), this.sizeOf(file)].filter((part) => part !== '').join(' · ');
    const inside = [
      this.loan.fileIcon(),
      el('span', {}, el('strong', {}, el('bdi', {}, this.called(file))), el('small', {}, about)),
    ];
    const link = url && anchor(url, ...inside, icon({ path: SAVE }));
    if (link) {
      link.className = 'bhw-file';
      return link;
    }
    return el('div', { class: 'bhw-file' }, ...inside, ...this.cover(row));
  }

  private called({ kind, name }: Attachment): string {
    return name ?? this.panelWords.kinds[kind] ?? this.panelWords.file;
  }

  private typeOf({ name, mime, kind }: Attachment): string {
    const ending = /\.([a-z0-9]{1,5})$/i.exec(name ?? '')?.[1];
    return (ending ?? mime?.split('/')[1] ?? kind).slice(0, 12).toUpperCase();
  }

  private sizeOf({ size }: Attachment): string {
    return size === null ? '' : sizeIn(size, this.loan.locale);
  }

  /** Over a file on its way: how far it is, and a way to stop it. */
  private cover(row: Bubble): readonly HTMLElement[] {
    const { el } = this.loan;
    const { cid, seq } = row;
    if (seq !== null || cid === null) {
      return [];
    }
    const button = el('button', { type: 'button', 'aria-label': this.words.cancel }, this.loan.icon('x'));
    button.append(ring());
    button.addEventListener('click', () => this.intents.cancel(cid));
    const bar = el('span', {
      class: 'bhw-sr',
      role: 'progressbar',
      'aria-label': this.called(row.attachment as Attachment),
      'aria-valuemin': 0,
      'aria-valuemax': 100,
    });
    return [el('div', { class: 'bhw-up', hidden: true }, bar, button)];
  }

  /** A picture of ours, drawn from its bytes: no address is needed for it, which a page might forbid. */
  private preview({ cid, own, seq, text }: Bubble, { kind, width, height }: Attachment): HTMLElement | null {
    if (!own || cid === null || kind !== 'image') {
      return null;
    }
    const drawn = this.previews.get(cid);
    if (drawn !== undefined || seq !== null || !width || !height) {
      return drawn ?? null;
    }
    const canvas = this.loan.el('canvas', { role: 'img', 'aria-label': text });
    canvas.width = Math.min(width, PREVIEW_PIXELS);
    canvas.height = Math.max(1, Math.round((canvas.width * height) / width));
    this.previews.set(cid, canvas);
    const put = async () => {
      const bytes = await this.intents.bytes(cid);
      if (bytes !== null) {
        const bitmap = await createImageBitmap(bytes, { imageOrientation: 'from-image' });
        canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
        bitmap.close();
      }
    };
    // A picture that this browser cannot draw leaves a field of its size.
    put().catch(() => {});
    return canvas;
  }
}

const SAVE = 'M10 3.2v9M6.4 8.8 10 12.4l3.6-3.6M4 16.4h12';
const SVG = 'http://www.w3.org/2000/svg';

function ring(): SVGElement {
  const drawing = document.createElementNS(SVG, 'svg');
  drawing.setAttribute('viewBox', '0 0 42 42');
  drawing.setAttribute('class', 'bhw-ring');
  drawing.setAttribute('aria-hidden', 'true');
  const circle = document.createElementNS(SVG, 'circle');
  for (const [name, value] of Object.entries({ cx: 21, cy: 21, r: 19, 'stroke-dasharray': RING })) {
    circle.setAttribute(name, String(value));
  }
  drawing.append(circle);
  return drawing;
}

function sizeIn(bytes: number, locale: string): string {
  const large = bytes >= 1_000_000;
  const format = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: large ? 'megabyte' : 'kilobyte',
    maximumFractionDigits: large ? 1 : 0,
  });
  return format.format(large ? bytes / 1_048_576 : Math.max(1, bytes / 1_024));
}
