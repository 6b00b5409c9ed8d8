import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { tempDir } from '../../helpers/temp-dir.ts';
import { runCli } from '../helpers/run-cli.ts';
import { addDestination, outDesk, signReport } from '../transfer/outbox/outbox-fixture.ts';
import { scriptedMllp } from '../transfer/outbox/scripted-mllp.ts';

const Row = z.looseObject({
  outgoingId: z.string(),
  destination: z.string(),
  format: z.string(),
  state: z.string(),
  attempts: z.number(),
  receipt: z.strictObject({ at: z.string(), proof: z.string(), text: z.string() }).nullable(),
});
const List = z.strictObject({ rows: z.array(Row), open: z.number() });
const Flushed = z.strictObject({ delivered: z.number(), open: z.number(), rows: z.array(Row) });
const Unsent = z.strictObject({
  reports: z.array(z.looseObject({ reportId: z.string(), leftAt: z.string().nullable(), given: z.boolean() })),
  count: z.number(),
});
const Count = z.strictObject({ reports: z.number(), rows: z.number().optional() });
const Destinations = z.strictObject({
  destinations: z.array(
    z.strictObject({
      ...{ destinationId: z.string(), name: z.string(), site: z.string() },
      ...{ settings: z.looseObject({ kind: z.string() }), secrets: z.array(z.string()) },
    }),
  ),
});

describe('nightjar outbox', () => {
  it('lists what waits, sends it, and says where it is; destinations without their secrets', async () => {
    const ris = await scriptedMllp();
    const dir = path.join(await tempDir(), 'store');
    const desk = await outDesk(dir);
    // Signed before there was anywhere to send it to.
    const [early, late] = [await signReport(desk, 'Early.'), await signReport(desk, 'Late.')];
    addDestination(desk, { kind: 'hl7', host: '127.0.0.1', port: ris.port, tls: false });
    await signReport(desk, 'Normal.');
    await desk.close();
    const run = async <T>(shape: z.ZodType<T>, ...words: readonly string[]): Promise<T> => {
      const env = { NIGHTJAR_PASSPHRASE: 'correct horse battery staple', NIGHTJAR_STATE: await tempDir() };
      const { code, documents, stdout, stderr } = await runCli(['outbox', ...words, '--data', dir], env);
      expect(code, `${stdout}${stderr}`).toBe(0);
      expect(stdout).not.toContain('canary');
      return shape.parse(documents[0]);
    };
    const file = path.join(await tempDir(), 'secrets.json');
    writeFileSync(file, JSON.stringify({ token: 'canary' }));
    const settings = JSON.stringify({ kind: 'fhir', url: 'https://fhir.example/r4' });
    const words = ['--name', 'FHIR', '--site', 'St. Anna', '--settings', settings, '--secrets-file', file];
    await run(z.looseObject({ name: z.literal('FHIR') }), 'add', ...words);
    const { destinations } = await run(Destinations, 'destinations');
    expect(destinations.map(({ name, secrets }) => [name, secrets])).toEqual([
      ['FHIR', ['token']],
      ['HL7', []],
    ]);
    const flushed = await run(Flushed, 'flush', '--seconds', '20');
    expect(flushed).toMatchObject({ delivered: 1, open: 0, rows: [{ state: 'delivered', attempts: 1 }] });
    expect(ris.got).toHaveLength(1);
    const { rows, open } = await run(List, 'list');
    expect([rows.length, open]).toEqual([1, 0]);
    const shown = await run(Row, 'show', '--item', rows[0]?.outgoingId ?? '');
    expect(shown.receipt).toMatchObject({ proof: 'answer', text: 'AA said by the receiver' });
    const before = await run(Unsent, 'list', '--unsent', '--site', 'St. Anna');
    expect(before.reports.map(({ reportId }) => reportId)).toEqual([early.reportId, late.reportId]);
    const left = await run(Count, 'leave-unsent', '--site', 'St. Anna', '--report', early.reportId);
    expect(left).toEqual({ reports: 1 });
    expect(await run(Count, 'send-unsent', '--name', 'HL7')).toEqual({ reports: 1, rows: 1 });
    const after = await run(Unsent, 'list', '--unsent');
    expect(after.reports.map(({ reportId, leftAt }) => [reportId, leftAt !== null])).toEqual([[early.reportId, true]]);
    await ris.stop();
  }, 120_000);
});
