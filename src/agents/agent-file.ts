import { constants } from 'node:fs';
import { lstat, open, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { codeOf, messageOf } from '../platform/errors.ts';

/** The prompt may have 32 KiB; the rest is room for the front matter. */
const MAX_BYTES = 40 * 1024;

export type FileText = { readonly text: string } | { readonly fault: string };

/**
 * A file of the folder as text, or what is wrong with it. Links are followed only inside the folder (a mounted ConfigMap is made of
 * such links); what leads out of it, is no plain file, too large or not UTF-8 is not read. Never rejects.
 */
export async function readAgentFile(folder: string, name: string): Promise<FileText> {
  try {
    const [home, real] = await Promise.all([realpath(folder), realpath(join(folder, name))]);
    if (!isInside(home, real))
      return { fault: 'is a link that leads out of the folder of the agents; put the file there' };
    if (!(await lstat(real)).isFile()) return { fault: 'is not a plain file; write the agent as a markdown file' };
    return decode(await readCapped(real));
  } catch (error) {
    return { fault: explain(error) };
  }
}

/** At most one byte more than is allowed, so that a file that grows meanwhile costs nothing. */
async function readCapped(path: string): Promise<Uint8Array> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const buffer = new Uint8Array(MAX_BYTES + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length, length);
      length += bytesRead;
      if (bytesRead === 0 || length === buffer.length) return buffer.subarray(0, length);
    }
  } finally {
    await file.close();
  }
}

function decode(bytes: Uint8Array): FileText {
  if (bytes.length > MAX_BYTES) return { fault: `is larger than ${MAX_BYTES / 1024} KiB; make the prompt shorter` };
  try {
    // Drops a byte order mark.
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll('\r\n', '\n') };
  } catch {
    return { fault: 'is not valid UTF-8; save it as UTF-8' };
  }
}

function isInside(home: string, path: string): boolean {
  const way = relative(home, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function explain(error: unknown): string {
  const code = codeOf(error);
  if (code === 'ENOENT') return 'is not there; copy the one that comes with k8s-monitor (folder agents/)';
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read; give this user read permission';
  if (code === 'ELOOP') return 'is a link that leads nowhere; put the file there';
  return `could not be read (${code || messageOf(error)})`;
}
