/** Something that was opened, and has to be closed by whoever asked for it. */
export interface Opened<T> {
  readonly value: T;
  readonly close: () => Promise<void> | void;
}

/** Opens at the first call, and only then: a healthy cycle loads no SDK it doesn't need. */
export function once<T>(open: () => Promise<T>): { readonly get: () => Promise<T>; readonly opened: () => boolean } {
  let opening: Promise<T> | null = null;
  return {
    get: () => {
      opening ??= open();
      return opening;
    },
    opened: () => opening !== null,
  };
}
