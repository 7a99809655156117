/** Which requests carry a mark for the cache: writing costs a quarter more, reading saves nine tenths. */
export interface CacheMarks {
  /**
   * True: mark this request. `isReadLater`: another request will begin with the same prefix after this one is answered; those that run
   * at the same time read nothing of each other, so only one of them writes.
   */
  begin(prefix: string, isReadLater: boolean): boolean;
  /** What became of a marked request. */
  end(prefix: string, isAnswered: boolean): void;
}

export function cacheMarks(): CacheMarks {
  const written = new Set<string>();
  const writing = new Set<string>();
  return {
    begin(prefix, isReadLater) {
      if (written.has(prefix)) return true;
      if (!isReadLater || writing.has(prefix)) return false;
      writing.add(prefix);
      return true;
    },
    end(prefix, isAnswered) {
      writing.delete(prefix);
      if (isAnswered) written.add(prefix);
    },
  };
}
