import { isIP } from 'node:net';
import type { Check } from './names.ts';

/** What says that the hex behind it is an image, not a commit. */
const OF_IMAGE = /(?:[:@]|\b(?:digest|tag|image|sha256)[ :=]{1,3})$/i;

/** Commits come from the list of changes or from GitHub's own fields; a tag or digest of an image also from a fact. */
export const unknownSha: Check = (text, known) => {
  for (const match of text.matchAll(/(?<![\p{L}\p{N}_-])[0-9a-f]{7,64}(?![\p{L}\p{N}_-])/giu)) {
    const [sha] = match;
    if (/^\d{7,39}$/.test(sha) || known.hasSha(sha)) continue;
    const isImage = OF_IMAGE.test(text.slice(Math.max(0, match.index - 12), match.index));
    if (!isImage || !known.hasTag(sha)) return sha;
  }
  for (const [, sha = ''] of text.matchAll(/\b(?:commits?|revisions?|sha) #?(\d{7,40})\b/gi))
    if (!known.hasSha(sha)) return sha;
  return null;
};

export const unknownAddress: Check = (text, known) => {
  for (const [found] of text.matchAll(/[0-9a-f:.]{3,45}/gi)) {
    const address = found.replace(/\.+$/, '').replace(/^([\d.]+):\d+$/, '$1');
    if (isIP(address) !== 0 && !known.has(address)) return address;
  }
  return null;
};

/** An id inside a sentence counts as a citation too. P0 to P3 are tiers, and P95 is a percentile where the input has it. */
export const unknownId: Check = (text, known) => {
  for (const [id] of text.matchAll(/\b[ELPCT]\d{1,3}\b/g)) {
    if (known.ids.has(id) || /^P[0-3]$/.test(id)) continue;
    if (!/^P[5-9]\d$/.test(id) || !known.has(id)) return id;
  }
  return null;
};
