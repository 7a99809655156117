// The rows for programs that know no TypeScript.
import { ROWS } from './rows.ts';

process.stdout.write(JSON.stringify(ROWS));
