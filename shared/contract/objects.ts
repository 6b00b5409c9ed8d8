import { z } from 'zod';
import { ObjectContent } from '../model/dicom-object.ts';
import { ObjectId } from '../model/ids.ts';
import { call } from './define.ts';
import { FileToken, LONGEST_PATH } from './file-token.ts';
import { CLINICAL, REPORTING } from './roles.ts';

const Exported = z.strictObject({ file: z.string() });

export const objectCalls = {
  /**
   * What an object without a picture says, of a study that this page has open. Refused with a reason where it speaks of another
   * patient, study or frame of reference.
   */
  'objects.read': call(z.strictObject({ objectId: ObjectId }), z.strictObject({ content: ObjectContent }), {
    roles: CLINICAL,
  }),
  /** Writes the document inside an object (a PDF) to a file the reader chose: a deliberate act, audited. */
  'objects.exportDocument': call(z.strictObject({ objectId: ObjectId, token: FileToken }), Exported, {
    roles: REPORTING,
    side: 'shell',
  }),
  /** The same by absolute path. */
  'objects.exportDocumentFile': call(
    z.strictObject({ objectId: ObjectId, file: z.string().min(1).max(LONGEST_PATH) }),
    Exported,
    { roles: REPORTING, caller: 'shell' },
  ),
} as const;
