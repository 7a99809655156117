// Preloaded into the monitor's process: writes down whom it talks to and what it starts, a line of JSON each.
import childProcess from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const file = process.env['WATCH_FILE'];
const note = (entry) => {
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(entry)}\n`);
};

/** Calls `look` with the arguments before each call of a method. */
function watch(object, method, look) {
  const original = object[method];
  object[method] = function watched(...args) {
    look(args);
    return original.apply(this, args);
  };
}

// All of HTTP, TLS and fetch ends here; net.connect passes its arguments as one array.
watch(net.Socket.prototype, 'connect', (args) => {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  const { host, port, path } = typeof first === 'object' && first !== null ? first : { host: second, port: first };
  note({ connect: path ?? `${typeof host === 'string' ? host : 'localhost'}:${port}` });
});
for (const object of [dns, dns.promises]) {
  for (const method of ['lookup', 'resolve', 'resolve4', 'resolve6', 'resolveTxt'])
    watch(object, method, ([name]) => note({ lookup: String(name) }));
}
watch(dgram.Socket.prototype, 'send', (args) => note({ connect: `udp:${args.slice(1).join(' ')}` }));
watch(childProcess.ChildProcess.prototype, 'spawn', ([options]) =>
  note({ spawn: [options.file, ...(options.args ?? [])] }),
);
for (const method of ['spawnSync', 'execSync', 'execFileSync'])
  watch(childProcess, method, ([command, args]) => note({ spawn: [command, ...(Array.isArray(args) ? args : [])] }));
syncBuiltinESMExports();
