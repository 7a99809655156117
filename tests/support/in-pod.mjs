// Loaded before the CLI: makes its process believe that it runs in a pod, and leads from the address of a node to this machine.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';

const { POD_ACCOUNT: account = '', NODE_ADDRESS: node = '' } = process.env;
const FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';
const here = (path) => (String(path).startsWith(FOLDER) ? account + String(path).slice(FOLDER.length) : path);

const { existsSync, readFileSync } = fs;
fs.existsSync = (path) => existsSync(here(path));
fs.readFileSync = (path, ...rest) => readFileSync(here(path), ...rest);
syncBuiltinESMExports();

const { connect } = Socket.prototype;
Socket.prototype.connect = function (...args) {
  const [options, ...rest] = Array.isArray(args[0]) ? args[0] : args;
  const led = options?.host === node ? { ...options, host: '127.0.0.1' } : options;
  return Reflect.apply(connect, this, [led, ...rest.filter((one) => typeof one === 'function')]);
};
