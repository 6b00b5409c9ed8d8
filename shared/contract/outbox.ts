import { z } from 'zod';
import { HeldCertificate } from '../model/certificate.ts';
import { Destination, DestinationSecrets, DestinationSettings } from '../model/destination.ts';
import { DestinationId, OutgoingId, ReportId, StudyId } from '../model/ids.ts';
import { Link } from '../model/link.ts';
import { Outgoing, UnsentReport } from '../model/outbox.ts';
import { call, event } from './define.ts';
import { ADMINISTRATION, CLINICAL, EVERY_ROLE, REPORTING } from './roles.ts';

/** Of `certificates.read`: source/key-file where the station holds it no more. */
const Held = HeldCertificate.nullable().default(null);
const Name = z.string().trim().min(1).max(100);
const One = z.strictObject({ outgoingId: OutgoingId });

export const outboxCalls = {
  /** What is open first, critical ones before others, then the newest. studyId: of one study. */
  'outbox.list': call(
    z.strictObject({ studyId: StudyId.nullable() }),
    z.strictObject({ rows: z.array(Outgoing).max(1000) }),
    { roles: CLINICAL },
  ),
  /** Tries everything that waits now. */
  'outbox.flush': call(z.strictObject({}), z.strictObject({}), { roles: CLINICAL }),
  /** What was refused, or waits, is sent again. outbox/not-now */
  'outbox.retry': call(One, Outgoing, { roles: REPORTING }),
  /** It does not go out any more; on record, with the reason. outbox/not-now */
  'outbox.drop': call(One.extend({ reason: z.string().trim().min(3).max(500) }), Outgoing, { roles: REPORTING }),
  /** What is held goes as it was signed, though the site changed something. outbox/not-now */
  'outbox.release': call(One, Outgoing, { roles: REPORTING }),
  /** A person asked the site whether it has it. outbox/not-now */
  'outbox.answer': call(One.extend({ there: z.boolean() }), Outgoing, { roles: REPORTING }),
  /** Where the archive that took it does not keep it: it goes there once more, under the same UID. outbox/not-now */
  'outbox.resend': call(One, Outgoing, { roles: REPORTING }),
  /** The archive is asked once more whether it keeps it. outbox/not-now */
  'outbox.askAgain': call(One, Outgoing, { roles: REPORTING }),
  /** Signed reports that nobody was ever sent, in the order in which they were signed. site: of one; null: of all. */
  'outbox.unsent': call(
    z.strictObject({ site: Name.nullable() }),
    z.strictObject({ reports: z.array(UnsentReport).max(1000) }),
    { roles: CLINICAL },
  ),
  /** They go to these destinations of their site, after the site was asked what it says by now. outbox/not-now */
  'outbox.sendUnsent': call(
    z.strictObject({
      destinationIds: z.array(DestinationId).min(1).max(100),
      reportIds: z.array(ReportId).min(1).max(1000),
    }),
    z.strictObject({ rows: z.number().int() }),
    { roles: REPORTING },
  ),
  /** They stay here, and are not offered again. outbox/not-now */
  'outbox.leaveUnsent': call(
    z.strictObject({ site: Name, reportIds: z.array(ReportId).min(1).max(1000) }),
    z.strictObject({}),
    { roles: REPORTING },
  ),
  'destination.list': call(z.strictObject({}), z.strictObject({ destinations: z.array(Destination) }), {
    roles: EVERY_ROLE,
  }),
  /** outbox/destination-taken, request/bad for a site that the store does not know */
  'destination.add': call(
    z.strictObject({
      name: Name,
      site: Name,
      settings: DestinationSettings,
      secrets: DestinationSecrets,
      certificate: Held,
    }),
    Destination,
    { roles: ADMINISTRATION },
  ),
  /**
   * secrets null: as they are. Otherwise those named in `keep` stay and these come in the place of the others. None stays where the
   * address changes: source/credentials.
   */
  'destination.change': call(
    z.strictObject({
      destinationId: DestinationId,
      name: Name,
      settings: DestinationSettings,
      secrets: DestinationSecrets.nullable(),
      keep: z.array(DestinationSecrets.keyof()).max(3).default([]),
      certificate: Held,
    }),
    Destination,
    { roles: ADMINISTRATION },
  ),
  /** outbox/destination-in-use while something waits to go there */
  'destination.remove': call(z.strictObject({ destinationId: DestinationId }), z.strictObject({}), {
    roles: ADMINISTRATION,
  }),
  /** The lines to all sources and destinations. */
  'link.list': call(z.strictObject({}), z.strictObject({ links: z.array(Link) }), { roles: EVERY_ROLE }),
} as const;

export const outboxEvents = {
  /** Something on its way out changed, at these studies. */
  'outbox.changed': event(z.strictObject({ studyIds: z.array(StudyId) })),
  /** A line came or went: all of them, as they are now. */
  'link.changed': event(z.strictObject({ links: z.array(Link) })),
} as const;
