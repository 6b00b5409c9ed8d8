import {
  FaultPoints,
  HANGING_FAULT_POINTS,
  TEMPLATE_FAULT_POINTS,
} from '../../../../electron/station/kernel/fault-points.ts';
import { hangingSteps, keptHanging } from '../hanging-steps.ts';
import { accessTo, PASSPHRASE } from '../site-steps.ts';

/* Does all that writes hanging protocols, and is killed where it is armed: `hanging-and-die.ts STORE RESOURCES OUT POINT`. */
const [, , dir = '', resources = '', out = '', armed = ''] = process.argv;
const access = accessTo(
  dir,
  new FaultPoints([...HANGING_FAULT_POINTS, ...TEMPLATE_FAULT_POINTS].find((point) => point === armed) ?? null),
);
await access.unlock(null, PASSPHRASE);
const { index } = access.requireStore();
const say = (): boolean => process.stdout.write(`${JSON.stringify({ state: keptHanging(index) })}\n`);
say();
await hangingSteps(access, { resources, out }, say);
await access.close();
