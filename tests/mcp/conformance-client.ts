// Our client side as a program, for the conformance suite: it connects to the address it is given and calls what it finds there.
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { openLink } from '../../src/mcp/link.ts';

/** Tools of the suite's own servers, with arguments they take. */
const CALLS: Readonly<Record<string, Record<string, unknown>>> = {
  add_numbers: { a: 5, b: 3 },
  test_reconnection: {},
};

const [address] = process.argv.slice(2);
if (address === undefined) throw new Error('give the address of a server');
const link = await openLink(new StreamableHTTPClientTransport(new URL(address)), 20_000);
for (const name of link.listed.keys()) {
  const { ok, text } = await link.call(name, CALLS[name] ?? {}, AbortSignal.timeout(20_000));
  process.stdout.write(`${name}: ${ok ? 'ok' : 'failed'}: ${text}\n`);
  if (!ok) process.exitCode = 1;
}
await link.close();
