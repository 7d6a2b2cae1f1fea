/**
 * A gateway for trying the widget: it speaks `bellhop.v1` from memory, is as strict about frames as the
 * real one, and can be made to misbehave. Serves the built script and a page that has it.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';

export interface Held {
  seq: number;
  from: 'visitor' | 'agent' | 'system';
  name: string | null;
  cid: string | null;
  kind: string;
  text: string;
  attachment: unknown;
  reply_to: number | null;
  at: string;
  status: string | null;
}

export const shop = {
  key: 'juniper',
  name: 'Juniper & Co.',
  initials: 'J&C',
  online: true,
  theme: 'auto',
  position: 'right',
  greeting: {
    title: 'Good morning. What can we light up?',
    text: 'Ask about a lamp, an order or a delivery. Maya, Tomás or Ingrid will answer, here or on WhatsApp.',
  },
  questions: ['Where is my order?', 'Is it dimmable?', 'Visit the showroom'],
  reply_time: 'about 4 min',
  locale: 'en',
};

/** A picture as the gateway draws it: a light ground, then the dark squares in one outline. */
const handover = {
  url: 'https://wa.me/15550001234?text=Hello%21%20K7QD',
  qr_svg:
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 12" role="img"><path fill="#fff" d="M0,0h12v12H0z"/>' +
    '<path d="M4,4h1v1h-1zM6,4h1v1h-1zM4,6h1v1h-1zM7,7h1v1h-1z"/></svg>',
  expires_at: '2026-03-02T12:00:00Z',
};

/** Somebody connected, by whichever way. */
interface Client {
  send(frame: string): void;
  terminate(): void;
}

export class FakeGateway {
  readonly messages: Held[] = [];
  readonly heard: Record<string, unknown>[] = [];
  /** Paths that were asked for. */
  readonly asked: string[] = [];
  code: string | null = null;
  status = 'open';
  site: Record<string, unknown> = { ...shop };
  /** Runs before a `send` is taken; an answer is sent instead of taking it. */
  onSend: (frame: { cid: string; text: string }) => Record<string, unknown> | 'silence' | null =
    () => null;
  policy: string | null = null;

  /** Whether WebSocket comes through. */
  sockets = true;

  private readonly clients = new Set<Client>();
  private readonly streams = new Map<string, (frame: string) => void>();
  private server: Server | null = null;
  private port = 0;

  constructor(private readonly files: string) {}

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(port: number): Promise<void> {
    const server = createServer((request, response) => {
      const path = new URL(request.url ?? '/', this.origin).pathname;
      response.setHeader('Access-Control-Allow-Origin', '*');
      response.setHeader(
        'Access-Control-Allow-Headers',
        'authorization, content-type, x-bellhop-session',
      );
      this.asked.push(path);
      if (path === '/widget.js' || /^\/widget\/[^/]+\.mjs$/.test(path)) {
        response.setHeader('Content-Type', 'text/javascript');
        readFile(join(this.files, basename(path))).then(
          (script) => response.end(script),
          () => {
            response.statusCode = 404;
            response.end();
          },
        );
      } else if (request.method === 'OPTIONS') {
        response.end();
      } else if (path === '/widget/v1/events' || path === '/widget/v1/frames') {
        void this.streamed(path, request, response);
      } else if (path === '/widget/v1/handover') {
        const known = request.headers.authorization === 'Bearer v-1' && this.code !== null;
        response.statusCode = known ? 200 : 409;
        response.setHeader('Content-Type', 'application/json');
        response.end(JSON.stringify(known ? { ...handover, code: this.code } : {}));
      } else if (path.startsWith('/widget/v1/sites/')) {
        response.statusCode = path.endsWith('/' + String(this.site['key'])) ? 200 : 404;
        response.setHeader('Content-Type', 'application/json');
        response.end(response.statusCode === 200 ? JSON.stringify(this.site) : '{}');
      } else {
        if (this.policy !== null) {
          response.setHeader('Content-Security-Policy', this.policy);
        }
        response.setHeader('Content-Type', 'text/html; charset=utf-8');
        response.end(page(path.includes('unknown') ? 'nobody' : 'juniper', path === '/own'));
      }
    });
    const sockets = new WebSocketServer({ noServer: true });
    server.on('upgrade', (request, wire, head) => {
      if (this.sockets) {
        sockets.handleUpgrade(request, wire, head, (socket) => this.upgraded(socket));
      } else {
        wire.destroy();
      }
    });
    await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
    this.server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  /** Goes away, as in a crash: sockets are cut, nobody answers. */
  async stop(): Promise<void> {
    for (const client of this.clients) {
      client.terminate();
    }
    this.server?.closeAllConnections();
    await new Promise((done) => this.server?.close(done));
  }

  /** Streams stay open, but what is posted to them finds nobody. */
  forgetStreams(): void {
    this.streams.clear();
  }

  drop(): void {
    for (const client of this.clients) {
      client.terminate();
    }
  }

  tell(frame: Record<string, unknown>): void {
    for (const client of this.clients) {
      client.send(JSON.stringify(frame));
    }
  }

  /** The conversation is over, or goes on. */
  becomes(status: string): void {
    this.status = status;
    this.tell({ t: 'conversation', code: this.code, status });
  }

  agentSays(text: string, name: string, more: Partial<Held> = {}): Held {
    return this.add({ from: 'agent', name, text, ...more });
  }

  add(message: Partial<Held>, lost = false): Held {
    this.code ??= 'K7QD';
    const held: Held = {
      seq: this.messages.length + 1,
      from: 'agent',
      name: null,
      cid: null,
      kind: 'text',
      text: '',
      attachment: null,
      reply_to: null,
      at: new Date().toISOString(),
      status: null,
      ...message,
    };
    this.messages.push(held);
    if (!lost) {
      this.tell({ t: 'message', ...held });
    }
    return held;
  }

  progress(seq: number, status: string): void {
    const held = this.messages[seq - 1];
    if (held !== undefined) {
      held.status = status;
      this.tell({ t: 'status', seq, status, at: new Date().toISOString() });
    }
  }

  private upgraded(socket: WebSocket): void {
    const hear = this.connected(socket);
    socket.on('close', () => this.clients.delete(socket));
    socket.on('message', (data) => hear(String(data)));
  }

  /** The second transport: the same frames, the gateway's as an event stream, the client's as posts. */
  private async streamed(
    path: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) {
      parts.push(part as Buffer);
    }
    const body = Buffer.concat(parts).toString();
    if (path === '/widget/v1/frames') {
      const hear = this.streams.get(String(request.headers['x-bellhop-session']));
      response.statusCode = hear === undefined ? 404 : 202;
      response.end('{}');
      const frames = JSON.parse(body) as unknown;
      (Array.isArray(frames) ? frames : [frames]).forEach((frame) => hear?.(JSON.stringify(frame)));
      return;
    }
    const id = 's-' + (this.streams.size + 1);
    const client = {
      send: (frame: string) => response.write(`data: ${frame}\n\n`),
      terminate: () => response.destroy(),
    };
    response.setHeader('Content-Type', 'text/event-stream');
    response.write(`event: session\ndata: ${JSON.stringify({ id })}\n\n: beat\n\n`);
    const hear = this.connected(client);
    this.streams.set(id, hear);
    response.on('close', () => {
      this.streams.delete(id);
      this.clients.delete(client);
    });
    hear(body);
  }

  private connected(client: Client): (text: string) => void {
    let welcome = false;
    this.clients.add(client);
    const answer = (frame: Record<string, unknown>) => client.send(JSON.stringify(frame));
    return (text) => {
      const frame = JSON.parse(text) as Record<string, unknown>;
      this.heard.push(frame);
      if (frame['t'] === 'ping') {
        answer({ t: 'pong' });
      } else if (frame['t'] === 'hello') {
        welcome = true;
        const last_seq = this.messages.length;
        const conversation = this.code && {
          code: this.code,
          status: this.status,
          last_seq,
        };
        const online = this.site['online'] !== false;
        answer({ t: 'welcome', token: 'v-1', conversation, online, heartbeat: 25 });
        for (const held of this.messages.slice(Number(frame['after']))) {
          answer({ t: 'message', ...held });
        }
      } else if (!welcome) {
        answer({ t: 'error', code: 'not_welcome', message: 'Say hello first.' });
      } else if (frame['t'] === 'send') {
        this.take(client, { cid: String(frame['cid']), text: String(frame['text']) });
      }
    };
  }

  private take(client: Client, { cid, text }: { cid: string; text: string }): void {
    const instead = this.onSend({ cid, text });
    if (instead !== null) {
      if (instead !== 'silence') {
        client.send(JSON.stringify({ t: 'error', cid, message: '', ...instead }));
      }
      return;
    }
    const known = this.messages.find((held) => held.cid === cid);
    const held = known ?? this.add({ from: 'visitor', cid, text, status: 'sent' }, true);
    client.send(JSON.stringify({ t: 'accepted', cid, seq: held.seq, at: held.at }));
    if (known === undefined) {
      for (const other of this.clients) {
        if (other !== client) {
          other.send(JSON.stringify({ t: 'message', ...held }));
        }
      }
    }
  }
}

function page(site: string, own: boolean): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Lamps</title><link rel="icon" href="data:,">
<body><h1>Lamps</h1><p><a href="/next">Next page</a></p>
<p>A page of its own, with a <button>button</button> and some words.</p>
<script async src="/widget.js" data-site="${site}"${own ? ' data-launcher="none"' : ''}></script></body></html>`;
}
