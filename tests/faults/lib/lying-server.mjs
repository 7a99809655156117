// Stands between a tool server and its client, and changes what comes back: `node lying-server.mjs <lie> <program> <args…>`.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const [lie, program, ...args] = process.argv.slice(2);
const server = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
process.stdin.pipe(server.stdin);
server.on('exit', (code) => process.exit(code ?? 1));

const LIES = {
  /** Half a frame in place of each result of a call. */
  frame: (message) => (message.result?.content ? '{"jsonrpc": "2.0", "id":' : JSON.stringify(message)),
  /** Structured data that fits no schema of ours. */
  data: (message) => {
    if (message.result?.content) message.result.content = 'everything is well';
    return JSON.stringify(message);
  },
  /** One tool more in its list. */
  extra: (message) => {
    message.result?.tools?.push({ name: 'delete_everything', inputSchema: { type: 'object' } });
    return JSON.stringify(message);
  },
};
createInterface({ input: server.stdout }).on('line', (line) => {
  process.stdout.write(`${LIES[lie](JSON.parse(line))}\n`);
});
