import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { CLI_FILE, PASSPHRASE } from '../helpers/run-cli.ts';
import { storeAt } from './cli-store.ts';
import { ImportDocument, StoppedImport, VerifyDocument } from './shapes.ts';

const FILES = 240;

/** Starts an import as its own process and sends it the signal as soon as it says how far it is. */
function stopped(words: readonly string[], signal: NodeJS.Signals): Promise<{ code: number | null; stdout: string }> {
  const child = spawn(process.execPath, [CLI_FILE, ...words], {
    env: { ...process.env, NIGHTJAR_PASSPHRASE: PASSPHRASE },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr, sent] = ['', '', false];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
    if (sent || !/running: [1-9]/.test(stderr)) return;
    sent = true;
    // Twice, as npm hands a Ctrl C on that the terminal gave to all.
    child.kill(signal);
    child.kill(signal);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout }));
  });
}

describe('an import that is told to stop', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'ends at %s with the counts so far, and goes on when it is asked again',
    async (signal) => {
      const folder = await tempDir();
      const files = path.join(folder, 'files');
      mkdirSync(files);
      for (let n = 0; n < FILES; n += 1) {
        writeFileSync(path.join(files, `${n}.dcm`), ctImage([element(0x00080018, 'UI', `1.2.9.4.${n + 1}`)]));
      }
      const store = storeAt(path.join(folder, 'store'), folder);
      const { code, stdout } = await stopped(['import', files, '--data', store.dir], signal);
      const document = StoppedImport.parse(JSON.parse(stdout));
      expect([code, document.error.code]).toEqual([1, 'job/cancelled']);
      expect(document.imported).toBeGreaterThan(0);
      expect(document.imported).toBeLessThan(FILES);

      // What was counted is there, whole, and nothing else.
      expect(await store.document(VerifyDocument, 'verify')).toEqual({ checked: document.imported, bad: [] });
      const again = await store.document(ImportDocument, 'import', files);
      expect(again).toMatchObject({ already: document.imported, imported: FILES - document.imported, refused: [] });
    },
    180_000,
  );
});
