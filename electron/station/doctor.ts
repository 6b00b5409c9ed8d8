import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { asAppError } from '../../shared/errors/app-error.ts';
import { ObjectId } from '../../shared/model/ids.ts';
import { hasPassed } from '../../shared/rules/station-check/standing.ts';
import { verifyTrail } from './access/audit/verify.ts';
import { selfTest } from './access/self-test/self-test.ts';
import { checkWithoutWindow } from './check/check-without-window.ts';
import { doctorPhantom, PHANTOM_MAX } from './doctor-phantom.ts';
import { newId } from './kernel/ids.ts';
import type { Station } from './station.ts';

export interface DoctorCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly message: string;
}

const MIN_FREE_BYTES = 2_000_000_000;

/** What a site engineer asks first: does each part of this station work? */
export async function doctor(station: Station): Promise<{ readonly ok: boolean; readonly checks: DoctorCheck[] }> {
  const checks = [
    await check('store', async () => storeMessage(station)),
    await check('database', async () => databaseMessage(station)),
    await check('audit', () => auditMessage(station)),
    await check('recovery', async () => recoveryMessage(station)),
    await check('alarms', async () => alarmMessage(station)),
    await check('quarantine', async () => quarantineMessage(station)),
    await check('disk', () => diskMessage(station)),
    await check('parser', () => parserMessage(station)),
    await check('decoder', () => decoderMessage(station)),
    ...(await connections(station)),
    ...[await pictures(station), lastCheck(station)],
  ];
  return { ok: checks.every((one) => one.ok), checks };
}

/** The same that the window shows as the checks of this station. The disk and the recovery key stand above. */
async function connections({ access, options, rooms }: Station): Promise<readonly DoctorCheck[]> {
  const { checks } = await selfTest({ access, clock: options.clock, lines: rooms.outgoing.links.targets() });
  return checks
    .filter(({ id }) => id !== 'disk' && id !== 'recovery')
    .map(({ id, state, result, next, ms }) => ({
      ...{ name: id, ok: state !== 'failed' },
      message: `${state}: ${result}${next === null ? '' : ` Next: ${next}`} (${ms} ms)`,
    }));
}

/** All decoders and measuring rules on known pictures, in a line; `check-station` says each. */
async function pictures(station: Station): Promise<DoctorCheck> {
  const all = await checkWithoutWindow(station);
  const wrong = all.filter(({ ok }) => !ok);
  const message =
    wrong.length === 0
      ? `${all.length} parts of decoding, grey and measuring are exact`
      : wrong.map((one) => `${one.name}: ${one.message}`).join('; ');
  return { name: 'pictures', ok: wrong.length === 0, message };
}

/** What a window found last on this station's glass; that nobody looked is no failure of the station. */
function lastCheck(station: Station): DoctorCheck {
  const last = station.rooms.stationChecks.list().find(({ result }) => result.kind === 'pictures');
  if (!last)
    return { name: 'window-check', ok: true, message: 'never made: choose "Check this station" in the window' };
  const passed = hasPassed(last.result);
  const { version, renderer } = last.result.on;
  return {
    name: 'window-check',
    ok: passed,
    message: `${passed ? 'passed' : 'failed'} at ${last.at} with Nightjar ${version}, ${renderer}`,
  };
}

async function check(name: string, work: () => Promise<string>): Promise<DoctorCheck> {
  try {
    return { name, ok: true, message: await work() };
  } catch (error) {
    const { code, message } = asAppError(error);
    return { name, ok: false, message: `${code}: ${message}` };
  }
}

function storeMessage(station: Station): string {
  const { kind, recoveryConfirmed } = station.access.state();
  return `${kind} store, open, recovery key ${recoveryConfirmed ? 'confirmed' : 'not yet confirmed'}`;
}

function databaseMessage(station: Station): string {
  const { index, journal } = station.access.requireStore();
  for (const db of [index, journal]) {
    const answer: unknown = db.pragma('quick_check', { simple: true });
    if (answer !== 'ok') throw new Error('quick_check found damage');
  }
  return 'index and journal are sound';
}

async function auditMessage(station: Station): Promise<string> {
  const { index, ledger } = station.access.requireStore();
  const { ok, records, firstBad } = await verifyTrail(index, ledger);
  if (!ok) throw new Error(`the chain breaks at record ${firstBad}`);
  return `${records} records, unbroken`;
}

/** What was mended at any start: kept in the audit trail. */
function recoveryMessage(station: Station): string {
  const rows = station.access
    .requireStore()
    .index.prepare<[], { at: string; subject: string; detail: string }>(
      "SELECT at, subject, detail FROM audit WHERE command = 'store.recover' ORDER BY seq DESC LIMIT 5",
    )
    .all();
  if (rows.length === 0) return 'nothing had to be recovered';
  return rows.map(({ at, subject, detail }) => `${at} ${subject} made anew ${detail}`).join('; ');
}

function alarmMessage(station: Station): string {
  const { alarms } = station.access.requireStore();
  const standing = alarms.standing();
  const marked = alarms.checkAgain().length;
  if (standing.length > 0) {
    throw new Error(
      `${standing.map(({ kind, raisedAt }) => `${kind} at ${raisedAt}`).join(', ')}; ${marked} studies to check again`,
    );
  }
  return marked === 0 ? 'none' : `none standing, ${marked} studies to check again`;
}

function quarantineMessage(station: Station): string {
  const count = station.access.requireStore().quarantine.list().length;
  if (count > 0) throw new Error(`${count} objects are damaged and kept out of use; import their files again`);
  return 'no damaged objects';
}

async function diskMessage(station: Station): Promise<string> {
  const { bavail, bsize } = await statfs(station.options.dataDir);
  const free = bavail * bsize;
  if (free < MIN_FREE_BYTES) throw new Error(`only ${(free / 1e9).toFixed(1)} GB free`);
  return `${(free / 1e9).toFixed(1)} GB free`;
}

async function parserMessage(station: Station): Promise<string> {
  const folder = await mkdtemp(path.join(station.options.dataDir, 'doctor-'));
  try {
    const file = path.join(folder, 'phantom.dcm');
    const bytes = doctorPhantom();
    await writeFile(file, bytes);
    const [outcome] = await station.parsers.readFiles([{ path: file, bytes: bytes.length }]);
    if (outcome?.kind !== 'object') throw new Error('the phantom was not understood');
    return 'a parser process reads the phantom';
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function decoderMessage(station: Station): Promise<string> {
  const { header } = await station.pool.decode({
    objectId: ObjectId.parse(newId()),
    frame: 1,
    form: 'stored',
    priority: 'shown',
    load: async () => doctorPhantom(),
  });
  if (header.max !== PHANTOM_MAX) throw new Error('the phantom decodes to other values');
  return 'a decoder process decodes the phantom';
}
