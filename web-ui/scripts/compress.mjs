// Writes a compressed twin beside every text file, so that the server need not compress.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const folder = process.env.UI_OUT ?? 'target/classes/io/vmgate/ui';
for (const name of readdirSync(folder, { recursive: true })) {
  const file = join(folder, String(name));
  if (!statSync(file).isFile() || !/\.(html|js|css|svg|webmanifest)$/.test(file)) {
    continue;
  }
  const content = readFileSync(file);
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
  writeFileSync(
    `${file}.br`,
    brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
  );
}
