import type { CallName, ParsedRequest, Request, Response } from '../../../shared/contract/index.ts';
import type { callStation } from '../../client/index.ts';

export interface Held {
  /** What a desk is to be hung by, where it is not the journal's. */
  readonly load?: (loaded: Response<'reading.load'>) => Response<'reading.load'> | Promise<Response<'reading.load'>>;
  /** One window writes for all how they stand. */
  readonly saveDesk: (request: ParsedRequest<'reading.saveDesk'>) => Promise<Response<'reading.saveDesk'>>;
  /** What was drawn or marked is in the journal: the other windows show it. */
  readonly drawn: () => void;
  /** What pictures are measured by is another one. */
  readonly measuredAnew: () => void;
}

const DRAWING: ReadonlySet<CallName> = new Set(['reading.saveMeasurement', 'reading.markImage']);
const MEASURING: ReadonlySet<CallName> = new Set(['reading.calibrate', 'reading.useValueMap']);

/** The station's calls, but for what the windows of a desk have in common. */
export function heldCalls(call: typeof callStation, held: Held): typeof callStation {
  return async <N extends CallName>(name: N, request: Request<N>): Promise<Response<N>> => {
    if (name === 'reading.saveDesk') {
      return (await held.saveDesk(request as ParsedRequest<'reading.saveDesk'>)) as Response<N>;
    }
    const reply = await call(name, request);
    if (name === 'reading.load' && held.load)
      return (await held.load(reply as Response<'reading.load'>)) as Response<N>;
    if (DRAWING.has(name)) held.drawn();
    else if (MEASURING.has(name)) held.measuredAnew();
    return reply;
  };
}
