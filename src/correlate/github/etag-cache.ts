/** An answer as it was kept: what was read of it, redacted, and the tag that names its version. */
export interface Kept {
  readonly etag: string;
  readonly body: unknown;
}

/** Answers by address, so that the next look costs nothing when nothing changed. Neither method rejects: it only saves requests. */
export interface EtagCache {
  get(url: string): Promise<Kept | null>;
  set(url: string, etag: string, body: unknown): Promise<void>;
}

const MOST = 500;

/** For one run of the program. */
export function memoryEtags(): EtagCache {
  const kept = new Map<string, Kept>();
  return {
    get: async (url) => kept.get(url) ?? null,
    set: async (url, etag, body) => {
      kept.delete(url);
      kept.set(url, { etag, body });
      const oldest = kept.keys().next();
      if (kept.size > MOST && !oldest.done) kept.delete(oldest.value);
    },
  };
}
