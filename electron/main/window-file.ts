import path from 'node:path';

export const APP_ORIGIN = 'nightjar://app';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  // Tables and fonts of the document reader.
  '.bcmap': 'application/octet-stream',
  '.pfb': 'application/octet-stream',
  '.ttf': 'font/ttf',
};

export interface WindowFile {
  /** Relative to the folder of the built window, with `/`. */
  readonly file: string;
  readonly contentType: string;
}

/** Names as the build writes them. No escapes, no hidden files, nothing that climbs: such addresses are not ours. */
const NAME = /^[A-Za-z0-9_-][A-Za-z0-9_.-]*$/;

/** The built file that an address of the page names; null for every other address. */
export function windowFile(address: string): WindowFile | null {
  const match = /^nightjar:\/\/app(\/[^?#]*)?(?:[?#].*)?$/s.exec(address);
  if (!match) return null;
  const names = (match[1] ?? '/').slice(1).split('/');
  const file = names.join('/') || 'index.html';
  if (!file.split('/').every((name) => NAME.test(name))) return null;
  const contentType = TYPES[path.posix.extname(file)];
  return contentType === undefined ? null : { file, contentType };
}

/** Whether the page may ask for this address at all: its own files, and what it made itself. */
export function isOwnAddress(address: string): boolean {
  return ['nightjar://app/', 'blob:nightjar://app/', 'data:'].some((start) => address.startsWith(start));
}
