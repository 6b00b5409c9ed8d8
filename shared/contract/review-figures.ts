import { z } from 'zod';
import { ProgrammeId } from '../model/ids.ts';
import { CountedEvent, FigurePlot } from '../model/review/figures.ts';
import { MyFigurePlot, MyFigures } from '../model/review/my-figures.ts';
import { PhysicianNumber, RegistryState } from '../model/review/registry.ts';
import { call } from './define.ts';
import { FileToken, LONGEST_PATH } from './file-token.ts';
import { CLINICAL } from './roles.ts';
import type { CallRoles } from './roles.ts';

const RUNNING: CallRoles = ['coordinator'];
const File = z.string().min(1).max(LONGEST_PATH);
const FiguresFile = z.strictObject({ programmeId: ProgrammeId, event: CountedEvent, plot: FigurePlot });
const MyFiguresFile = z.strictObject({ programmeId: ProgrammeId, event: CountedEvent, plot: MyFigurePlot });
const RegistryFile = z.strictObject({ programmeId: ProgrammeId, format: z.enum(['csv', 'xml']) });
const Written = z.strictObject({ file: z.string() });
const Rows = z.strictObject({ file: z.string(), rows: z.number().int() });

/** Figures of second readings: one's own, those of a programme in files, and the registry's file. */
export const reviewFigureCalls = {
  /** Own rates beside the group, of every programme in which something of one's own came to anything. */
  'review.myFigures': call(z.strictObject({ event: CountedEvent }), MyFigures, { roles: CLINICAL }),
  /** The table behind one plot of one's own figures, to a file that was chosen; audited. review/no-such-programme: nothing of theirs is in it. */
  'review.exportMyFigures': call(MyFiguresFile.extend({ token: FileToken }), Written, {
    roles: CLINICAL,
    side: 'shell',
  }),
  /** The same by absolute path. */
  'review.exportMyFiguresFile': call(MyFiguresFile.extend({ file: File }), Written, {
    roles: CLINICAL,
    caller: 'shell',
  }),
  /** The table behind one plot, to a file that was chosen; audited. review/no-such-programme. */
  'review.exportFigures': call(FiguresFile.extend({ token: FileToken }), Written, { roles: RUNNING, side: 'shell' }),
  /** The same by absolute path. */
  'review.exportFiguresFile': call(FiguresFile.extend({ file: File }), Written, { roles: RUNNING, caller: 'shell' }),
  /** Numbers of physicians at the registry by name: recorded each time. */
  'review.numbers': call(z.strictObject({}), z.strictObject({ numbers: z.array(PhysicianNumber) }), { roles: RUNNING }),
  /** Sets one, or takes it away (null); audited. review/no-such-reader. */
  'review.setNumber': call(PhysicianNumber.pick({ reader: true, number: true }), z.strictObject({}), {
    roles: RUNNING,
  }),
  /** What would be in the registry's file now, and what would not. review/no-such-programme. */
  'review.registry': call(z.strictObject({ programmeId: ProgrammeId }), RegistryState, { roles: RUNNING }),
  /** Writes the registry's file; audited. review/no-such-programme, review/bad-programme: it has no number of the group. */
  'review.exportRegistry': call(RegistryFile.extend({ token: FileToken }), Rows, { roles: RUNNING, side: 'shell' }),
  /** The same by absolute path. */
  'review.exportRegistryFile': call(RegistryFile.extend({ file: File }), Rows, { roles: RUNNING, caller: 'shell' }),
} as const;
