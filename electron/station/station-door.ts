import type { AccessState, Unlocked } from '../../shared/contract/access.ts';
import type { ParsedRequest, Response } from '../../shared/contract/index.ts';
import type { LockReason } from '../../shared/model/access.ts';
import type { PersonId } from '../../shared/model/ids.ts';
import type { BehindLock } from './behind-lock.ts';
import type { OpeningStage } from './kernel/recovery/opening-stage.ts';
import type { Rooms } from './rooms.ts';
import type { StationParts } from './station-parts.ts';

/** What the calls work on. */
export interface StationDoor extends StationParts {
  /** The open store's parts. @throws AppError access/locked */
  readonly rooms: Rooms;
  /** What goes on while the store is locked. */
  readonly behindLock: Pick<BehindLock, 'state'>;
  create(name: string, passphrase: string): Promise<{ readonly recoveryKey: string }>;
  unlock(personId: PersonId | null, passphrase: string): Promise<Unlocked>;
  lock(reason?: LockReason): Promise<AccessState>;
  revoke(request: ParsedRequest<'people.revoke'>): Promise<Response<'people.revoke'>>;
  forgetPerson(request: ParsedRequest<'people.forget'>): Promise<Response<'people.forget'>>;
  forget(request: ParsedRequest<'forget.run'>): Promise<Response<'forget.run'>>;
  purge(request: ParsedRequest<'retention.purge'>): Promise<Response<'retention.purge'>>;
  /** Work of an administrator for which nobody may be at work on the store. */
  whileClosed<T>(work: (leave: () => Promise<void>) => Promise<T>): Promise<T>;
  /** Tells the windows how far work is for which the store stands closed to them. */
  tellStage(stage: OpeningStage): void;
  rotateKeys(request: ParsedRequest<'keys.rotate'>): Promise<Response<'keys.rotate'>>;
}
