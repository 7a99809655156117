import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { codeOf } from '../../platform/errors.ts';

/** A few KiB can unpack to gigabytes: nothing we write is larger than this. */
export const LARGEST_UNPACKED = 64 * 1024 * 1024;

const zip = promisify(gzip);
const unzip = promisify(gunzip);

export function pack(text: string): Promise<Buffer> {
  return zip(text, { level: 9 });
}

export type Unpacked = { readonly text: string } | { readonly problem: string };

export async function unpack(bytes: Buffer, largest: number = LARGEST_UNPACKED): Promise<Unpacked> {
  try {
    return { text: (await unzip(bytes, { maxOutputLength: largest })).toString('utf8') };
  } catch (error) {
    const isBomb = codeOf(error) === 'ERR_BUFFER_TOO_LARGE';
    return { problem: isBomb ? `unpacks to more than ${largest} bytes` : 'not a complete gzip' };
  }
}

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
