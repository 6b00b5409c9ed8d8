import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Writes one line a file, sorted: SHA-256 (or the link's target), size in bytes, path. Two packages of the same commit have
 * the same list.
 * @param {string} folder
 * @param {string} file
 */
export function writeFileList(folder, file) {
  const lines = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((found) => ({ found, name: path.relative(folder, found).split(path.sep).join('/') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ found, name }) => `${describe(found)}  ${name}`);
  writeFileSync(file, `${lines.join('\n')}\n`);
}

function describe(file) {
  const target = linkTarget(file);
  if (target !== null) return `link to ${target}`;
  const bytes = readFileSync(file);
  return `${createHash('sha256').update(bytes).digest('hex')}  ${bytes.length}`;
}

function linkTarget(file) {
  try {
    return readlinkSync(file);
  } catch (error) {
    if (error.code === 'EINVAL') return null;
    throw error;
  }
}
