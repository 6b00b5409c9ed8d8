import { AppError } from '../../../shared/errors/app-error.ts';
import type { ReportId, StudyId } from '../../../shared/model/ids.ts';
import { lesser } from '../../../shared/rules/sign-permission/permission.ts';
import { refusalWords } from '../../../shared/rules/sign-permission/words.ts';
import type { SignPermission } from '../../../shared/rules/sign-permission/question.ts';
import type { AuditDetail } from '../kernel/audit.ts';

/** What the site of a study says of who signs, and what it was asked with. */
export interface AskedPermission extends SignPermission {
  /** Code and serial of the site's profile; null: none covers the study. */
  readonly asked: string | null;
  /** Where the reader said to be; null: never said. */
  readonly place: string | null;
}

/** As what a report is signed. */
export type Signature = 'final' | 'preliminary';

/** Puts an act into the audit trail. */
type RecordAct = (name: string, subject: ReportId, detail: AuditDetail) => void;

/** Stands before each signature. */
export class SignGate {
  readonly #permission: (studyId: StudyId) => AskedPermission;
  readonly #record: RecordAct;

  constructor(permission: (studyId: StudyId) => AskedPermission, record: RecordAct) {
    this.#permission = permission;
    this.#record = record;
  }

  /** Refuses in words with what is still allowed; the try is recorded. @throws AppError report/not-permitted */
  require(reportId: ReportId, studyId: StudyId, as: Signature): void {
    const permission = this.#permission(studyId);
    const words = refusal(permission, as);
    if (words === null) return;
    const { allowed, asked, place } = permission;
    const codes = refusedCodes(permission).join(' ');
    this.#record('report.signRefused', reportId, { as, allowed, profile: asked, place, codes });
    throw notPermitted(permission, words);
  }

  /**
   * By which profile and from where it is signed, and what kept it from being final, for the record of the signature. A refusal
   * that came about since `require` undoes the signature. @throws AppError report/not-permitted
   */
  asked(
    studyId: StudyId,
    as: Signature,
  ): { readonly profile: string | null; readonly place: string | null; readonly notFinal: string | null } {
    const permission = this.#permission(studyId);
    const words = refusal(permission, as);
    if (words !== null) throw notPermitted(permission, words);
    const notFinal = as === 'final' ? null : refusedCodes(permission).join(' ');
    return { profile: permission.asked, place: permission.place, notFinal };
  }
}

/** Null where at least as much is allowed. */
function refusal(permission: SignPermission, as: Signature): string | null {
  return lesser(permission.allowed, as) === as ? null : refusalWords(permission);
}

function refusedCodes({ reasons }: SignPermission): readonly string[] {
  return reasons.filter(({ tier }) => tier === 'refuse').map(({ code }) => code);
}

function notPermitted(permission: SignPermission, words: string): AppError {
  return new AppError('report/not-permitted', words, {
    context: { codes: refusedCodes(permission), allowed: permission.allowed },
  });
}
