import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { Clock } from '../platform/clock.ts';

export interface Session {
  readonly server: Server;
  readonly transport: StreamableHTTPServerTransport;
}

export interface Sessions {
  find(id: string): Session | undefined;
  /** A session for somebody new; null when there are too many, and all of them in use. */
  open(): Promise<Session | null>;
  /** Forgets a session that never came about. */
  drop(session: Session): Promise<void>;
  /** Counts as in use until this response has ended. */
  use(session: Session, response: ServerResponse): void;
  close(): Promise<void>;
}

export interface SessionLimits {
  readonly maxSessions: number;
  /** A session that nobody used for so long, milliseconds, ends. */
  readonly idleMs: number;
}

interface Entry extends Session {
  /** Responses under way, an open stream among them. */
  inUse: number;
  lastUsed: number;
}

/** Who is talking to us over HTTP. Clients forget to say goodbye: the one longest unused makes room. */
export function openSessions(newServer: () => Server, limits: SessionLimits, clock: Clock): Sessions {
  const entries = new Map<string, Entry>();
  const end = async (id: string): Promise<void> => {
    const entry = entries.get(id);
    entries.delete(id);
    await entry?.server.close();
  };
  const unused = (): [string, Entry][] =>
    [...entries].filter(([, { inUse }]) => inUse === 0).sort(([, a], [, b]) => a.lastUsed - b.lastUsed);
  const sweep = async (): Promise<void> => {
    const now = clock.monotonic();
    const old = unused().filter(([, { lastUsed }]) => now - lastUsed >= limits.idleMs);
    for (const [id] of old) await end(id);
  };
  const timer = setInterval(() => void sweep(), Math.max(10, limits.idleMs / 4));
  timer.unref();

  return {
    find: (id) => entries.get(id),
    open: async () => {
      if (entries.size >= limits.maxSessions) {
        const [longest] = unused();
        if (longest === undefined) return null;
        // Without waiting: whoever comes meanwhile must not take the place, too.
        void end(longest[0]);
      }
      const id = randomUUID();
      const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => id });
      const entry: Entry = { server: newServer(), transport, inUse: 0, lastUsed: clock.monotonic() };
      entries.set(id, entry);
      // After a DELETE, too.
      entry.server.onclose = () => entries.delete(id);
      await entry.server.connect(transport);
      return entry;
    },
    drop: (session) => session.server.close(),
    use: (session, response) => {
      const entry = [...entries.values()].find((one) => one === session);
      if (entry === undefined) return;
      entry.inUse += 1;
      response.once('close', () => {
        entry.inUse -= 1;
        entry.lastUsed = clock.monotonic();
      });
    },
    close: async () => {
      clearInterval(timer);
      for (const id of [...entries.keys()]) await end(id);
    },
  };
}
