import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOwnAddress, windowFile } from '../../../../electron/main/window-file.ts';

describe('the files of the window', () => {
  it.each([
    ['nightjar://app', 'index.html', 'text/html; charset=utf-8'],
    ['nightjar://app/', 'index.html', 'text/html; charset=utf-8'],
    ['nightjar://app/index.html?kind=desk#top', 'index.html', 'text/html; charset=utf-8'],
    ['nightjar://app/assets/index-B1_x.js', 'assets/index-B1_x.js', 'text/javascript; charset=utf-8'],
    ['nightjar://app/assets/inter.var.woff2', 'assets/inter.var.woff2', 'font/woff2'],
  ])('%s is %s', (address, file, contentType) => {
    expect(windowFile(address)).toEqual({ file, contentType });
  });

  it.each([
    'nightjar://app/../main.mjs',
    'nightjar://app/assets/../../node/main.js',
    'nightjar://app/%2e%2e/node/main.js',
    'nightjar://app/..%2fnode%2fmain.js',
    'nightjar://app/..%5cnode%5cmain.js',
    'nightjar://app/..\\node\\main.js',
    'nightjar://app/assets%2findex.js',
    'nightjar://app/index.html%00.js',
    'nightjar://app/index.js\0',
    'nightjar://app/%',
    'nightjar://app//etc/hosts.json',
    'nightjar://app/assets//index.js',
    'nightjar://app/C:/Windows/x.json',
    'nightjar://app/.secret.json',
    'nightjar://app/assets/',
    'nightjar://app/index.exe',
    'nightjar://app/noextension',
    'nightjar://application/index.html',
    'nightjar://app.example/index.html',
    'nightjar://other/index.html',
    'nightjar://app:80/index.html',
    'nightjar://user@app/index.html',
    'https://app/index.html',
    'file:///etc/hosts.json',
  ])('%j is none of them', (address) => {
    expect(windowFile(address)).toBeNull();
  });

  it('never lie outside their folder', () => {
    const piece = fc.constantFrom(
      '..',
      '.',
      '/',
      '\\',
      '%2e',
      '%2F',
      '%5c',
      '\0',
      'a',
      'assets',
      '.js',
      ':',
      '//',
      '~',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const found = windowFile(`nightjar://app/${pieces.join('')}`);
        if (found === null) return;
        for (const system of [path.posix, path.win32]) {
          const folder = system.resolve('/program/window');
          const inside = system.relative(folder, system.join(folder, found.file));
          expect(inside.startsWith('..') || system.isAbsolute(inside)).toBe(false);
        }
      }),
    );
  });
});

describe('addresses the page may ask for', () => {
  it.each(['nightjar://app/index.html', 'blob:nightjar://app/0-1-2', 'data:image/png;base64,AA=='])('%s', (address) => {
    expect(isOwnAddress(address)).toBe(true);
  });

  it.each([
    'http://example.org/',
    'https://example.org/',
    'ws://localhost/',
    'file:///etc/passwd',
    'nightjar://other/x',
    'nightjar://app.example.org/x',
    'blob:nightjar://app.example.org/x',
    'blob:https://example.org/x',
    'chrome://settings',
  ])('not %s', (address) => {
    expect(isOwnAddress(address)).toBe(false);
  });
});
