import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Report } from '../../src/domain/report.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** Runs the built CLI over one file, offline, exactly as the cases' README says. */
export function runCase(file: string, now: string): Promise<Report> {
  const services = file.replace(/\.yaml$/, '.services.txt');
  const args = ['run', '--once', '--snapshot', file, '--now', now, '--dry-run', '--no-model', '--output', 'json'];
  if (existsSync(services)) args.push('--services', services);
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' };
    const child = spawn(join(ROOT, 'bin', 'k8s-monitor'), args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      try {
        if (code !== 0) throw new Error('a plain list has no gaps');
        resolve(Report.parse(JSON.parse(Buffer.concat(out).toString())));
      } catch (error) {
        reject(new Error(`exit ${code}: ${Buffer.concat(errors).toString()}`, { cause: error }));
      }
    });
  });
}
