import { AppError } from '../../shared/errors/app-error.ts';
import type { ReportTemplate } from '../../shared/model/report.ts';
import { loadTemplates } from './reporting/load-templates.ts';
import type { Handlers } from './router.ts';
import { ownCertificate } from './source-handlers.ts';
import type { StationDoor } from './station-door.ts';

/** Calls about what goes out, and the lines. */
export function outboxHandlers(station: StationDoor): Handlers {
  return {
    'outbox.list': ({ studyId }) => ({ rows: [...station.rooms.outgoing.outbox.list(studyId)] }),
    'outbox.flush': () => {
      station.rooms.outgoing.outbox.flush();
      return {};
    },
    'outbox.retry': ({ outgoingId }) => station.rooms.outgoing.outbox.retry(outgoingId),
    'outbox.drop': ({ outgoingId, reason }) => station.rooms.outgoing.outbox.drop(outgoingId, reason),
    'outbox.release': ({ outgoingId }) => station.rooms.outgoing.outbox.release(outgoingId),
    'outbox.answer': ({ outgoingId, there }) => station.rooms.outgoing.outbox.answer(outgoingId, there),
    'outbox.resend': ({ outgoingId }) => station.rooms.outgoing.outbox.resend(outgoingId),
    'outbox.askAgain': ({ outgoingId }) => station.rooms.outgoing.outbox.askAgain(outgoingId),
    'outbox.unsent': ({ site }) => ({ reports: [...station.rooms.outgoing.unsent.list(site)] }),
    'outbox.sendUnsent': ({ destinationIds, reportIds }) => ({
      rows: station.rooms.outgoing.unsent.send(destinationIds, reportIds),
    }),
    'outbox.leaveUnsent': ({ site, reportIds }) => {
      station.rooms.outgoing.unsent.leave(site, reportIds);
      return {};
    },
    'destination.list': () => ({ destinations: [...station.rooms.outgoing.outbox.destinations.list()] }),
    'destination.add': ({ certificate, secrets, ...request }) => {
      const { outgoing, transfers } = station.rooms;
      const all = { ...secrets, ...ownCertificate(station, certificate) };
      const added = outgoing.outbox.destinations.add({ ...request, secrets: all });
      transfers.heldCertificates.drop(certificate);
      return added;
    },
    'destination.change': ({ destinationId, certificate, secrets, ...request }) => {
      const { outgoing, transfers } = station.rooms;
      const own = ownCertificate(station, certificate);
      const all = secrets === null && certificate === null ? null : { ...secrets, ...own };
      const changed = outgoing.outbox.destinations.change(destinationId, { ...request, secrets: all });
      transfers.heldCertificates.drop(certificate);
      return changed;
    },
    'destination.remove': ({ destinationId }) => {
      station.rooms.outgoing.outbox.destinations.remove(destinationId);
      return {};
    },
    'destination.tryMessage': ({ destinationId, mapping }) =>
      station.rooms.outgoing.messages.look(anyTemplate(station), destinationId, mapping),
    'destination.sendTest': ({ destinationId, mapping }) =>
      station.rooms.outgoing.messages.send(anyTemplate(station), destinationId, mapping),
    'destination.setMapping': ({ destinationId, mapping }) =>
      station.rooms.outgoing.messages.keep(destinationId, mapping),
    'context.opened': ({ studyId, accession }) => {
      station.rooms.outgoing.context.opened(studyId, accession);
      return {};
    },
    'context.closed': ({ studyId }) => {
      station.rooms.outgoing.context.closed(studyId);
      return {};
    },
    'context.state': () => ({ programs: station.rooms.outgoing.context.state() }),
    'link.list': () => ({ links: [...station.rooms.outgoing.links.list()] }),
  };
}

/** The one that every station has. */
function anyTemplate({ options }: StationDoor): ReportTemplate {
  const found = loadTemplates(options.templatesDir).find(({ templateId }) => templateId === 'general');
  if (found === undefined) throw new AppError('internal/bug', 'the general template is missing');
  return found;
}
