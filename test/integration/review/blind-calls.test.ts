import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { Station } from '../../../electron/station/station.ts';
import { calls } from '../../../shared/contract/index.ts';
import type { CallName, Response } from '../../../shared/contract/index.ts';
import { mayUse } from '../../../shared/contract/roles.ts';
import type { PersonRole } from '../../../shared/model/person.ts';
import type { StudyForReading } from '../../../shared/model/study.ts';
import { answer, PASSPHRASE } from '../../faults/store/station-fixture.ts';
import { programText } from '../../helpers/program-text.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { as, drawn, HIDDEN, opened, practice, READ, UIDS } from './practice.ts';

const ROLES: readonly PersonRole[] = ['reader', 'reviewer', 'coordinator'];
const PLANTED = [...HIDDEN, ...UIDS, 'Vanterpool broken', 'Draft Writer', 'A critplant', 'A roundsplant'];
/** Whom a store has, and who did what in it: nobody learns from it whose report a case is of. */
const OF_PEOPLE = /^(?:access\.|people\.|audit\.search|communication\.colleagues|review\.(?:readers|numbers)|check\.)/;
/** They lock the store, end the blindness, take minutes on purpose, or are of the desk of somebody else. */
const NOT_ASKED =
  /^(?:access\.|keys\.|move\.|people\.|forget\.|retention\.|signIn\.|speech\.|orders\.|profile\.|store\.|certificates\.|security\.|review\.(?:move|lock|saveProgramme|draw$|tell|card|send)|jobs\.cancel|app\.)/;

const Schema = z.looseObject({
  type: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  items: z.unknown().optional(),
  minItems: z.number().optional(),
  minLength: z.number().optional(),
  minimum: z.number().optional(),
  format: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
});

/** The plainest request that fits, with what is known put where a key asks for it. */
function plain(json: unknown, known: Readonly<Record<string, string>>, key: string): unknown {
  // `true` and `false` are schemas too.
  const schema = Schema.parse(typeof json === 'boolean' ? {} : json);
  const choices = schema.anyOf ?? schema.oneOf;
  const named = known[key];
  if (named !== undefined && (schema.type === 'string' || choices !== undefined)) return named;
  if (schema.enum !== undefined) return schema.enum[0];
  if ('const' in schema) return schema.const;
  if (choices !== undefined) return plain(choices[0], known, key);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, value]) => [name, plain(value, known, name)]),
      );
    case 'array':
      return known[key.replace(/s$/, '')] === undefined && (schema.minItems ?? 0) === 0
        ? []
        : [plain(schema.items ?? {}, known, key.replace(/s$/, ''))];
    case 'string':
      return schema.format === 'date-time' ? '2024-01-02T00:00:00Z' : 'nodule'.padEnd(schema.minLength ?? 0, 'x');
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1);
    case 'boolean':
      return false;
    default:
      return null;
  }
}

function requestsOf(name: CallName, known: Readonly<Record<string, string>>): unknown[] {
  const json = z.toJSONSchema(calls[name].request, { io: 'input', unrepresentable: 'any' });
  return [plain(json, known, ''), plain(json, {}, '')];
}

async function told(station: Station, known: Readonly<Record<string, string>>): Promise<Map<string, string[]>> {
  const names = (Object.keys(calls) as CallName[]).filter(
    (name) => mayUse(calls[name].roles, ROLES) && calls[name].side !== 'shell' && !NOT_ASKED.test(name),
  );
  const found = new Map<string, string[]>();
  const put = (name: string, text: string): void => {
    const words = PLANTED.filter((one) => text.includes(one)).filter(
      (one) => one !== 'Ada Reader' || !OF_PEOPLE.test(name),
    );
    if (words.length > 0) found.set(name, [...new Set([...(found.get(name) ?? []), ...words])]);
  };
  const silence = station.events.on(({ name, payload }) => put(`event ${name}`, JSON.stringify(payload)));
  let answered = 0;
  for (const name of names) {
    for (const request of requestsOf(name, known)) {
      const envelope = await station.call(name, request, 'a page');
      if (envelope.ok) answered += 1;
      put(name, JSON.stringify(envelope));
    }
  }
  silence();
  expect(answered).toBeGreaterThan(60);
  return found;
}

it('no call tells who reads blind whose case it is or what was said of it, in whatever way it is asked; others are told', async () => {
  const { station, studyId, people } = await practice(async (at, id) => {
    const dir = await tempDir();
    const of = {
      ...{ sopClass: '1.2.840.10008.5.1.4.1.1.2', sopUid: '1.2.826.77.3.1', seriesUid: '1.2.826.77.2' },
      ...{ studyUid: '1.2.826.77.1', patientName: 'VANTERPOOL^ELOISE', patientId: 'Q-771', birthDate: '19700101' },
      ...{ sex: '', studyDate: '20240102', studyTime: '100000' },
    };
    writeFileSync(path.join(dir, 'words'), programText(of));
    writeFileSync(path.join(dir, 'Vanterpool broken.dcm'), programText(of).subarray(0, 300));
    await at.access.requireStore().jobs.wait(at.rooms.startImport({ paths: [dir], site: 'North' }));
    const finding = 'A critplant';
    await answer(at, 'communication.open', { studyId: id, reportId: null, category: 3, finding });
  });
  const dora = await answer<Response<'people.add'>>(station, 'people.add', {
    ...{ name: 'Dora Former', roles: ROLES, passphrase: PASSPHRASE, proof: PASSPHRASE },
  });
  await answer(station, 'people.setRoles', { personId: people.ben, roles: ROLES, proof: PASSPHRASE });
  await as(station, people.cora);
  const words = { question: 'A roundsplant', learningPoint: '', presenterNotes: '', minutes: 5 };
  const list = {
    conferenceId: null,
    revision: 0,
    title: 'A roundsplant',
    cases: [{ ...words, studyId, reviewId: null }],
  };
  await answer(station, 'review.saveConference', list);
  const { reviewId, draw } = await drawn(station);
  const { index, jobs } = station.access.requireStore();
  const one = (sql: string): string => index.prepare<[], string>(sql).pluck().get() ?? '';
  const known = {
    ...{ studyId, reviewId, drawId: draw.drawId, programmeId: draw.programmeId },
    objectId: one(
      "SELECT object_id FROM object JOIN series USING (series_id) WHERE modality = 'SR' ORDER BY object_id",
    ),
    reportId: one('SELECT report_id FROM report'),
    communicationId: one('SELECT communication_id FROM communication'),
    patientKey: one('SELECT patient_key FROM patient'),
    jobId: jobs.list().find(({ kind }) => kind === 'import')?.jobId ?? '',
    sourceReportId: one('SELECT source_report_id FROM review_source'),
    ...{ studyUid: '1.2.826.77.1', accession: 'ACC-9931'.slice(0, 8), number: 'ACC-9931' },
  };
  await as(station, dora.person.personId);
  const byOthers = await told(station, known);
  expect(new Set([...byOthers.values()].flat())).toEqual(new Set(PLANTED));

  await as(station, people.ben);
  const copyId = await opened(station, reviewId);
  await answer<StudyForReading>(station, 'study.open', { studyId: copyId });
  expect([...(await told(station, known))]).toEqual([]);
  // Who runs programmes and reads one of the cases: whose report it is stands in why it was drawn.
  const picks = async () => (await answer<Response<'review.draws'>>(station, 'review.draws', {})).draws[0]?.picks;
  expect(await picks()).toMatchObject([{ reason: null }]);
  expect([...(await told(station, { ...known, studyId: copyId }))]).toEqual([]);
  await answer(station, 'review.saveRead', { reviewId, read: READ });
  await answer(station, 'review.lock', { reviewId });
  expect(await picks()).toMatchObject([{ reason: { kind: 'stratum' } }]);
}, 300_000);
