import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Chromium's own profile and the log lie beside the store, in a folder of their own. */
const PROFILE = 'window';

/** Every file of a store with the SHA-256 of its bytes; without the window's profile. */
export function storeHashes(dataDir: string): Readonly<Record<string, string>> {
  const files = filesOf(dataDir).filter((file) => !file.startsWith(`${PROFILE}${path.sep}`));
  return Object.fromEntries(
    files.map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(path.join(dataDir, file)))
        .digest('hex'),
    ]),
  );
}

/** Where one of the words stands: in the name of a file below the folder, or in its bytes. */
export function filesThatName(dataDir: string, words: readonly string[]): readonly string[] {
  return filesOf(dataDir).flatMap((file) => {
    const bytes = readFileSync(path.join(dataDir, file));
    return words.flatMap((word) => {
      if (file.includes(word)) return [`${word} in the name ${file}`];
      const inBytes = bytes.includes(Buffer.from(word, 'utf8')) || bytes.includes(Buffer.from(word, 'utf16le'));
      return inBytes ? [`${word} in ${file}`] : [];
    });
  });
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .toSorted();
}
