import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Transcript } from '../domain/agent.ts';
import { writeAtomic } from '../platform/atomic-write.ts';
import { codeOf } from '../platform/errors.ts';
import { transcriptsPath } from './cycle-files.ts';

const VERSION = 1;
const File = z.object({ schemaVersion: z.literal(VERSION), transcripts: z.array(Transcript) });
/** Of one step: what a person reads, and what a model that never stops may cost at most. */
const LONGEST_STEP = 65_536;

/**
 * Keeps what the agents of a cycle said, next to its record: `cycles/<id>.agents.json`. No agents, no file. The texts are redacted
 * already; too long ones are cut and say so. Throws the file system's own error.
 */
export async function writeTranscripts(
  stateDir: string,
  cycleId: string,
  transcripts: readonly Transcript[],
): Promise<void> {
  const path = transcriptsPath(stateDir, cycleId);
  if (transcripts.length === 0) return;
  await writeAtomic(path, `${JSON.stringify({ schemaVersion: VERSION, transcripts: transcripts.map(capped) })}\n`);
}

function capped({ steps, ...of }: Transcript): Transcript {
  return { ...of, steps: steps.map(({ role, text }) => ({ role, text: cut(text) })) };
}

function cut(text: string): string {
  if (text.length <= LONGEST_STEP) return text;
  return `${text.slice(0, LONGEST_STEP).toWellFormed()}… [cut, ${text.length} characters]`;
}

export type TranscriptsRead = { readonly transcripts: readonly Transcript[] } | { readonly problem: string };

/** What the agents said, or in one line why it can't be told. No file: nobody said anything. */
export async function readTranscripts(stateDir: string, cycleId: string): Promise<TranscriptsRead> {
  const path = transcriptsPath(stateDir, cycleId);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { transcripts: [] };
    return { problem: `${path} cannot be read: ${codeOf(error)}` };
  }
  const parsed = File.safeParse(parseJson(text));
  if (parsed.success) return { transcripts: parsed.data.transcripts };
  const newer = z.object({ schemaVersion: z.number().min(VERSION + 1) }).safeParse(parseJson(text)).success;
  const what = newer ? 'was written by a newer k8s-monitor: update to read it' : 'is damaged';
  return { problem: `${path} ${what}` };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
