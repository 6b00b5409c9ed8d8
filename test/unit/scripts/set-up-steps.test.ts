import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PlainFailure, plainSentence } from '../../../scripts/lib/failure.mjs';
import { inLanes } from '../../../scripts/lib/lanes.mjs';
import { withLock } from '../../../scripts/lib/lock.mjs';
import { elapsed } from '../../../scripts/lib/say.mjs';
import { fingerprint } from '../../../scripts/setup/sources.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nightjar-steps-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a failure', () => {
  it('is one plain sentence, with the place of the log where there is one', () => {
    expect(plainSentence(new PlainFailure('It failed: type `npm ci`.'))).toBe('It failed: type `npm ci`.');
    expect(plainSentence(new PlainFailure('It failed.', { log: '/a.log' }))).toBe('It failed. (Details: /a.log)');
  });

  it('shows no stack, whatever was thrown', () => {
    const sentence = plainSentence(new Error('ENOSPC: no space\n    at here.js:1'));
    expect(sentence).toContain('(ENOSPC: no space)');
    expect(sentence).not.toContain('here.js');
    expect(plainSentence('text')).toContain('(text)');
  });
});

describe('the fingerprint of the sources', () => {
  const at = (name: string): string => path.join(folder, name);

  it('changes with a byte and with a name, and not with the time', () => {
    mkdirSync(at('a'));
    writeFileSync(at('a/one.ts'), '1');
    const before = fingerprint(['a'], folder);
    writeFileSync(at('a/one.ts'), '1');
    expect(fingerprint(['a'], folder)).toBe(before);
    writeFileSync(at('a/one.ts'), '2');
    const other = fingerprint(['a'], folder);
    rmSync(at('a/one.ts'));
    writeFileSync(at('a/two.ts'), '2');
    expect(new Set([before, other, fingerprint(['a'], folder)]).size).toBe(3);
  });

  it('accepts places that are not there yet', () => {
    expect(fingerprint(['none'], folder)).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('the lock of a set-up', () => {
  it('lets one body in at a time', async () => {
    const file = path.join(folder, 'lock');
    const order: string[] = [];
    const body = (name: string) => async (): Promise<void> => {
      order.push(`${name} in`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${name} out`);
    };
    await Promise.all([withLock(file, body('a')), withLock(file, body('b'))]);
    expect(order).toEqual(['a in', 'a out', 'b in', 'b out']);
  });

  it('is taken over from a process that died', async () => {
    const file = path.join(folder, 'lock');
    writeFileSync(file, '999999999');
    expect(await withLock(file, async () => readFileSync(file, 'utf8'))).toBe(String(process.pid));
  });
});

describe('lanes', () => {
  it('keep the order of results and never run more than their number at once', async () => {
    let running = 0;
    let most = 0;
    const task = (value: number) => async (): Promise<number> => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return value;
    };
    expect(await inLanes([1, 2, 3, 4, 5].map(task), 2)).toEqual([1, 2, 3, 4, 5]);
    expect(most).toBe(2);
  });
});

describe('elapsed time', () => {
  it('is said in seconds, then in minutes', () => {
    expect([400, 8_000, 59_400, 125_000].map(elapsed)).toEqual(['0 s', '8 s', '59 s', '2 min 05 s']);
  });
});
