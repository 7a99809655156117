import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomic } from '../../platform/atomic-write.ts';
import type { EtagCache } from './etag-cache.ts';

const Entry = z.object({ version: z.literal(1), url: z.string(), etag: z.string(), body: z.unknown() });

const MOST_FILES = 500;
const MOST_BYTES = 1024 * 1024;
const TIDY_EVERY = 50;

/**
 * One file per address in `folder`, which is made when it is missing. A file that can't be read counts as none, one that can't be
 * written is not there: the only loss is a request.
 */
export function fileEtags(folder: string, mostFiles = MOST_FILES): EtagCache {
  let written = 0;
  const fileOf = (url: string) => join(folder, `${createHash('sha256').update(url).digest('hex').slice(0, 32)}.json`);
  return {
    get: async (url) => {
      try {
        const entry = Entry.parse(JSON.parse(await readFile(fileOf(url), 'utf8')));
        return entry.url === url ? { etag: entry.etag, body: entry.body } : null;
      } catch {
        return null;
      }
    },
    set: async (url, etag, body) => {
      try {
        const text = JSON.stringify({ version: 1, url, etag, body });
        if (text.length > MOST_BYTES) return;
        await writeAtomic(fileOf(url), text);
        if (written % TIDY_EVERY === 0) await tidy(folder, mostFiles);
        written += 1;
      } catch {
        // A full or read-only disk costs requests, not the changes.
      }
    },
  };
}

/** Takes away the files that were written longest ago. */
async function tidy(folder: string, most: number): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  if (names.length <= most) return;
  const aged = await Promise.all(
    names.map(async (name) => ({ path: join(folder, name), at: (await stat(join(folder, name))).mtimeMs })),
  );
  const old = aged.sort((a, b) => b.at - a.at).slice(most);
  await Promise.all(old.map(({ path }) => rm(path, { force: true })));
}
