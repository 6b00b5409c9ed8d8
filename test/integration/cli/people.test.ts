import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempDir } from '../../helpers/temp-dir.ts';
import { runCli } from '../helpers/run-cli.ts';

const SECOND = 'second passphrase';

describe('people on the command line', () => {
  it('are added with a role, held to it, and revoked for good', async () => {
    const dir = path.join(await tempDir(), 'store');
    const at = ['--data', dir];
    const add = ['people', 'add', '--name', 'Sam Support', '--role', 'support', ...at];
    const added = await runCli(add, { NIGHTJAR_NEW_PASSPHRASE: SECOND });
    expect([added.code, added.documents]).toMatchObject([0, [{ person: { name: 'Sam Support', roles: ['support'] } }]]);
    const sam = { NIGHTJAR_PASSPHRASE: SECOND };
    const refused = await runCli(['studies', ...at], sam);
    expect([refused.code, refused.documents]).toMatchObject([1, [{ error: { code: 'access/not-allowed' } }]]);
    const revoked = await runCli(['people', 'revoke', '--name', 'Sam Support', ...at]);
    expect([revoked.code, revoked.documents]).toMatchObject([0, [{ person: { state: 'revoked' }, recoveryKey: null }]]);
    const out = await runCli(['doctor', ...at], sam);
    expect([out.code, out.documents]).toMatchObject([1, [{ error: { code: 'access/wrong-passphrase' } }]]);
    const listed = await runCli(['people', 'list', ...at]);
    expect(listed.documents).toMatchObject([{ people: [{ state: 'active' }, { state: 'revoked' }] }]);
  });

  it('are named by actions and roles that exist', async () => {
    const wrong = [['people', 'add', '--name', 'X', '--role', 'king'], ['forget']];
    const ends = await Promise.all(wrong.map((words) => runCli(words)));
    expect(ends.map(({ code }) => code)).toEqual(wrong.map(() => 2));
  });
});
