import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCommandLine } from '../../../../electron/main/command-line.ts';

const USER = path.resolve('/home/reader/.config/Nightjar');

describe('readCommandLine', () => {
  it('keeps the store in the reader’s own folder when nobody says otherwise', () => {
    expect(readCommandLine(['electron', '.'], {}, USER)).toEqual({
      dataDir: path.join(USER, 'store'),
      profileDir: USER,
      screenshot: null,
    });
  });

  it.each([[['--data', 'other']], [['--data=other']]])(
    'takes %j, with a profile of its own beside the store',
    (args) => {
      const { dataDir, profileDir } = readCommandLine(['electron', '.', ...args], {}, USER);
      expect(dataDir).toBe(path.resolve('other'));
      expect(profileDir).toBe(path.join(dataDir, 'window'));
    },
  );

  it('takes the environment of a launcher, and the command line before it', () => {
    const env = { NIGHTJAR_DATA: '/tmp/by-env', NIGHTJAR_SCREENSHOT: '/tmp/shot.png' };
    expect(readCommandLine([], env, USER)).toMatchObject({
      dataDir: path.resolve('/tmp/by-env'),
      screenshot: '/tmp/shot.png',
    });
    expect(readCommandLine(['--data', '/tmp/by-word'], env, USER).dataDir).toBe(path.resolve('/tmp/by-word'));
  });

  it('reads an empty screenshot as none', () => {
    expect(readCommandLine([], { NIGHTJAR_SCREENSHOT: '' }, USER).screenshot).toBeNull();
  });
});
