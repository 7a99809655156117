// Shapes of single fields, refused in the words of the real API: the path of the field, a colon, what is wrong with it.
import { isRecord, type Json } from './json.ts';
import { invalid } from './refusal.ts';

export function record(value: unknown, at: string): Json {
  if (value === undefined) throw invalid(`${at}: Field required`);
  if (!isRecord(value)) throw invalid(`${at}: Input should be an object`);
  return value;
}

export function list(value: unknown, at: string): readonly unknown[] {
  if (value === undefined) throw invalid(`${at}: Field required`);
  if (!Array.isArray(value)) throw invalid(`${at}: Input should be a valid array`);
  return value;
}

export function text(value: unknown, at: string): string {
  if (value === undefined) throw invalid(`${at}: Field required`);
  if (typeof value !== 'string') throw invalid(`${at}: Input should be a valid string`);
  return value;
}

export function flag(value: unknown, at: string): boolean | undefined {
  if (value !== undefined && typeof value !== 'boolean') throw invalid(`${at}: Input should be a valid boolean`);
  return value;
}

export function integer(value: unknown, at: string, least: number): number {
  if (value === undefined) throw invalid(`${at}: Field required`);
  if (!Number.isInteger(value)) throw invalid(`${at}: Input should be a valid integer`);
  if (Number(value) < least) throw invalid(`${at}: Input should be greater than or equal to ${least}`);
  return Number(value);
}

export function fraction(value: unknown, at: string): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'number') throw invalid(`${at}: Input should be a valid number`);
  if (value < 0 || value > 1) throw invalid(`${at}: range: 0..1`);
  return value;
}

export function choice(value: unknown, at: string, choices: readonly string[]): string {
  if (value === undefined) throw invalid(`${at}: Field required`);
  if (typeof value !== 'string' || !choices.includes(value)) {
    throw invalid(`${at}: Input should be ${choices.map((one) => `'${one}'`).join(' or ')}`);
  }
  return value;
}

/** The tag of a union, such as the type of a block. */
export function tag(value: Json, at: string, tags: readonly string[]): string {
  const type = value['type'];
  if (type === undefined) throw invalid(`${at}: Unable to extract tag using discriminator 'type'`);
  if (typeof type !== 'string' || !tags.includes(type)) {
    const expected = tags.map((one) => `'${one}'`).join(', ');
    throw invalid(
      `${at}: Input tag '${String(type)}' found using 'type' does not match any of the expected tags: ${expected}`,
    );
  }
  return type;
}

export function onlyKeys(value: Json, at: string, keys: readonly string[]): void {
  const extra = Object.keys(value).find((key) => !keys.includes(key));
  if (extra !== undefined) throw invalid(`${at === '' ? '' : `${at}.`}${extra}: Extra inputs are not permitted`);
}

/** null is as good as nothing. */
export function cacheControl(value: Json, at: string): void {
  const control = value['cache_control'];
  if (control === undefined || control === null) return;
  const where = `${at}cache_control`;
  const checked = record(control, where);
  tag(checked, where, ['ephemeral']);
  onlyKeys(checked, `${where}.ephemeral`, ['type', 'ttl']);
  if (checked['ttl'] !== undefined) choice(checked['ttl'], `${where}.ephemeral.ttl`, ['5m', '1h']);
}
