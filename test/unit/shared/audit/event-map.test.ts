import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { EVENT, ROLE, TYPE } from '../../../../shared/audit/dicom-codes.ts';
import { AUDIT_KINDS, auditKind } from '../../../../shared/audit/event-map.ts';
import { PROGRAM_VERSION } from '../../../../shared/audit/program.ts';
import { projectRoot } from '../../../helpers/runtime.ts';

const STATION = path.join(projectRoot, 'electron', 'station');

/** Ways in which the station names a command: the object itself, or a helper of a room that makes it. */
const NAMED = [
  /\b(?:commands\.)?run(?:InBackground)?\(\s*\{\s*name:\s*'([^']+)'/g,
  /\bcommand = \{ name: '([^']+)'/g,
  /#(?:run|record|write)\(\s*'(\w+\.[\w-]+)'/g,
  /#run\(\s*[^'()]+\?\s*'([^']+)'\s*:\s*'([^']+)'/g,
];
/** Places that run a command whose name they were given. */
const PASSED_ON =
  /commands\.run(?:InBackground)?\(\s*(?:\{\s*(?:\.\.\.command|name:\s*[a-z]\w*(?:\.\w+)*|name)\s*[,}]|command)/;

function sources(): { readonly file: string; readonly text: string }[] {
  return readdirSync(STATION, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ file, text: readFileSync(path.join(STATION, file), 'utf8') }));
}

function namesIn(text: string): string[] {
  return NAMED.flatMap((pattern) => [...text.matchAll(pattern)].flatMap((match) => match.slice(1)));
}

describe('the map of commands to audit events', () => {
  it('has a line for every command that the station runs', () => {
    const named = new Set(sources().flatMap(({ text }) => namesIn(text)));
    expect(named.size).toBeGreaterThan(30);
    expect([...named].filter((name) => !Object.hasOwn(AUDIT_KINDS, name)).sort()).toEqual([]);
  });

  it('sees every place where a command is run', () => {
    const calls = /commands\.run(?:InBackground)?\(/g;
    const unseen = sources().filter(
      ({ text }) => calls.test(text) && namesIn(text).length === 0 && !PASSED_ON.test(text),
    );
    expect(unseen.map(({ file }) => file)).toEqual([]);
  });

  it('has no line for a command that nobody runs', () => {
    const named = new Set(sources().flatMap(({ text }) => namesIn(text)));
    const text = sources()
      .map((source) => source.text)
      .join('\n');
    const idle = Object.keys(AUDIT_KINDS).filter((name) => !named.has(name) && !text.includes(`'${name}'`));
    expect(idle).toEqual([]);
  });

  it('maps every event that rule 3.13 asks for', () => {
    const events = new Set(Object.values(AUDIT_KINDS).map(({ event }) => event.code));
    for (const event of [
      ...[EVENT.application, EVENT.logUsed, EVENT.accessed, EVENT.export, EVENT.import],
      ...[EVENT.procedureRecord, EVENT.alert, EVENT.authentication],
    ]) {
      expect(events).toContain(event.code);
    }
    const types = new Set(Object.values(AUDIT_KINDS).map(({ type }) => type?.code));
    for (const type of [TYPE.start, TYPE.stop, TYPE.login, TYPE.logout, TYPE.overrideStarted, TYPE.overrideStopped]) {
      expect(types).toContain(type.code);
    }
  });

  it('gives each code one meaning', () => {
    const all = [...Object.values(EVENT), ...Object.values(TYPE), ...Object.values(ROLE)];
    expect(new Set(all.map(({ code }) => code)).size).toBe(all.length);
    expect(new Set(all.map(({ meaning }) => meaning)).size).toBe(all.length);
  });

  it('never lets peer review into evidence', () => {
    const evidence = Object.entries(AUDIT_KINDS).filter(([, kind]) => kind.evidence);
    expect(evidence.map(([name]) => name).filter((name) => name.startsWith('review.'))).toEqual([]);
  });

  it('takes an unknown command as a security alert and not as evidence', () => {
    expect(auditKind('review.score')).toMatchObject({ event: EVENT.alert, evidence: false });
    expect(auditKind('constructor')).toMatchObject({ event: EVENT.alert, evidence: false });
  });

  it('knows the version of the program', () => {
    const { version } = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as { version: string };
    expect(PROGRAM_VERSION).toBe(version);
  });
});
