// Preloaded into the monitor's process: the names it can look up. NAMES holds them as JSON; any other name has no address.
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';

const names = JSON.parse(process.env.NAMES ?? '{}');
const original = dns.lookup;

function addressOf(host) {
  return names[host] ?? (/^(?:[\d.]+|.*:.*|localhost)$/.test(host) ? host : null);
}

dns.lookup = function lookup(host, options, callback) {
  const done = typeof options === 'function' ? options : callback;
  const address = addressOf(host);
  if (address !== null) return original(address, typeof options === 'function' ? {} : options, done);
  const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), {
    code: 'ENOTFOUND',
    errno: -3008,
    syscall: 'getaddrinfo',
    hostname: host,
  });
  queueMicrotask(() => done(error));
};
dns.promises.lookup = async (host, options) => {
  const { promise, resolve, reject } = Promise.withResolvers();
  dns.lookup(host, options ?? {}, (error, address, family) =>
    error ? reject(error) : resolve(Array.isArray(address) ? address : { address, family }),
  );
  return promise;
};
syncBuiltinESMExports();
