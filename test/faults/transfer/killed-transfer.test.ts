import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyAudit } from '../../../electron/station/kernel/audit.ts';
import { TRANSFER_FAULT_POINTS, TRANSFER_WRITES } from '../../../electron/station/kernel/fault-points.ts';
import { AUDIT_KINDS } from '../../../shared/audit/event-map.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { FileSource } from '../../integration/transfer/retrieve/file-source.ts';
import { openBench } from '../../integration/transfer/retrieve/transfer-fixture.ts';
import { makeCheapStore } from '../ingest/cheap-store.ts';
import { runProgramAt } from '../ingest/station-program.ts';

const program = path.join(import.meta.dirname, 'programs', 'fetch-and-die.ts');
const LONG = process.env['NIGHTJAR_LONG'] !== undefined;
/** `npm test` dies where something of a study is half written; the long run before and after every write. */
const MOMENTS = /^before command transfer\.(expect|end)$|^after command transfer\.(ask|stray)$/;
const POINTS = TRANSFER_FAULT_POINTS.filter((point) => LONG || MOMENTS.test(point));

describe('a process that dies while studies are fetched', () => {
  it(
    'F03: goes on at what is missing, at every point there is, with all of it there once',
    async () => {
      const base = await tempDir();
      await makeCheapStore(base);
      const cache = await tempDir();
      const waiting = [...POINTS];
      const lane = async (): Promise<void> => {
        for (let point = waiting.shift(); point !== undefined; point = waiting.shift()) {
          const dir = path.join(await tempDir(), 'store');
          mkdirSync(dir);
          for (const name of readdirSync(base))
            cpSync(path.join(base, name), path.join(dir, name), { recursive: true });
          const run = (armed: string) => runProgramAt(program, [dir, armed], { env: { NODE_COMPILE_CACHE: cache } });
          const died = await run(point);
          expect([died.signal, died.stderr], point).toEqual(['SIGKILL', '']);
          const again = await run('none');
          expect([again.code, again.stderr, again.lines], point).toEqual([0, '', [{ stored: 24 }]]);
          await isWhole(dir, point);
        }
      };
      await Promise.all([lane(), lane()]);
    },
    10 * 60_000,
  );

  it('has every command of sources and transfers in its list', () => {
    const known = new Set<string>(TRANSFER_WRITES);
    const commands = Object.keys(AUDIT_KINDS).filter((name) => /^(source|transfer)\./.test(name));
    expect(commands.filter((name) => !known.has(`command ${name}`))).toEqual([]);
    expect(commands).toHaveLength(TRANSFER_WRITES.length);
  });
});

async function isWhole(dir: string, point: string): Promise<void> {
  const bench = await openBench(dir, () => new FileSource());
  const { index, ledger } = bench.store;
  const { n } = index.prepare<[], { n: number }>('SELECT count(*) AS n FROM object WHERE duplicate IS NULL').get() ?? {
    n: 0,
  };
  expect(n, point).toBe(24);
  expect(verifyAudit(index, ledger).ok, point).toBe(true);
  await bench.close();
}
