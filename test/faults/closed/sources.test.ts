import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../helpers/runtime.ts';

/** Lines of the program's own sources that a pattern finds, as "file: line". */
function linesOf(folders: readonly string[], pattern: RegExp): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|tsx|html)$/.test(name))
      .flatMap((name) =>
        readFileSync(path.join(projectRoot, folder, name), 'utf8')
          .split('\n')
          .filter((line) => !/^\s*(\/\/|\*|\/\*)/.test(line) && pattern.test(line))
          .map((line) => `${folder}/${name}: ${line.trim()}`),
      ),
  );
}

/** Each is a door of the Electron checklist (faults.md, section 2) that no source may open. */
const SHUT: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['6: web security off', ['electron'], /webSecurity:\s*false/],
  ['2: Node in the page', ['electron'], /nodeIntegration\w*:\s*true|contextIsolation:\s*false|sandbox:\s*false/],
  ['8: insecure content', ['electron'], /allowRunningInsecureContent/],
  ['9, 10: experimental features', ['electron'], /experimentalFeatures|enableBlinkFeatures/],
  ['11: webviews', ['electron', 'renderer'], /webviewTag:\s*true|<webview/],
  ['15: anything opened outside', ['renderer'], /openExternal/],
  ['15: files opened outside', ['electron', 'renderer'], /openPath|showItemInFolder/],
  ['18: pages from files', ['electron'], /loadFile\(|loadURL\(\s*['"`]file:/],
  ['20: telemetry and crash reports that leave', ['electron', 'renderer'], /crashReporter|autoUpdater|sendBeacon/],
  [
    'text that becomes markup',
    ['renderer'],
    /dangerouslySetInnerHTML|\.innerHTML\s*=|insertAdjacentHTML|document\.write/,
  ],
  // Two constant texts run beside a page, in a world of its own that the page does not reach: whether the page is blank, whose case it shows.
  [
    'text that becomes code',
    ['electron', 'renderer', 'shared'],
    /\beval\(|new Function\(|executeJavaScript(?!InIsolatedWorld\(WORLD, \[\{ code: (IS_BLANK|CASE_SHOWN) \}\]\))/,
  ],
  ['databases, cookies and caches of the page', ['renderer'], /indexedDB|document\.cookie|caches\.(open|match)/],
  // One notice of the system is told a number and nothing else (test/unit/electron/main/overdue-notice.test.ts).
  [
    'notifications and the clipboard',
    ['electron', 'renderer'],
    /new Notification\((?!notice\)\.show\(\)\);)|clipboard\./,
  ],
];

describe('F60: no source', () => {
  it.each(SHUT)('opens %s', (_door, folders, pattern) => {
    expect(linesOf(folders, pattern)).toEqual([]);
  });

  it('15: but one opens a page outside: that of an identity provider', () => {
    expect(linesOf(['electron'], /openExternal/)).toEqual([
      'electron/main/sign-in-browser.ts: await shell.openExternal(address);',
    ]);
  });

  it('fails to be read by this test', () => {
    expect(linesOf(['electron'], /contextIsolation: true/).length).toBeGreaterThan(1);
  });
});
