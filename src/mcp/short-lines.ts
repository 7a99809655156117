import { Transform } from 'node:stream';

const NEWLINE = 10;

/** Passes on whole lines only, and leaves out those of more than `maxBytes`: nobody can fill the memory with one. */
export function shortLines(maxBytes: number, onLeftOut: () => void): Transform {
  let held: Buffer[] = [];
  let bytes = 0;
  let isTooLong = false;
  const hold = (part: Buffer): void => {
    bytes += part.length;
    if (bytes <= maxBytes) {
      held.push(part);
      return;
    }
    if (!isTooLong) onLeftOut();
    isTooLong = true;
    held = [];
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let from = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
        hold(chunk.subarray(from, end + 1));
        if (!isTooLong) this.push(Buffer.concat(held));
        held = [];
        bytes = 0;
        isTooLong = false;
        from = end + 1;
      }
      if (from < chunk.length) hold(chunk.subarray(from));
      done();
    },
    // The last line counts also when its end is missing.
    flush(done) {
      if (bytes > 0 && !isTooLong) this.push(Buffer.concat([...held, Buffer.from([NEWLINE])]));
      done();
    },
  });
}
