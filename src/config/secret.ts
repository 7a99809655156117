/** A value that is never printed by accident: text, JSON and logs show three stars. */
export interface Secret {
  readonly reveal: () => string;
  readonly toString: () => string;
  readonly toJSON: () => string;
}

const MASK = '***';

export function secret(value: string): Secret {
  return { reveal: () => value, toString: () => MASK, toJSON: () => MASK };
}
