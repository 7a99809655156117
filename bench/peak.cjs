// Preloaded into the measured process: leaves its peak memory and CPU time behind.
const { writeFileSync } = require('node:fs');
process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const file = process.env.BENCH_PEAK_FILE;
  if (file) writeFileSync(file, JSON.stringify({ peakMb: maxRSS / 1024, cpuS: (userCPUTime + systemCPUTime) / 1e6 }));
});
