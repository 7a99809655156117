// The arguments of a call: the SDK sends forms, with JSON in some of their fields.
import type { IncomingMessage } from 'node:http';

const STRUCTURED: ReadonlySet<string> = new Set(['blocks', 'metadata', 'attachments']);

export async function readArgs(request: IncomingMessage): Promise<Record<string, unknown>> {
  const body = await readBody(request);
  if (request.headers['content-type']?.startsWith('application/json'))
    return JSON.parse(body) as Record<string, unknown>;
  const form = Object.fromEntries(new URLSearchParams(body));
  return Object.fromEntries(
    Object.entries(form).map(([key, value]) => [key, STRUCTURED.has(key) ? parsed(value) : value]),
  );
}

export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
