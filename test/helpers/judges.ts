import { execFileSync, spawnSync } from 'node:child_process';
import { expect } from 'vitest';

/** Lines of dciodvfy that say that an object breaks the standard; `kind` must stand in what it says, so that it looked at all. */
export function violations(file: string, kind: RegExp): string[] {
  const ran = spawnSync('dciodvfy', ['-new', file], { encoding: 'utf8' });
  const said = `${ran.stdout}\n${ran.stderr}`;
  expect(said).toMatch(kind);
  return said.split('\n').filter((line) => line.startsWith('Error'));
}

/** A structured document as DCMTK reads it; it finds nothing wrong. */
export function documentDump(file: string): string {
  const ran = spawnSync('dsrdump', ['+Pf', '+Pl', '+U8', file], { encoding: 'utf8' });
  // It says of itself that it checks neither UTF-8 nor templates.
  const said = ran.stderr.split('\n').filter((line) => !/not (?:yet )?support/.test(line));
  expect([ran.stdout, ...said].join('\n')).not.toMatch(/^[EW]:/m);
  return ran.stdout;
}

/**
 * What pydicom (the system's python3) makes of a file.
 * @param expression over `ds`, to something JSON can hold
 */
export function pydicom(file: string, expression: string): unknown {
  const script = [
    'import json, sys, pydicom',
    'ds = pydicom.dcmread(sys.argv[1])',
    `print(json.dumps(${expression}))`,
  ].join('\n');
  return JSON.parse(execFileSync('/usr/bin/python3', ['-c', script, file], { encoding: 'utf8' })) as unknown;
}
