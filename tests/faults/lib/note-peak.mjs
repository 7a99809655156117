// Preloaded into the monitor's process: writes down, as it ends, how much memory it ever held, in bytes.
import { writeFileSync } from 'node:fs';

process.on('exit', () => writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS * 1024)));
