import { onTestFinished } from 'vitest';
import { AuditRoom } from '../../../electron/station/access/audit/audit-room.ts';
import { ProgramLife } from '../../../electron/station/access/audit/program-life.ts';
import type { Clock, Log } from '../../../electron/station/kernel/ports.ts';
import { newDesk } from '../report/reporting-fixture.ts';
import type { Desk } from '../report/reporting-fixture.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

export const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A clock that a test turns. */
export class TurnedClock implements Clock {
  now: string;

  constructor(now = '2026-03-01T08:00:00.000Z') {
    this.now = now;
  }

  nowIso(): string {
    return this.now;
  }

  monotonic(): number {
    return Date.parse(this.now);
  }
}

export interface AuditDesk extends Desk {
  readonly dir: string;
  readonly audit: AuditRoom;
  readonly clock: TurnedClock;
}

/** A real store with one study, its reporting room, and the audit room on a clock of the test. */
export async function auditDesk(): Promise<AuditDesk> {
  const dir = await tempDir();
  const desk = await newDesk(dir, null);
  const clock = new TurnedClock(new Date().toISOString());
  const audit = auditOn(desk, clock);
  onTestFinished(async () => {
    await audit.close();
    await desk.access.close();
  });
  return { ...desk, dir, audit, clock };
}

/** Not started: tests say themselves when something is sent or sealed. */
export function auditOn({ store, reporting }: Desk, clock: Clock): AuditRoom {
  return new AuditRoom({
    store,
    clock,
    log: quiet,
    life: new ProgramLife(clock.nowIso()),
    requireIntact: async (reportId) => void (await reporting.verify({ reportId })),
  });
}

/** Adds records to the trail. */
export function act({ store }: Desk, times = 1): void {
  const { commands, personId } = store;
  for (let i = 0; i < times; i += 1) {
    commands.run({ name: 'store.backup', personId, subject: `job-${i}`, detail: { objects: i } }, () => undefined);
  }
}

/** What somebody with the key of the store and a database tool would do. */
export function tamper({ store }: Desk, sql: string): void {
  store.index.exec(`DROP TRIGGER IF EXISTS audit_no_update; DROP TRIGGER IF EXISTS audit_no_delete; ${sql}`);
}
