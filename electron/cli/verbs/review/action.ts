import type { CallName } from '../../../../shared/contract/index.ts';
import type { ReviewRoom } from '../../../station/review/review-room.ts';
import type { Rooms } from '../../../station/rooms.ts';
import type { Arguments } from '../../arguments.ts';
import type { VerbContext } from '../../verb.ts';

/** One word behind `nightjar review`. */
export interface Action {
  /** Whose roles it asks for. */
  readonly call: CallName;
  readonly needs: readonly string[];
  readonly run: (room: ReviewRoom, args: Arguments, rooms: Rooms, context: VerbContext) => Promise<unknown> | unknown;
}
