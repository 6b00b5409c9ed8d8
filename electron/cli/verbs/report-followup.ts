import { resolve } from 'node:path';
import { followUpsCsv, followUpsFhir } from '../../../shared/report/follow-up/export.ts';
import type { FollowUpRow } from '../../../shared/model/follow-up.ts';
import type { Station } from '../../station/station.ts';
import { usage } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import { writeNewFile } from '../new-file.ts';

const ACTIONS = ['list', 'export'] as const;
const FORMS: Readonly<Record<string, (rows: readonly FollowUpRow[]) => string>> = {
  csv: followUpsCsv,
  json: (rows) => `${JSON.stringify(rows, null, 2)}\n`,
  fhir: followUpsFhir,
};

/** `report followup …`: what signed reports recommend to be done later. */
export function isFollowUpAction({ positional }: Arguments): boolean {
  return positional[0] === 'followup';
}

/** Throws wrong usage. */
export function checkFollowUpAction(args: Arguments): void {
  if (actionOf(args) === 'list') return;
  args.required('out');
  if (!Object.hasOwn(FORMS, args.required('format'))) throw usage('--format is one of csv, json, fhir');
}

export async function runFollowUps(station: Station, args: Arguments): Promise<unknown> {
  const { followUps, audit } = station.rooms;
  if (actionOf(args) === 'list') {
    const listed = followUps.list();
    for (const studyId of new Set([...listed.rows, ...listed.toConfirm].map((row) => row.studyId))) {
      await audit.commandLine.study('report followup list', studyId);
    }
    return listed;
  }
  const form = FORMS[args.required('format')];
  if (form === undefined) throw usage('--format is one of csv, json, fhir');
  const file = resolve(args.required('out'));
  const rows = followUps.leaving();
  const bytes = Buffer.from(form(rows), 'utf8');
  await writeNewFile(file, (handle) => handle.writeFile(bytes));
  return { file, bytes: bytes.length, rows: rows.length };
}

function actionOf({ positional }: Arguments): (typeof ACTIONS)[number] {
  const [, named, ...rest] = positional;
  const action = ACTIONS.find((one) => one === named);
  if (action === undefined || rest.length > 0) throw usage(`report followup needs one action: ${ACTIONS.join(', ')}`);
  return action;
}
