import { z } from 'zod';
import { DocumentOwner, DocumentSource, GroupName } from '../model/kept-document.ts';
import { TemplateEntry, TemplateId, TemplatePreview, TemplateVersion } from '../model/kept-template.ts';
import { ReportTemplate } from '../model/report.ts';
import { call, event } from './define.ts';
import { FileToken, LONGEST_PATH } from './file-token.ts';
import { ADMINISTRATION, CLINICAL } from './roles.ts';

/** Whoever writes reports, and who looks after what a station writes them with. */
const USING = [...CLINICAL, ...ADMINISTRATION];

const Nothing = z.strictObject({});
const Version = z.number().int().min(1);
const One = { owner: DocumentOwner, id: TemplateId };
const File = z.string().min(1).max(LONGEST_PATH);
const Exporting = { source: DocumentSource, id: TemplateId };
const Exported = z.strictObject({ file: z.string(), bytes: z.number().int() });
const Saved = z.strictObject({ version: Version });

export const templateCalls = {
  /** Every template of every scope that who asks may see, by name, and the groups there are. */
  'templates.list': call(
    Nothing,
    z.strictObject({ entries: z.array(TemplateEntry), groups: z.array(GroupName), maySetSite: z.boolean() }),
    { roles: USING },
  ),
  /** `version` null: the one in force. template/unknown, template/unreadable. */
  'templates.read': call(
    z.strictObject({ source: DocumentSource, id: TemplateId, version: Version.nullable() }),
    z.strictObject({ template: ReportTemplate }),
    { roles: USING },
  ),
  /**
   * Keeps a template as the next version of the owner's; its number is given here. `after`: the owner's version that it was made from, 0
   * where there was none: template/changed where somebody saved since. Site and groups: administrators alone; audited.
   */
  'templates.save': call(
    z.strictObject({ owner: DocumentOwner, template: ReportTemplate, after: z.number().int().min(0) }),
    Saved,
    { roles: USING },
  ),
  /** What a scope before it says counts again; its versions stay, and drafts begun with it. Audited. */
  'templates.remove': call(z.strictObject(One), Nothing, { roles: USING }),
  /** The newest first; 200 at most. */
  'templates.versions': call(z.strictObject(One), z.strictObject({ versions: z.array(TemplateVersion) }), {
    roles: USING,
  }),
  /** A former version once more, as the newest one. Audited. */
  'templates.restore': call(z.strictObject({ ...One, version: Version }), Saved, { roles: USING }),
  /** A file with a template; null where the dialog was closed without one. */
  'templates.choose': call(Nothing, z.strictObject({ token: FileToken.nullable() }), { roles: USING, side: 'shell' }),
  /** What is in an MRRT file, and what would be left out of it; nothing in it is run, fetched or shown. report/bad-template … */
  'templates.preview': call(z.strictObject({ token: FileToken }), TemplatePreview, { roles: USING, side: 'shell' }),
  /** The same by absolute path. */
  'templates.previewFile': call(z.strictObject({ file: File }), TemplatePreview, { roles: USING, caller: 'shell' }),
  /** Takes over what was previewed last, if it has this hash. template/other-file; audited. */
  'templates.import': call(
    z.strictObject({ hash: z.string().regex(/^[0-9a-f]{64}$/), owner: DocumentOwner }),
    z.strictObject({ id: TemplateId, version: Version, already: z.boolean() }),
    { roles: USING },
  ),
  /** Writes a template as MRRT to a file that was chosen. Audited. */
  'templates.export': call(z.strictObject({ ...Exporting, token: FileToken }), Exported, {
    roles: USING,
    side: 'shell',
  }),
  /** The same by absolute path. */
  'templates.exportFile': call(z.strictObject({ ...Exporting, file: File }), Exported, {
    roles: USING,
    caller: 'shell',
  }),
} as const;

export const templateEvents = {
  /** Other templates may count now. */
  'templates.changed': event(Nothing),
} as const;
