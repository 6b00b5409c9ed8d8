import { z } from 'zod';
import { JobId, ProgrammeId, ReviewId } from '../model/ids.ts';
import {
  PackageKind,
  PackageRow,
  ReviewPeer,
  SentOrder,
  TakenPackage,
  WaitingPackage,
} from '../model/review/package.ts';
import { call } from './define.ts';
import { FileToken, LONGEST_PATH } from './file-token.ts';
import { CLINICAL } from './roles.ts';

const None = z.strictObject({});
const Days = z.number().int().min(1).max(3660);
const Wanted = z.strictObject({
  peer: z.string().min(1).max(200),
  kind: PackageKind,
  programmeId: ProgrammeId.nullable(),
  days: Days,
});
const Path = z.string().min(1).max(LONGEST_PATH);
const Job = z.strictObject({ jobId: JobId });

/** Second readings at other stations, in files from person to person. */
export const reviewPackageCalls = {
  /** Own public keys as one line, and their fingerprint. access/proof-needed. */
  'review.card': call(None, z.strictObject({ card: z.string(), fingerprint: z.string() }), { roles: CLINICAL }),
  /** Whom the person at work trusts, or did. */
  'review.peers': call(None, z.strictObject({ peers: z.array(ReviewPeer) }), { roles: CLINICAL }),
  /** package/bad-card, package/other-fingerprint, package/known-peer. */
  'review.enrol': call(
    z.strictObject({
      name: z.string().trim().min(1).max(200),
      site: z.string().trim().min(1).max(200),
      card: z.string().max(1000),
      fingerprint: z.string().max(100),
      days: Days,
    }),
    ReviewPeer,
    { roles: CLINICAL },
  ),
  /** package/no-such-peer. */
  'review.revokePeer': call(z.strictObject({ peer: z.string().min(1).max(200) }), None, { roles: CLINICAL }),
  /** Made and taken, the newest first, and what waits to be sent. */
  'review.packages': call(None, z.strictObject({ packages: z.array(PackageRow), waiting: z.array(WaitingPackage) }), {
    roles: CLINICAL,
  }),
  /** What was in a package waits again. package/nothing-to-send. */
  'review.sendAgain': call(z.strictObject({ packageId: z.string().regex(/^[0-9a-f]{32}$/) }), None, {
    roles: CLINICAL,
  }),
  /** What the order of a case said that came in a package. */
  'review.order': call(z.strictObject({ reviewId: ReviewId }), z.strictObject({ order: SentOrder.nullable() }), {
    roles: CLINICAL,
  }),
  /** A folder for packages. */
  'app.choosePackageFolder': call(None, z.strictObject({ token: FileToken.nullable() }), {
    side: 'shell',
    roles: CLINICAL,
  }),
  'review.send': call(z.strictObject({ ...Wanted.shape, token: FileToken }), Job, { side: 'shell', roles: CLINICAL }),
  /** Asks for a file, and takes it. Null: none was chosen. */
  'review.take': call(None, z.strictObject({ jobId: JobId.nullable() }), { side: 'shell', roles: CLINICAL }),
  /** package/no-such-peer, package/nothing-to-send, access/proof-needed. */
  /** What became of a package; null: it is not finished. */
  'review.taken': call(Job, z.strictObject({ taken: TakenPackage.nullable() }), { roles: CLINICAL }),
  'review.sendTo': call(z.strictObject({ ...Wanted.shape, folder: Path }), Job, { caller: 'shell', roles: CLINICAL }),
  'review.takeFile': call(z.strictObject({ file: Path }), Job, { caller: 'shell', roles: CLINICAL }),
} as const;
