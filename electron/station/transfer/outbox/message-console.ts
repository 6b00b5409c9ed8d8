import type { MessageAnswer, MessageLook } from '../../../../shared/contract/message-console.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { Destination } from '../../../../shared/model/destination.ts';
import type { DestinationId, PersonId } from '../../../../shared/model/ids.ts';
import type { ReportTemplate } from '../../../../shared/model/report.ts';
import type { ResultMapping } from '../../../../shared/model/result-mapping.ts';
import type { AppliedProfile } from '../../access/profile/profile-rows.ts';
import type { Commands } from '../../kernel/command.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { Destinations, StoredDestination } from './destinations.ts';
import { hl7Connector } from './hl7-connector.ts';
import { siteMapping } from './stated-mapping.ts';
import { testMessage } from './test-message.ts';
import type { TestMessage } from './test-message.ts';

export interface MessageConsoleOptions {
  readonly destinations: Pick<Destinations, 'get' | 'change'>;
  readonly profiles: () => readonly AppliedProfile[];
  readonly commands: Pick<Commands, 'run'>;
  readonly personId: PersonId;
  readonly clock: Clock;
}

/** What a receiver of HL7 v2 would be sent, of nobody: looked at, sent for training, and how it wants it changed. */
export class MessageConsole {
  readonly #options: MessageConsoleOptions;

  constructor(options: MessageConsoleOptions) {
    this.#options = options;
  }

  /**
   * @param tried null: the mapping that is in force
   * @throws AppError outbox/unknown-destination, request/bad where it takes no HL7
   */
  look(template: ReportTemplate, destinationId: DestinationId, tried: ResultMapping | null): MessageLook {
    const { destination, own, site } = this.#receiver(destinationId);
    const inForce = site?.mapping ?? own;
    const made = this.#made(template, destination, tried ?? inForce ?? undefined);
    const { controlId, segments, charset, longest, problems, notes } = made;
    return {
      ...{ controlId, segments: [...segments], charset, longest, problems: [...problems], notes: [...notes] },
      ...{ mapping: inForce, managed: site === null ? null : { siteName: site.siteName, serial: site.serial } },
    };
  }

  /** Sends one for training (MSH-11 is T), on record; tells what was answered. */
  async send(
    template: ReportTemplate,
    destinationId: DestinationId,
    tried: ResultMapping | null,
  ): Promise<MessageAnswer> {
    const { destination, own, site, settings } = this.#receiver(destinationId);
    const { bytes, controlId } = this.#made(template, destination, tried ?? site?.mapping ?? own ?? undefined);
    const { commands, personId } = this.#options;
    const detail = { tried: tried !== null };
    commands.run({ name: 'message.test', personId, subject: destinationId, detail }, () => undefined);
    // As it is: it was mapped before.
    const connector = hl7Connector(settings, destination.proofs, () => undefined);
    try {
      const content = {
        ...{ format: 'hl7' as const, key: controlId, bytes, studyUid: '', seriesUid: '', object: null },
      };
      const answer = await connector.send(content, new AbortController().signal);
      return { controlId, kind: answer.kind, code: 'code' in answer ? answer.code : null, text: answer.text };
    } finally {
      await connector.close();
    }
  }

  /**
   * Keeps how a receiver wants reports. @param mapping null: as they were frozen
   * @throws AppError profile/managed where its site says it
   */
  keep(destinationId: DestinationId, mapping: ResultMapping | null): Destination {
    const { destination, site, settings } = this.#receiver(destinationId);
    if (site !== null) {
      throw new AppError('profile/managed', `${site.siteName} has set it by its profile`, {
        context: { setting: 'receivers', site: site.siteName },
      });
    }
    const changed = { ...settings, mapping: mapping ?? undefined };
    return this.#options.destinations.change(destinationId, {
      ...{ name: destination.name, settings: changed, secrets: null },
    });
  }

  #receiver(destinationId: DestinationId) {
    const destination = this.#options.destinations.get(destinationId);
    const { settings } = destination;
    if (settings.kind !== 'hl7') throw new AppError('request/bad', 'a destination that takes no HL7 v2');
    const site = siteMapping(this.#options.profiles(), destination);
    return { destination, settings, site, own: settings.mapping ?? null };
  }

  #made(template: ReportTemplate, { site }: StoredDestination, mapping: ResultMapping | undefined): TestMessage {
    return testMessage(template, mapping, { at: this.#options.clock.nowIso(), zone: '+00:00', site });
  }
}
