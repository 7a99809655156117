import { open, stat } from 'node:fs/promises';
import { codeOf } from '../platform/errors.ts';

export type CappedText =
  | { readonly status: 'ok'; readonly text: string }
  | { readonly status: 'missing' }
  | { readonly status: 'damaged'; readonly why: string };

/** A text that may be anything: only a file is opened, and only one that is not too large is read. */
export async function readCapped(path: string, largestBytes: number): Promise<CappedText> {
  try {
    const { size, isFile } = await statOf(path);
    if (!isFile) return { status: 'damaged', why: 'not a file' };
    if (size > largestBytes) {
      return { status: 'damaged', why: `${inMb(size)} MB, and more than ${inMb(largestBytes)} MB is never read` };
    }
    const file = await open(path, 'r');
    try {
      return { status: 'ok', text: await file.readFile('utf8') };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { status: 'missing' };
    throw error;
  }
}

export function inMb(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}

async function statOf(path: string): Promise<{ readonly size: number; readonly isFile: boolean }> {
  const found = await stat(path);
  return { size: found.size, isFile: found.isFile() };
}
