import { asAppError } from '../../shared/errors/app-error.ts';
import type { AuditRoom } from './access/audit/audit-room.ts';
import type { OpenStore } from './access/open-store.ts';
import type { Log } from './kernel/ports.ts';

/** What happens at a lock and after it. */
export interface DeskTurns {
  /** Nobody is there any more: ends what was begun for the reader; transfers go on. */
  rest(): void;
  /** The reader is back. */
  resume(): void;
  settled(): Promise<void>;
}

/** Jobs of the reader, and what the trail has to say at a lock: one after the other, however quickly somebody locks and unlocks. */
export function deskTurns({ jobs, movement }: OpenStore, audit: AuditRoom, log: Log): DeskTurns {
  let turn = Promise.resolve();
  const next = (work: () => Promise<void>): void => {
    turn = turn.then(work).catch((error: unknown) => log.error('rooms.not-settled', { code: asAppError(error).code }));
  };
  return {
    rest: () => {
      // At once: in the trail an emergency ends before the lock.
      const left = audit.leaveDesk();
      next(async () => {
        await left;
        await jobs.drain();
      });
    },
    resume: () =>
      next(async () => {
        await Promise.resolve();
        if (movement.moved === null) jobs.start();
      }),
    settled: () => turn,
  };
}
