import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { firstStart } from '../../e2e/helpers/gate.ts';
import { launch } from '../../e2e/helpers/launch.ts';
import { projectRoot } from '../../helpers/runtime.ts';
import { PAGE_CHECKS } from './checklist.ts';
import type { Check } from './checklist.ts';
import { INSIDE_CHECKS } from './inside-checks.ts';
import type { DrivenInside } from './inside-checks.ts';
import { MUTATIONS } from './mutations.ts';
import type { Mutation } from './mutations.ts';
import { openOutside } from './outside.ts';
import type { Outside } from './outside.ts';

const CHECKS: readonly Check<DrivenInside>[] = [...PAGE_CHECKS, ...INSIDE_CHECKS];

/** A copy of the built program that can be changed; everything that is not changed is the project's. */
function copyOfProgram(folder: string): string {
  const copy = path.join(folder, 'program');
  mkdirSync(copy);
  cpSync(path.join(projectRoot, 'dist'), path.join(copy, 'dist'), {
    recursive: true,
    filter: (file) => !file.endsWith('.map'),
  });
  cpSync(path.join(projectRoot, 'package.json'), path.join(copy, 'package.json'));
  symlinkSync(path.join(projectRoot, 'resources'), path.join(copy, 'resources'));
  return copy;
}

const bundle = (folder: string, file: string): string => path.join(folder, 'dist', 'node', file);

/** Takes a protection out. One that is not found, or is there twice, proves nothing. */
function mutate(copy: string, { edits }: Mutation): void {
  for (const [file, place, instead] of edits) {
    const text = readFileSync(bundle(copy, file), 'utf8');
    expect([...text.matchAll(new RegExp(place, 'g'))], `${file} ${place}`).toHaveLength(1);
    writeFileSync(bundle(copy, file), text.replace(place, instead));
  }
}

function restore(copy: string, { edits }: Mutation): void {
  for (const [file] of edits) cpSync(bundle(projectRoot, file), bundle(copy, file));
}

describe('F60: each protection, taken out of the built program', () => {
  const work = mkdtempSync(path.join(os.tmpdir(), 'nightjar-mutated-'));
  let copy = '';
  let outside: Outside;
  let stores = 0;

  beforeAll(async () => {
    outside = await openOutside();
    copy = copyOfProgram(work);
  });
  afterAll(() => {
    outside?.close();
    rmSync(work, { recursive: true, force: true });
  });

  async function opened(): Promise<DrivenInside> {
    stores += 1;
    const running = await launch(path.join(work, `store-${stores}`), [], { folder: copy });
    onTestFinished(() => running.close());
    await firstStart(running.page);
    return { page: running.page, app: running.app, outside };
  }

  it('nothing fails while nothing is taken out', async () => {
    const driven = await opened();
    for (const { title, run } of CHECKS) {
      await run(driven).catch((error: unknown) => expect.fail(`${title}: ${String(error)}`));
    }
  });

  it.each(MUTATIONS)('$protection: its check fails', async (mutation) => {
    const check = CHECKS.find(({ title }) => title === mutation.check);
    if (check === undefined) throw new Error(`there is no check "${mutation.check}"`);
    mutate(copy, mutation);
    onTestFinished(() => restore(copy, mutation));
    const driven = await opened();
    await expect(check.run(driven)).rejects.toThrow();
  });
});
