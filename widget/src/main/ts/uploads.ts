/**
 * Takes files to the gateway, one at a time and each before its message. Fetched when the first file is
 * to be sent. What the gateway has is never taken there again.
 */
import type { Clock } from './clock.js';
import type { Queued } from './thread.js';

/** What became of one try. */
export type Outcome =
  | { readonly t: 'kept'; readonly handle: string }
  /** Not this file, whenever it is tried; in the gateway's words. */
  | { readonly t: 'refused'; readonly code: string; readonly reason: string }
  | { readonly t: 'later'; readonly code: string; readonly seconds: number }
  /** The gateway does not know who we are. */
  | { readonly t: 'stranger' }
  | { readonly t: 'cut' };

export interface Parcel {
  readonly bytes: Blob;
  readonly name: string;
  readonly token: string;
  /** How much of it is there, from 0 to 1. */
  progressed(part: number): void;
}

/** One try; ended early by the signal. */
export type Post = (parcel: Parcel, signal: AbortSignal) => Promise<Outcome>;

/** What this asks, and whom it tells. */
export interface Dispatcher {
  bytes(cid: string): Promise<Blob | null>;
  token(): string | null;
  progressed(cid: string, part: number): void;
  kept(cid: string, handle: string): void;
  refused(cid: string, code: string, reason: string | null): void;
  /** Nothing is sent for a while; `code` says why, if the gateway did. */
  pause(millis: number, code: string | null): void;
  stranger(): void;
}

const PROGRESS_MILLIS = 150;
const CUTS_MAX = 6;
const PAUSE_SECONDS_MAX = 30;

export class Uploads {
  /** The message whose file is on its way. */
  private cid: string | null = null;
  private ending = new AbortController();
  private cuts = 0;
  private strangeToken: string | null = null;

  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly clock: Clock,
    private readonly post: Post,
  ) {}

  /** The file of this message is next; one that is on its way already goes on. */
  take(queued: Queued): void {
    if (this.cid !== queued.cid) {
      this.stop();
      this.cid = queued.cid;
      this.ending = new AbortController();
      void this.carry(queued, this.ending.signal);
    }
  }

  /** Lets go of a file whose message waits no longer. */
  tend(queue: readonly Queued[]): void {
    if (this.cid !== null && !queue.some(({ cid }) => cid === this.cid)) {
      this.stop();
    }
  }

  stop(): void {
    this.cid = null;
    this.ending.abort();
  }

  private async carry({ cid, file }: Queued, signal: AbortSignal): Promise<void> {
    const { dispatcher } = this;
    const bytes = await dispatcher.bytes(cid).catch(() => null);
    const token = dispatcher.token();
    if (signal.aborted) {
      return;
    }
    if (bytes === null || file === null) {
      this.cid = null;
      dispatcher.refused(cid, 'lost', null);
      return;
    }
    let told = 0;
    const progressed = (part: number) => {
      if (!signal.aborted && this.clock.now() - told >= PROGRESS_MILLIS) {
        told = this.clock.now();
        dispatcher.progressed(cid, part);
      }
    };
    const outcome: Outcome =
      token === null
        ? { t: 'stranger' }
        : await this.post({ bytes, name: file.name, token, progressed }, signal).catch(
            (): Outcome => ({ t: 'cut' }),
          );
    if (!signal.aborted) {
      this.cid = null;
      this.settle(cid, token, outcome);
    }
  }

  private settle(cid: string, token: string | null, outcome: Outcome): void {
    const { dispatcher } = this;
    this.cuts = outcome.t === 'cut' ? this.cuts + 1 : 0;
    switch (outcome.t) {
      case 'kept':
        this.strangeToken = null;
        dispatcher.kept(cid, outcome.handle);
        break;
      case 'refused':
        dispatcher.refused(cid, outcome.code, outcome.reason);
        break;
      case 'later':
        dispatcher.pause(outcome.seconds * 1_000, outcome.code);
        break;
      case 'stranger':
        if (token !== null && token === this.strangeToken) {
          dispatcher.refused(cid, 'not_welcome', null);
        } else {
          this.strangeToken = token;
          dispatcher.stranger();
        }
        break;
      case 'cut':
        if (this.cuts < CUTS_MAX) {
          dispatcher.pause(Math.min(2 ** this.cuts, PAUSE_SECONDS_MAX) * 1_000, null);
        } else {
          this.cuts = 0;
          dispatcher.refused(cid, 'cut', null);
        }
        break;
    }
  }
}

/** The gateway takes two minutes for one file at most. */
const POST_MILLIS_MAX = 150_000;

/** By XMLHttpRequest, which alone tells how far it is. */
export function posting(gateway: string): Post {
  return ({ bytes, name, token, progressed }, signal) =>
    new Promise((done) => {
      const request = new XMLHttpRequest();
      const form = new FormData();
      form.append('file', bytes, name);
      request.open('POST', gateway + '/widget/v1/attachments');
      request.setRequestHeader('Authorization', 'Bearer ' + token);
      request.upload.onprogress = ({ loaded, total }) => progressed(total > 0 ? loaded / total : 0);
      request.onload = () => {
        const { status, responseText } = request;
        done(outcomeOf(status, responseText, request.getResponseHeader('Retry-After')));
      };
      request.timeout = POST_MILLIS_MAX;
      request.onerror = request.onabort = request.ontimeout = () => done({ t: 'cut' });
      signal.addEventListener('abort', () => request.abort());
      request.send(form);
    });
}

const LATER_SECONDS = 5;

/** What an answer says; a proxy's own answers have no body that we know. */
export function outcomeOf(status: number, body: string, retryAfter: string | null): Outcome {
  const { id, code, detail } = read(body);
  if (status === 201 && typeof id === 'string') {
    return { t: 'kept', handle: id };
  }
  if (status === 401) {
    return { t: 'stranger' };
  }
  const named = typeof code === 'string' ? code : status === 413 ? 'too_large' : 'failed';
  if (status === 429 || status >= 500) {
    const seconds = Number(retryAfter);
    return status === 429 || status === 503
      ? { t: 'later', code: status === 429 ? 'rate_limited' : 'unavailable', seconds: seconds > 0 ? seconds : LATER_SECONDS }
      : { t: 'cut' };
  }
  return status >= 400
    ? { t: 'refused', code: named, reason: typeof detail === 'string' ? detail : '' }
    : { t: 'cut' };
}

function read(body: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(body)) as Record<string, unknown>;
  } catch {
    return {};
  }
}
