import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { projectRoot } from '../helpers/runtime.ts';

const Names = z.record(z.string(), z.string()).optional();
const Lock = z.object({
  packages: z.record(z.string(), z.object({ dependencies: Names, optionalDependencies: Names })),
});

/** Where Node would look for a package from a place in node_modules, nearest first. */
function candidates(from: string, name: string): string[] {
  const steps = from === '' ? [] : from.split('/node_modules/');
  const inner = steps.map((_, at) => `${steps.slice(0, at + 1).join('/node_modules/')}/node_modules/${name}`);
  return [...inner.reverse(), `node_modules/${name}`];
}

describe('package-lock.json', () => {
  it('holds every package that it names, so that `npm ci` accepts it', () => {
    const { packages } = Lock.parse(JSON.parse(readFileSync(path.join(projectRoot, 'package-lock.json'), 'utf8')));
    const absent = Object.entries(packages).flatMap(([place, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies })
        .filter((name) => candidates(place, name).every((one) => !(one in packages)))
        .map((name) => `${place || 'the project'} needs ${name}`),
    );
    expect(absent).toEqual([]);
  });
});
