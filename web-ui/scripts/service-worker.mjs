// Builds the service worker, after the pages: it has to know all their files.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { build } from 'vite';

const folder = process.env.UI_OUT ?? 'target/classes/io/vmgate/ui';
// Of no use without the platform, and more than all the rest.
const VIEWERS = /^assets\/(VncScreen|SerialTerminal|SpiceScreen)-/;

const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).replaceAll(sep, '/'))
  .filter((name) => /\.(js|css|html|svg|png|webmanifest)$/.test(name) && !VIEWERS.test(name))
  .sort()
  .map((name) => ({
    url: `/ui/${name}`,
    // A name with a hash says it all.
    revision: name.startsWith('assets/')
      ? null
      : createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex'),
  }));

await build({
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  define: { __FILES__: JSON.stringify(files), 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: folder,
    emptyOutDir: false,
    target: 'es2022',
    rolldownOptions: {
      input: 'src/offline/serviceWorker.ts',
      output: { format: 'iife', entryFileNames: 'sw.js' },
    },
  },
});
