/** What a part of the dialog of second readings is given. */
export interface AreaProps {
  /** Closes the dialog: something was put on the desk. */
  readonly onClose: () => void;
}
