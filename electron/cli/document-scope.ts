import { GroupName } from '../../shared/model/kept-document.ts';
import type { DocumentOwner, DocumentSource } from '../../shared/model/kept-document.ts';
import { usage } from './arguments.ts';
import type { Arguments } from './arguments.ts';

/** Whose documents `--scope` and `--group` name; one's own without them. */
export function ownerOf(args: Arguments): DocumentOwner {
  const source = sourceOf(args);
  if (source.scope === 'shipped') throw usage('--scope is user, site or group');
  return source;
}

/** As `ownerOf`, or those that came with the program. */
export function sourceOf(args: Arguments): DocumentSource {
  const scope = args.value('scope') ?? 'user';
  const group = args.value('group');
  if ((scope === 'group') !== (group !== null)) throw usage('--scope group and --group NAME go together');
  if (scope === 'group' && group !== null) return { scope, group: groupOf(group) };
  if (scope === 'site' || scope === 'user' || scope === 'shipped') return { scope };
  throw usage('--scope is user, site, group or shipped');
}

export function groupOf(text: string): string {
  const group = GroupName.safeParse(text);
  if (!group.success) throw usage('a group has a name of 1 to 64 letters');
  return group.data;
}
