import path from 'node:path';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tempDir } from '../../helpers/temp-dir.ts';
import { runCli } from '../helpers/run-cli.ts';

/** The calculators of the window, by command. */
describe('nightjar calculate', () => {
  const calculate = async (...words: string[]) => {
    const dir = path.join(await tempDir(), 'store');
    const { code, stdout } = await runCli(['calculate', ...words], { NIGHTJAR_DATA: dir });
    return { code, said: JSON.parse(stdout) as unknown, made: existsSync(dir) };
  };

  it('answers with value, ground, rule and version, and makes no store', async () => {
    const { code, said, made } = await calculate(
      'lung-rads',
      'incomplete=no',
      'kind=solid',
      'state=baseline',
      'size=8.04',
    );
    expect(code).toBe(0);
    expect(said).toMatchObject({
      version: '2022',
      outcomes: [{ id: 'category', state: 'known', value: '4A' }],
      sentence: expect.stringContaining('category 4A') as string,
    });
    expect(made).toBe(false);
  });

  it('says what is missing, and refuses what is no value of its input', async () => {
    const missing = await calculate('lung-rads', 'incomplete=no', 'kind=solid', 'state=baseline');
    expect(missing.said).toMatchObject({ outcomes: [{ state: 'needs', inputs: ['size'] }], sentence: null });
    const refused = await calculate('lung-rads', 'size=-3');
    expect(refused.code).toBe(1);
    expect(refused.said).toMatchObject({ error: { code: 'calculator/bad-input' } });
  });
});
