import { AppError, asAppError } from '../../../../shared/errors/app-error.ts';
import type { ReadAck } from '../../../../shared/hl7/ack.ts';
import type { DestinationSecrets, Hl7Destination } from '../../../../shared/model/destination.ts';
import type { ResultMapping } from '../../../../shared/model/result-mapping.ts';
import { linkCause } from '../link/link-cause.ts';
import { saidText } from './connector.ts';
import type { Connector, SendAnswer } from './connector.ts';
import { mapped, pageTooLong } from './mapped-message.ts';
import { MllpClient, MllpError } from './mllp-client.ts';

/** Sends signed messages as they are, or as its site wants them. A receiver of HL7 v2 cannot be asked what it has. */
export function hl7Connector(
  settings: Hl7Destination,
  secrets: DestinationSecrets,
  /** Asked for each message: a site may change how it wants them. */
  mappingNow: () => ResultMapping | undefined = () => settings.mapping,
): Connector {
  const { host, port, authorities, connectMs, answerMs } = settings;
  const tls = settings.tls ? { authorities, certificate: secrets.certificate ?? null } : null;
  const client = new MllpClient({ host, port, tls, connectMs, answerMs });
  return {
    send: async ({ bytes, key, pdf = null }, signal) => {
      const mapping = mappingNow();
      const tooLong = mapping === undefined || pdf === null ? null : pageTooLong(pdf, mapping);
      if (tooLong !== null) return { kind: 'refused', code: 'outbox/refused', text: tooLong };
      try {
        return answerOf(await client.send(mapped(bytes, mapping, pdf), key, signal));
      } catch (error) {
        return failureOf(error);
      }
    },
    find: null,
    commit: null,
    probe: (signal) => client.probe(signal),
    close: () => Promise.resolve(client.close()),
  };
}

/** Table 0008. What is in error or rejected is for a person: the same again would be answered the same. */
function answerOf({ code, text, errors }: ReadAck): SendAnswer {
  const said = saidText([code, ...errors, text ?? ''].join(' '));
  if (code === 'AA' || code === 'CA') return { kind: 'delivered', text: said };
  return { kind: 'refused', code: 'outbox/refused', text: said };
}

function failureOf(error: unknown): SendAnswer {
  const known = asAppError(error);
  const cause = linkCause(known);
  const { code } = known;
  const gaveBytes = error instanceof MllpError ? error.gaveBytes : true;
  if (!gaveBytes) return { kind: 'not-sent', code, text: '', cause: cause ?? 'port' };
  if (!(known instanceof AppError) || known.family === 'bug') throw known;
  return { kind: 'unanswered', code, text: '', cause };
}
