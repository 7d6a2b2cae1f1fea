/** The thread as rows from top to bottom: decided here as data, drawn by the log. */
import type { Attachment, Message } from '../frames.js';
import type { Queued, QueuedFile, Thread } from '../thread.js';
import type { Calendar, Words } from '../words.js';
import type { Tick } from './icons.js';

/** What a message quotes, as far as it is shown. */
export interface Quote {
  readonly seq: number;
  readonly own: boolean;
  readonly name: string | null;
  readonly text: string;
}

export interface Bubble {
  readonly kind: 'bubble';
  readonly key: string;
  readonly own: boolean;
  /** The first of a run by the same person: it has the tail, and the name. */
  readonly first: boolean;
  readonly name: string | null;
  readonly text: string;
  readonly attachment: Attachment | null;
  readonly quote: Quote | null;
  /** How much of its file is with the gateway, from 0 to 1; null when it is not on its way there. */
  readonly part: number | null;
  /** Its text is none of the sender's: it only names the file. */
  readonly wordless: boolean;
  readonly at: string;
  readonly time: string;
  readonly tick: Tick | null;
  readonly seq: number | null;
  readonly cid: string | null;
}

export type Row =
  | Bubble
  | { readonly kind: 'line'; readonly key: string; readonly look: 'day' | 'sys' | 'new'; readonly text: string }
  | { readonly kind: 'fix'; readonly key: string; readonly id: string | number; readonly text: string }
  | { readonly kind: 'typing'; readonly key: string; readonly name: string };

/** What came while the panel was shut: so many messages, after this `seq`. */
export interface News {
  readonly after: number;
  readonly count: number;
}

export interface Reading {
  readonly now: number;
  readonly words: Words;
  readonly calendar: Calendar;
  readonly typing: { readonly name: string | null } | null;
  readonly news: News | null;
  readonly upload?: { readonly cid: string; readonly part: number } | null;
  /** Words for a queued message's problem. */
  readonly problem: (queued: Queued) => string;
}

export function rowsOf(thread: Thread, reading: Reading): readonly Row[] {
  const { words, calendar, now, news } = reading;
  const rows: Row[] = [];
  let day = '';
  let speaker: string | null = null;
  let divided = false;

  const line = (key: string, look: 'day' | 'sys' | 'new', text: string) => {
    rows.push({ kind: 'line', key, look, text });
    speaker = null;
  };
  const dayOf = (at: string, key: string) => {
    const date = new Date(at).toDateString();
    if (date !== day) {
      day = date;
      line('day ' + key, 'day', calendar.day(at, now));
    }
  };
  const quoted = (seq: number | null) => (seq === null ? null : quoteOf(thread, seq, words));
  const bubble = (by: string, rest: Omit<Bubble, 'kind' | 'first' | 'time'>) => {
    rows.push({ ...rest, kind: 'bubble', first: speaker !== by, time: calendar.time(rest.at) });
    speaker = by;
  };

  for (const message of thread.messages) {
    if (thread.hidden.includes(message.seq)) {
      continue;
    }
    const key = message.cid === null ? 'seq ' + message.seq : 'cid ' + message.cid;
    dayOf(message.at, key);
    if (news !== null && !divided && message.from === 'agent' && message.seq > news.after) {
      divided = true;
      line('new', 'new', words.newSince(news.count));
    }
    if (message.from === 'system') {
      line(key, 'sys', message.text);
      continue;
    }
    const own = message.from === 'visitor';
    bubble(own ? 'visitor' : 'agent ' + message.name, {
      key,
      own,
      name: own ? null : message.name,
      text: textOf(message, words),
      attachment: message.attachment,
      quote: quoted(message.replyTo),
      part: null,
      wordless: message.text === '',
      at: message.at,
      tick: own ? message.status ?? 'sent' : null,
      seq: message.seq,
      cid: message.cid,
    });
    if (own && message.status === 'failed') {
      rows.push({ kind: 'fix', key: 'fix ' + message.seq, id: message.seq, text: words.notSent });
    }
  }
  for (const queued of thread.queue) {
    dayOf(queued.at, 'cid ' + queued.cid);
    bubble('visitor', {
      key: 'cid ' + queued.cid,
      own: true,
      name: null,
      text: queued.text === '' && queued.file !== null ? queued.file.name : queued.text,
      attachment: queued.file && waitingFile(queued.file),
      quote: quoted(queued.replyTo),
      part: partOf(queued, reading),
      wordless: queued.text === '',
      at: queued.at,
      tick: queued.problem === null ? 'clock' : 'failed',
      seq: null,
      cid: queued.cid,
    });
    if (queued.problem !== null) {
      const text = reading.problem(queued);
      rows.push({ kind: 'fix', key: 'fix ' + queued.cid, id: queued.cid, text });
    }
  }
  if (reading.typing !== null) {
    rows.push({ kind: 'typing', key: 'typing', name: reading.typing.name ?? words.somebody });
  }
  return rows;
}

/** A message as it is shown where it is quoted; null when it is not there. */
export function quoteOf({ messages }: Thread, seq: number, words: Words): Quote | null {
  const quoted = messages.find((message) => message.seq === seq);
  return quoted === undefined
    ? null
    : { seq, own: quoted.from === 'visitor', name: quoted.name, text: textOf(quoted, words) };
}

/** A file of ours, until the gateway says where it is. */
function waitingFile({ handle, ...file }: QueuedFile): Attachment {
  const state = handle === null ? 'here' : 'waiting';
  return { ...file, state, url: null, thumb: null, expires: null };
}

function partOf({ cid, file, problem }: Queued, { upload }: Reading): number | null {
  if (file === null || problem !== null) {
    return null;
  }
  return file.handle !== null ? 1 : upload?.cid === cid ? upload.part : 0;
}

/** What a message without words says instead. */
export function textOf(message: Message, words: Words): string {
  if (message.text !== '' || message.kind === 'text') {
    return message.text;
  }
  return message.attachment?.name ?? words.kinds[message.kind] ?? words.file;
}
