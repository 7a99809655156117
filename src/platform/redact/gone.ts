export interface GoneCase {
  readonly name: string;
  readonly text: string;
  readonly secret: string;
}

type Frame = (secret: string) => string;

/** One case for each text that holds the secret. */
export function gone(name: string, secret: string, ...texts: readonly Frame[]): readonly GoneCase[] {
  return texts.map((text, index) => ({ name: `${name} ${index + 1}`, text: text(secret), secret }));
}
