/**
 * The frames of `bellhop.v1`, as the gateway and the widget speak them.
 *
 * Reading is strict about what we use and blind to the rest: unknown members are dropped, an unknown
 * type becomes `unknown`, and a frame whose members have the wrong types is no frame at all.
 */

export const PROTOCOL = 'bellhop.v1';

export type Status = 'sent' | 'delivered' | 'read' | 'failed';
export type Author = 'visitor' | 'agent' | 'system';

export interface Page {
  readonly url: string;
  readonly title: string;
  readonly referrer: string;
  /** The first page of this visit, where that is known. */
  readonly landing?: string;
}

/** Who the page says the visitor is; the signature, made with the site's secret, proves it. */
export interface Identity {
  readonly id: string;
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly signature: string;
}

export interface Conversation {
  readonly code: string;
  readonly status: string;
  readonly lastSeq: number;
}

/** A file of a message; without an address it is still on its way, or cannot be had. */
export interface Attachment {
  readonly kind: string;
  readonly state: string;
  readonly url: string | null;
  /** A small picture of it. */
  readonly thumb: string | null;
  readonly name: string | null;
  readonly mime?: string | null;
  readonly size: number | null;
  readonly width: number | null;
  readonly height: number | null;
  /** When its addresses die; whoever says hello again gets new ones. */
  readonly expires: string | null;
}

/** A message as the gateway keeps it; `seq` is its place in the conversation. */
export interface Message {
  readonly seq: number;
  readonly from: Author;
  readonly name: string | null;
  readonly cid: string | null;
  readonly kind: string;
  readonly text: string;
  readonly attachment: Attachment | null;
  readonly replyTo: number | null;
  readonly at: string;
  readonly status: Status | null;
}

export type ClientFrame =
  | { t: 'hello'; token: string | null; after: number; page: Page; locale: string; identity?: Identity }
  | { t: 'send'; cid: string; text: string; reply_to?: number; attachment?: string }
  | { t: 'typing'; on: boolean }
  | { t: 'got' | 'seen'; seq: number }
  | { t: 'profile'; name?: string; phone?: string; email?: string; keep?: boolean; zone?: string }
  | { t: 'rate'; score: number; comment?: string }
  /** Another page, where a site changes pages without loading them. */
  | ({ t: 'page' } & Page)
  | { t: 'end' | 'ping' };

export type ServerFrame =
  | {
      readonly t: 'welcome';
      readonly token: string;
      readonly conversation: Conversation | null;
      readonly online: boolean;
      readonly heartbeat: number;
    }
  | { readonly t: 'message'; readonly message: Message }
  | { readonly t: 'accepted'; readonly cid: string; readonly seq: number; readonly at: string }
  | { readonly t: 'status'; readonly seq: number; readonly status: Status; readonly at: string | null }
  | { readonly t: 'typing'; readonly name: string | null; readonly on: boolean }
  | { readonly t: 'presence'; readonly online: boolean }
  | { readonly t: 'conversation'; readonly code: string | null; readonly status: string }
  | { readonly t: 'pong' | 'erased' }
  | {
      readonly t: 'error';
      readonly code: string;
      readonly message: string;
      readonly cid: string | null;
      readonly retryAfter: number | null;
    }
  | { readonly t: 'bye'; readonly reconnectIn: number }
  | { readonly t: 'unknown'; readonly type: string };

/** Reads one text frame; null when it is not a frame that makes sense. */
export function readFrame(text: string): ServerFrame | null {
  try {
    return frameOf(new Members(JSON.parse(text)));
  } catch {
    return null;
  }
}

export function writeFrame(frame: ClientFrame): string {
  return JSON.stringify(frame);
}

function frameOf(members: Members): ServerFrame {
  const type = members.text('t');
  switch (type) {
    case 'welcome': {
      const conversation = members.inner('conversation');
      return {
        t: type,
        token: members.text('token'),
        conversation: conversation && {
          code: conversation.text('code'),
          status: conversation.text('status'),
          lastSeq: conversation.count('last_seq'),
        },
        online: members.flag('online'),
        heartbeat: members.maybeNumber('heartbeat') ?? 25,
      };
    }
    case 'message':
      return { t: type, message: messageOf(members) };
    case 'accepted':
      return {
        t: type,
        cid: members.text('cid'),
        seq: members.count('seq'),
        at: members.time('at'),
      };
    case 'status':
      return {
        t: type,
        seq: members.count('seq'),
        status: members.choice('status', STATUSES),
        at: members.maybeText('at'),
      };
    case 'typing':
      return { t: type, name: members.maybeText('name'), on: members.flag('on') };
    case 'presence':
      return { t: type, online: members.flag('online') };
    case 'conversation':
      return { t: type, code: members.maybeText('code'), status: members.text('status') };
    case 'pong':
    case 'erased':
      return { t: type };
    case 'error':
      return {
        t: type,
        code: members.text('code'),
        message: members.maybeText('message') ?? '',
        cid: members.maybeText('cid'),
        retryAfter: members.maybeNumber('retry_after'),
      };
    case 'bye':
      return { t: type, reconnectIn: members.maybeNumber('reconnect_in') ?? 0 };
    default:
      return { t: 'unknown', type };
  }
}

function messageOf(members: Members): Message {
  const attachment = members.inner('attachment');
  const status = members.maybeText('status');
  return {
    seq: members.count('seq'),
    from: members.choice('from', AUTHORS),
    name: members.maybeText('name'),
    cid: members.maybeText('cid'),
    kind: members.maybeText('kind') ?? 'text',
    text: members.maybeText('text') ?? '',
    attachment: attachment && {
      kind: attachment.maybeText('kind') ?? 'document',
      state: attachment.maybeText('state') ?? 'ready',
      url: attachment.maybeText('url'),
      thumb: attachment.maybeText('thumb_url'),
      name: attachment.maybeText('name'),
      mime: attachment.maybeText('mime'),
      size: attachment.maybeNumber('size'),
      width: attachment.maybeNumber('width'),
      height: attachment.maybeNumber('height'),
      expires: attachment.maybeText('expires'),
    },
    replyTo: members.maybeNumber('reply_to'),
    at: members.time('at'),
    status: STATUSES.find((known) => known === status) ?? null,
  };
}

const STATUSES: readonly Status[] = ['sent', 'delivered', 'read', 'failed'];
const AUTHORS: readonly Author[] = ['visitor', 'agent', 'system'];

/** The members of one JSON object; every reader throws when the member is not what it should be. */
class Members {
  private readonly values: Readonly<Record<string, unknown>>;

  constructor(value: unknown) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new TypeError();
    }
    this.values = value as Record<string, unknown>;
  }

  text(name: string): string {
    return required(this.maybeText(name));
  }

  maybeText(name: string): string | null {
    return this.maybe(name, 'string') as string | null;
  }

  flag(name: string): boolean {
    return required(this.maybe(name, 'boolean') as boolean | null);
  }

  maybeNumber(name: string): number | null {
    return this.maybe(name, 'number') as number | null;
  }

  count(name: string): number {
    const value = required(this.maybeNumber(name));
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new TypeError();
    }
    return value;
  }

  time(name: string): string {
    const value = this.text(name);
    if (Number.isNaN(Date.parse(value))) {
      throw new TypeError();
    }
    return value;
  }

  choice<T extends string>(name: string, choices: readonly T[]): T {
    const value = this.text(name);
    return required(choices.find((choice) => choice === value) ?? null);
  }

  inner(name: string): Members | null {
    const value = this.values[name];
    return value === undefined || value === null ? null : new Members(value);
  }

  private maybe(name: string, type: 'string' | 'number' | 'boolean'): unknown {
    const value = this.values[name];
    if (value === undefined || value === null) {
      return null;
    }
    if (typeof value !== type) {
      throw new TypeError();
    }
    return value;
  }
}

function required<T>(value: T | null): T {
  if (value === null) {
    throw new TypeError();
  }
  return value;
}
