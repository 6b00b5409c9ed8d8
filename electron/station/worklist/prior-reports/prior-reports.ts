import { recordedControlId } from '../../../../shared/hl7/control-id.ts';
import type { ResultMessage, SentReport } from '../../../../shared/hl7/results/result-message.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import { mergePrior } from '../../../../shared/rules/prior-report/merge-prior.ts';
import type { Commands } from '../../kernel/command.ts';
import { newId } from '../../kernel/ids.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';
import type { OrderFeed } from '../imaging-orders/imaging-orders.ts';
import { rememberMessage, wasTaken } from '../imaging-orders/order-rows.ts';
import { putPrior, versionsOf } from './prior-report-rows.ts';

export interface PriorReportsOptions {
  readonly index: Db;
  readonly commands: Pick<Commands, 'runInBackground'>;
  readonly clock: Clock;
  readonly personId: PersonId;
  /** Inside the transaction: a version that counts now. */
  readonly onKept?: (db: Db, priorReportId: string) => void;
}

export interface TakenReports {
  /** already: it was taken before. older: a newer version came first, and this one is kept as history. */
  readonly outcome: 'taken' | 'already' | 'older';
  readonly patientIds: readonly string[];
}

/** Takes reports of others. Each message is one command; it is durable when `take` resolves. */
export class PriorReports {
  readonly #options: PriorReportsOptions;

  constructor(options: PriorReportsOptions) {
    this.#options = options;
  }

  /** @param hash of the message as it came */
  async take(message: ResultMessage, feed: OrderFeed, hash: string): Promise<TakenReports> {
    const { index, commands, clock, personId } = this.#options;
    const { controlId, reports } = message;
    if (wasTaken(index, feed.name, controlId, hash)) return { outcome: 'already', patientIds: [] };
    const receivedAt = clock.nowIso();
    const saidAt = message.sentAt ?? receivedAt;
    const detail = {
      feed: feed.name,
      controlId: recordedControlId(controlId),
      sentAt: saidAt,
      reports: reports.length,
    };
    return commands.runInBackground({ name: 'priorReport.receive', personId, subject: feed.name, detail }, (db) => {
      rememberMessage(db, feed.name, controlId, hash, receivedAt);
      const taken = reports.map((one) => this.#keep(db, one, saidAt, receivedAt));
      return {
        outcome: taken.some((isCurrent) => isCurrent) ? 'taken' : 'older',
        patientIds: reports.flatMap(({ report }) => report.patient.patientId ?? []),
      };
    });
  }

  /** True where it is the version that counts now. */
  #keep(db: Db, { report, pdf }: SentReport, saidAt: string, receivedAt: string): boolean {
    const versions = versionsOf(db, report.site, report.senderKey);
    const before = versions.find(({ isCurrent }) => isCurrent) ?? null;
    const isCurrent = before === null || saidAt >= before.saidAt;
    const priorReportId = newId();
    const version = (versions.at(-1)?.version ?? 0) + 1;
    const merged = isCurrent && before !== null ? mergePrior(before.report, report) : report;
    putPrior(db, { priorReportId, report: merged, version, isCurrent, saidAt, receivedAt }, pdf);
    if (isCurrent) this.#options.onKept?.(db, priorReportId);
    return isCurrent;
  }
}
