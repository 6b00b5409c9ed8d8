import { AppError } from '../../../../shared/errors/app-error.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import { isPeerReview } from '../../../../shared/audit/event-map.ts';
import { AuditRow } from '../../kernel/audit.ts';
import { Breather } from '../../kernel/breather.ts';
import type { Commands } from '../../kernel/command.ts';
import { exportFiles } from '../../kernel/export-files.ts';
import { sha256Hex } from '../../kernel/sha256.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { dicomMessage } from './dicom-message.ts';
import { FactsReader } from './facts.ts';
import type { AuditSource } from './facts.ts';
import { fhirAuditEvent, fhirBundle } from './fhir-event.ts';
import type { Seals } from './seals.ts';
import type { StationKey } from './station-key.ts';

export type TrailFormat = 'json' | 'dicom' | 'fhir';
export const TRAIL_FORMATS: readonly TrailFormat[] = ['json', 'dicom', 'fhir'];

export interface ExportTrailOptions {
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly personId: PersonId;
  readonly storeDir: string;
  readonly seals: Seals;
  readonly key: StationKey;
  readonly source: () => AuditSource;
}

export interface ExportedTrail {
  readonly file: string;
  readonly format: TrailFormat;
  readonly records: number;
  readonly bytes: number;
  readonly sha256: string;
}

const PAGE = 500;

/**
 * Writes the trail up to now into a file outside the store, sealed before and audited before the file gets its name. Patients are
 * named by ids of ours: whoever may know them looks them up in the store. Of peer review nothing leaves but places in the chain.
 * @throws AppError disk/exists, request/bad inside the store, disk/…
 */
export async function exportTrail(
  options: ExportTrailOptions,
  request: { readonly file: string; readonly format: TrailFormat; readonly replace: boolean },
): Promise<ExportedTrail> {
  const { commands, personId, storeDir } = options;
  const { file, format, replace } = request;
  await options.seals.sealNow('export');
  const { text, records } = await written(options, format);
  const bytes = Buffer.from(text, 'utf8');
  const sha256 = sha256Hex(bytes);
  const detail = { format, records, bytes: bytes.length, sha256 };
  await exportFiles(storeDir, [{ file, bytes }], {
    replace,
    record: () => commands.run({ name: 'audit.export', personId, subject: 'trail', detail }, () => undefined),
  });
  return { file, format, records, bytes: bytes.length, sha256 };
}

async function written(
  options: ExportTrailOptions,
  format: TrailFormat,
): Promise<{ readonly text: string; readonly records: number }> {
  const lines = await collect(options, format);
  const records = lines.length;
  switch (format) {
    case 'json': {
      const head = { format: 'nightjar-audit', version: 1, keys: options.key.all(), seals: options.seals.all() };
      return { text: `${JSON.stringify(head).slice(0, -1)},"records":[\n${lines.join(',\n')}\n]}\n`, records };
    }
    case 'dicom':
      // DICOM has no envelope for many messages; the element around them is ours.
      return {
        text: `<?xml version="1.0" encoding="UTF-8"?>\n<AuditMessages>\n${lines.join('\n')}\n</AuditMessages>\n`,
        records,
      };
    case 'fhir':
      return { text: `${JSON.stringify(fhirBundle(lines.map((line) => JSON.parse(line))))}\n`, records };
  }
}

/** One text a record. */
async function collect({ index, source }: ExportTrailOptions, format: TrailFormat): Promise<readonly string[]> {
  const facts = new FactsReader(index);
  const from = source();
  const breather = new Breather();
  const lines: string[] = [];
  const read = index.prepare('SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT ?');
  let last = 0;
  for (;;) {
    const rows = read.all(last, PAGE).map((row) => AuditRow.parse(row));
    for (const row of rows) {
      if (!isPeerReview(row.command)) lines.push(lineOf(row, format, facts, from));
      else if (format === 'json') lines.push(JSON.stringify(withheld(row)));
      await breather.breathe();
    }
    const end = rows.at(-1);
    if (end === undefined) return lines;
    last = end.seq;
  }
}

/** Its place in the chain and nothing of what it says: who holds the store can still prove the chain whole. */
function withheld({ seq, previous, hash }: AuditRow): object {
  return { seq, withheld: 'peer-review', previous, hash };
}

function lineOf(row: AuditRow, format: TrailFormat, facts: FactsReader, source: AuditSource): string {
  switch (format) {
    case 'json':
      return JSON.stringify(row);
    case 'dicom':
      return dicomMessage(facts.factsOf(row), source, 'opaque');
    case 'fhir':
      return JSON.stringify(fhirAuditEvent(facts.factsOf(row), source, 'opaque'));
  }
}

/** @throws AppError request/usage */
export function trailFormat(text: string): TrailFormat {
  const format = TRAIL_FORMATS.find((known) => known === text);
  if (format === undefined) throw new AppError('request/usage', `--format is one of ${TRAIL_FORMATS.join(', ')}`);
  return format;
}
