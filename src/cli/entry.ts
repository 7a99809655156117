// The first file that runs. It imports nothing that an old Node could stumble over, says so when Node is too old,
// and only then loads the program.
import nodeModule from 'node:module';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major > 22 || (major === 22 && minor >= 19)) {
  // Compiled code is kept between starts; where the folder can't be written Node goes on without.
  nodeModule.enableCompileCache?.();
  const { main } = await import('./main.ts');
  await main(process.argv.slice(2));
} else {
  process.stderr.write(
    `k8s-monitor: needs Node 22.19 or newer, found ${process.versions.node}; install a newer one, or start bin/k8s-monitor of a checkout after \`npm ci\`\n`,
  );
  process.exit(2);
}
