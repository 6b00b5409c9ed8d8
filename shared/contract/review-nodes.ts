import { z } from 'zod';
import { JobId, ProgrammeId } from '../model/ids.ts';
import { LookedAt, ReviewNode } from '../model/review/node.ts';
import { PackageKind } from '../model/review/package.ts';
import { SourceSecrets, SourceSettings } from '../model/source-settings.ts';
import { call } from './define.ts';
import { CLINICAL } from './roles.ts';

const None = z.strictObject({});
const Node = z.strictObject({ nodeId: z.string().min(1).max(100) });
const Job = z.strictObject({ jobId: JobId });

/** Review packages by way of a DICOM node that is for second readings alone. */
export const reviewNodeCalls = {
  'review.nodes': call(None, z.strictObject({ nodes: z.array(ReviewNode) }), { roles: CLINICAL }),
  /**
   * package/clinical-node where studies or results go to the same place, package/known-node; package/shared-machine where they go to the same
   * machine and nobody says (isApart) that it is another server.
   */
  'review.addNode': call(
    z.strictObject({ settings: SourceSettings, secrets: SourceSecrets, isApart: z.boolean().default(false) }),
    ReviewNode,
    { roles: CLINICAL },
  ),
  /** package/no-such-node. What waited to go there waits for another package. */
  'review.removeNode': call(Node, None, { roles: CLINICAL }),
  /** package/no-such-node, package/clinical-node, package/no-such-peer, package/nothing-to-send, access/proof-needed. */
  'review.sendVia': call(
    z.strictObject({
      ...Node.shape,
      peer: z.string().min(1).max(200),
      kind: PackageKind,
      programmeId: ProgrammeId.nullable(),
      days: z.number().int().min(1).max(3660),
    }),
    Job,
    { roles: CLINICAL },
  ),
  /** Sends what could not be sent, then takes what is there for the person at work. package/no-such-node, package/clinical-node. */
  'review.lookAt': call(Node, Job, { roles: CLINICAL }),
  /** What was found; null: it is not finished. */
  'review.looked': call(Job, z.strictObject({ looked: LookedAt.nullable() }), { roles: CLINICAL }),
} as const;
