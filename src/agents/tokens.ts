import { Buffer } from 'node:buffer';

/** English prose has about 4 bytes a token, JSON, YAML and logs about 3: in doubt rather too many. */
const BYTES_PER_TOKEN = 3.5;

/**
 * Tokens of a text: an estimate, the same wherever tokens are counted before a model has counted them. `factor` is the model's own
 * (docs/reference/models.json): newer ones cut the same text into more tokens.
 */
export function estimateTokens(text: string, factor = 1): number {
  return Math.ceil((Buffer.byteLength(text) / BYTES_PER_TOKEN) * factor);
}
