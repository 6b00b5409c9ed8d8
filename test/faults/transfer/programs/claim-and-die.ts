import { CLAIM_FAULT_POINTS, FaultPoints } from '../../../../electron/station/kernel/fault-points.ts';
import type { FaultPoint } from '../../../../electron/station/kernel/fault-points.ts';
import { claimDesk } from '../claim-desk.ts';

/* Claims a case, reads it, and is killed when the point is reached so many times: `claim-and-die.ts STORE POINT TIMES URL`. */
const [, , dir = '', armed = '', times = '1', url = ''] = process.argv;

class LaterFault extends FaultPoints {
  #left = Number(times);

  override reach(point: FaultPoint): void {
    if (point !== this.armed) return;
    this.#left -= 1;
    if (this.#left === 0) super.reach(point);
  }
}

const desk = await claimDesk(dir, url, new LaterFault(CLAIM_FAULT_POINTS.find((point) => point === armed) ?? null));
desk.says('claimed');
await desk.until('held');
desk.says('read');
await desk.until('completed');
await desk.close();
