/**
 * The same frames where WebSocket is blocked: the gateway's come over one long answer, ours are posted in
 * order. It looks like a socket, so nothing above knows the difference.
 */
import type { Dial, Wire } from './socket.js';

/** Frames in one post. */
const BATCH_MAX = 20;

export function stream(gateway: string, site: string): Dial {
  return () => new StreamWire(gateway, site);
}

class StreamWire implements Wire {
  onopen: Wire['onopen'] = null;
  onmessage: Wire['onmessage'] = null;
  onclose: Wire['onclose'] = null;

  private readonly over = new AbortController();
  private readonly outbox: string[] = [];
  private greeted = false;
  private session: string | null = null;
  private posting = false;

  constructor(
    private readonly gateway: string,
    private readonly site: string,
  ) {
    // The first frame opens it: until then it is as open as it can be.
    queueMicrotask(() => this.over.signal.aborted || this.onopen?.(new Event('open')));
  }

  send(frame: string): void {
    if (this.greeted) {
      this.outbox.push(frame);
      void this.post();
    } else {
      this.greeted = true;
      void this.listen(frame);
    }
  }

  close(): void {
    this.over.abort();
  }

  private async listen(hello: string): Promise<void> {
    try {
      const answer = await this.ask('events', hello);
      const reader = answer.ok ? answer.body?.getReader() : undefined;
      const letters = new TextDecoder();
      let rest = '';
      for (;;) {
        const part = await reader?.read();
        if (part === undefined || part.done) {
          break;
        }
        const events = (rest + letters.decode(part.value, { stream: true })).split(/\r?\n\r?\n/);
        rest = events.pop() ?? '';
        events.forEach((event) => this.hear(event));
      }
    } catch {
      // Cut; said below.
    }
    this.lost();
  }

  private hear(event: string): void {
    const lines = event.split(/\r?\n/);
    const data = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice(5).trim());
    if (this.over.signal.aborted || data.length === 0) {
      return;
    }
    if (lines.some((line) => /^event: ?session$/.test(line))) {
      this.session = String((JSON.parse(data.join('')) as { id: unknown }).id);
      void this.post();
    } else {
      this.onmessage?.(new MessageEvent('message', { data: data.join('\n') }));
    }
  }

  /** One post at a time, so that the order holds; what is written meanwhile goes with the next. */
  private async post(): Promise<void> {
    if (this.posting || this.session === null) {
      return;
    }
    this.posting = true;
    try {
      while (this.outbox.length > 0) {
        const frames = this.outbox.splice(0, BATCH_MAX);
        const answer = await this.ask('frames', `[${frames.join()}]`, this.session);
        if (!answer.ok) {
          this.lost();
          return;
        }
      }
    } catch {
      this.lost();
    } finally {
      this.posting = false;
    }
  }

  private ask(path: string, body: string, session?: string): Promise<Response> {
    return fetch(`${this.gateway}/widget/v1/${path}?site=${encodeURIComponent(this.site)}`, {
      method: 'POST',
      body,
      headers: {
        'Content-Type': 'application/json',
        ...(session === undefined ? {} : { 'X-Bellhop-Session': session }),
      },
      credentials: 'omit',
      cache: 'no-store',
      signal: this.over.signal,
    });
  }

  private lost(): void {
    if (!this.over.signal.aborted) {
      this.over.abort();
      this.onclose?.(new Event('close') as CloseEvent);
    }
  }
}
