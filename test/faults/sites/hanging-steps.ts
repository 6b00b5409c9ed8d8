import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { StationKey } from '../../../electron/station/access/audit/station-key.ts';
import type { Access } from '../../../electron/station/access/access.ts';
import { Archive } from '../../../electron/station/archive/archive.ts';
import { loadPriorRules } from '../../../electron/station/archive/load-prior-rules.ts';
import { openHanging } from '../../../electron/station/hanging/open-hanging.ts';
import { systemClock } from '../../../electron/station/kernel/clock.ts';
import type { Db } from '../../../electron/station/kernel/sqlite.ts';
import { openTemplates } from '../../../electron/station/reporting/templates/open-templates.ts';
import { Worklist } from '../../../electron/station/worklist/worklist.ts';
import { HangingProtocol } from '../../../shared/hanging/protocol/protocol.ts';

/*
 * Everything that writes hanging protocols, and report templates, which are kept alike, one act after the other, for the process that dies and for the test that looks at what it left.
 */
const own = { scope: 'user' } as const;

/** What the store keeps of protocols, in one text; times aside. */
export function keptHanging(index: Db): string {
  const rows = (sql: string): unknown => index.prepare(sql).all();
  return JSON.stringify([
    rows('SELECT scope, protocol_id, version, how, document IS NULL AS removed FROM hanging_protocol ORDER BY 1, 2, 3'),
    rows('SELECT protocol_id FROM hanging_off ORDER BY 1'),
    rows('SELECT name FROM person_group ORDER BY 1'),
    rows('SELECT scope, template_id, version, how, document IS NULL AS removed FROM report_template ORDER BY 1, 2, 3'),
  ]);
}

/** @param resources of the program @param out folder for files @param after each act */
export async function hangingSteps(
  access: Access,
  { resources, out }: { readonly resources: string; readonly out: string },
  after: () => void,
): Promise<void> {
  const text = readFileSync(path.join(resources, 'hanging', 'mr-brain.json'), 'utf8');
  const brain = HangingProtocol.parse(JSON.parse(text));
  const store = access.requireStore();
  const { index, commands, personId, ring, blobs } = store;
  const { hanging, hangingFiles } = openHanging({
    ...{ store, clock: systemClock, emit: () => undefined, resources },
    key: new StationKey({ index, ring, commands, clock: systemClock, personId }),
    beside: { marked: () => [], measured: () => [], read: () => Promise.reject(new Error('no object here')) },
    readHanging: () => Promise.reject(new RangeError('no DICOM object is read here')),
    archive: new Archive({
      db: index,
      blobs,
      priorRules: loadPriorRules(path.join(resources, 'prior-relevance.json')),
    }),
    worklist: new Worklist(index),
  });
  const file = path.join(out, 'brain.json');
  const copy = path.join(out, 'copy.json');
  writeFileSync(copy, JSON.stringify({ ...brain, id: 'brain-copy' }));
  const { templates, templateFiles } = openTemplates(
    store,
    { clock: systemClock, templatesDir: path.join(resources, 'templates') },
    () => undefined,
  );
  const form = path.join(resources, 'templates', 'mr-knee.html');
  const acts: readonly (() => unknown)[] = [
    () => hanging.save({ owner: own, document: brain, after: 0 }),
    () => hanging.remove({ owner: own, id: brain.id }),
    () => hanging.restore({ owner: own, id: brain.id, version: 1 }),
    () => hanging.switch({ id: 'ct-head', off: true }),
    async () => {
      const { hash } = await hangingFiles.preview(copy);
      hangingFiles.import({ hash, owner: own, trust: null });
    },
    () => hanging.setGroups({ personId, groups: ['Neuro'] }),
    () => hangingFiles.export({ what: [{ source: own, id: brain.id }], format: 'json', file }, { replace: true }),
    async () => {
      const { hash } = await templateFiles.preview(form);
      templateFiles.import({ hash, owner: own });
    },
    () => templates.save({ owner: own, template: templates.document(own, 'mr-knee'), after: 1 }),
    () => templates.remove({ owner: own, id: 'mr-knee' }),
    () => templates.restore({ owner: own, id: 'mr-knee', version: 1 }),
    () => templateFiles.export({ source: own, id: 'mr-knee', file: `${file}.html` }, { replace: true }),
  ];
  for (const act of acts) {
    await act();
    after();
  }
}
