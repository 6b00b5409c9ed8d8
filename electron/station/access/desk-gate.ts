import { AppError } from '../../../shared/errors/app-error.ts';

/**
 * Acts of a person that may still be under way when they lock: a signature, an export, a change of settings. What comes and goes by
 * itself, what a site orders, and the record of what somebody was shown before are not among them.
 */
const OF_THE_DESK = /^(?:report|profile)\.|^access\.(?:set|confirm|new)|^(?:archive|audit)\.(?:export|bundle)/;

/**
 * Whether somebody is at the desk of an open store. While nobody is, no act of a person is done, whatever was begun before: in the trail
 * no signature and no export stands between a lock and the next unlock.
 */
export class DeskGate {
  #locked = false;

  lock(): void {
    this.#locked = true;
  }

  unlock(): void {
    this.#locked = false;
  }

  /** @throws AppError access/locked */
  require(command: string): void {
    if (this.#locked && OF_THE_DESK.test(command))
      throw new AppError('access/locked', 'the store was locked meanwhile');
  }
}

/** @param guard refuses a command by its name; the gate is asked after it */
export function gateBefore(guard: (command: string) => void): readonly [DeskGate, (command: string) => void] {
  const gate = new DeskGate();
  return [
    gate,
    (command) => {
      guard(command);
      gate.require(command);
    },
  ];
}
