import type { part } from './part.js';
import type { Dial, Wire } from './socket.js';

/** Attempts in a row that show that a way is blocked, and not only the moment bad. */
const ATTEMPTS = 2;

/**
 * Dials a socket; when none can be opened although the gateway answers otherwise, what is brought then, and
 * a socket again when that is no better. A connection on which nothing was ever heard was none.
 *
 * @param bring another way, or null while the gateway cannot be reached at all
 */
export function eitherWay(socket: Dial, bring: () => Promise<Dial | null>): Dial {
  let dial = socket;
  let failed = 0;
  return (url, protocol) => {
    try {
      return new WatchedWire(dial(url, protocol), () => (failed = 0), missed);
    } catch (failure) {
      missed();
      throw failure;
    }
  };

  function missed(): void {
    failed++;
    if (failed < ATTEMPTS) {
      return;
    }
    if (dial !== socket) {
      dial = socket;
      failed = 0;
      return;
    }
    bring().then(
      (other) => {
        if (other !== null && failed >= ATTEMPTS) {
          dial = other;
          failed = 0;
        }
      },
      () => {},
    );
  }
}

/** Brings the way by a stream, once the gateway is known to answer otherwise. */
export function streaming(
  gateway: string,
  site: string,
  there: () => Promise<boolean>,
  bringing: typeof part,
): () => Promise<Dial | null> {
  return async () =>
    (await there()) ? (await bringing(() => import('./stream.js'))).stream(gateway, site) : null;
}

class WatchedWire implements Wire {
  onopen: Wire['onopen'] = null;
  onmessage: Wire['onmessage'] = null;
  onclose: Wire['onclose'] = null;
  private settled = false;

  constructor(
    private readonly wire: Wire,
    private readonly heard: () => void,
    private readonly missed: () => void,
  ) {
    wire.onopen = (event) => this.onopen?.(event);
    wire.onmessage = (event) => {
      this.settle(this.heard);
      this.onmessage?.(event);
    };
    wire.onclose = (event) => {
      this.settle(this.missed);
      this.onclose?.(event);
    };
  }

  send(text: string): void {
    this.wire.send(text);
  }

  close(): void {
    this.wire.onopen = this.wire.onmessage = this.wire.onclose = null;
    this.settle(this.missed);
    this.wire.close();
  }

  private settle(result: () => void): void {
    if (!this.settled) {
      this.settled = true;
      result();
    }
  }
}
