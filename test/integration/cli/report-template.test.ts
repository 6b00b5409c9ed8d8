import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { tempDir } from '../../helpers/temp-dir.ts';
import { runCliHere } from '../helpers/run-cli.ts';

const Checked = z.object({
  id: z.string(),
  dropped: z.array(z.object({ what: z.string(), count: z.number() })),
  sections: z.array(z.object({ id: z.string() })),
  kept: z.object({ attributes: z.number() }),
});

async function checked(file: string): Promise<z.infer<typeof Checked>> {
  const { code, stdout } = await runCliHere(['report', 'template', 'check', '--file', file]);
  expect(code).toBe(0);
  return Checked.parse(JSON.parse(stdout));
}

describe('nightjar report template', () => {
  it('tells what a foreign file would bring, lose and keep', async () => {
    const found = await checked('test/fixtures/mrrt/foreign.html');
    expect(found.sections.map(({ id }) => id)).toEqual(['clinical', 'findings']);
    expect(found.dropped).toEqual([]);
    expect(found.kept.attributes).toBeGreaterThan(5);
    const hostile = path.join(await tempDir(), 'hostile.html');
    writeFileSync(hostile, '<section id="findings" onclick="x()"><script>x()</script><p>a</p></section>');
    expect((await checked(hostile)).dropped.map(({ what }) => what)).toEqual(['event handler', '<script>']);
  });

  it('exports a template that it reads again, and writes over no file unasked', async () => {
    const out = path.join(await tempDir(), 'knee.html');
    const words = ['report', 'template', 'export', '--template', 'mr-knee', '--out', out];
    expect((await runCliHere(words)).code).toBe(0);
    expect(readFileSync(out, 'utf8')).toBe(readFileSync('resources/templates/mr-knee.html', 'utf8'));
    expect((await checked(out)).id).toBe('mr-knee');
    const again = await runCliHere(words);
    expect(again.code).not.toBe(0);
    expect(again.stderr + again.stdout).toContain('disk/exists');
    expect((await runCliHere([...words, '--replace'])).code).toBe(0);
  });

  it('is refused without an action', async () => {
    expect((await runCliHere(['report', 'template'])).code).toBe(2);
  });
});
