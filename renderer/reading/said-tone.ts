/**
 * How the desk says something. `note`: nothing changed, and why; goes by itself. `ok`: it was done; goes by itself. `warning`: it was done
 * or is shown otherwise than asked; stays until it is put away. What failed is told by `failed` of the desk.
 */
export type SaidTone = 'note' | 'ok' | 'warning';

/**
 * Tells the reader what came of a command.
 * @param detail keys stand in it by their command: "{image.key} marks it"
 * @param tone a note where nothing is given
 */
export type Say = (title: string, detail: string, tone?: SaidTone) => void;
