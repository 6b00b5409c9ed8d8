import type { CallName } from '../../../../shared/contract/index.ts';
import { ProgrammeId } from '../../../../shared/model/ids.ts';
import type { ReviewRoom } from '../../../station/review/review-room.ts';
import type { Rooms } from '../../../station/rooms.ts';
import { usage } from '../../arguments.ts';
import type { Arguments } from '../../arguments.ts';
import type { VerbContext } from '../../verb.ts';

/** One word behind `nightjar review`. */
export interface Action {
  /** Whose roles it asks for. */
  readonly call: CallName;
  readonly needs: readonly string[];
  /** Changes nothing in the store but the trail. */
  readonly makesNothing?: boolean;
  readonly run: (room: ReviewRoom, args: Arguments, rooms: Rooms, context: VerbContext) => Promise<unknown> | unknown;
}

export type Actions = Readonly<Record<string, Action>>;

export function programmeId(args: Arguments): ProgrammeId {
  const id = ProgrammeId.safeParse(args.required('programme'));
  if (!id.success) throw usage('--programme is not one of our ids');
  return id.data;
}
